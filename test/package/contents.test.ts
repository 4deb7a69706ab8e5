import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { entries, filesIn, manifest, packed, packedFiles, ROOT, runThere } from './installation';

// Starts other programs on a machine that may be busy.
jest.setTimeout(60_000);

const LICENCES = 'dist/THIRD_PARTY_LICENSES.txt';

/** Prints the icons of an entry. */
const ICON = `
	const [file, className] = process.argv.slice(1);
	const made = new (require(file)[className])();
	process.stdout.write(JSON.stringify((made.description ?? made).icon));
`;

describe('the tarball', () => {
	it('has only the build and the files that npm always packs', () => {
		const others = packedFiles().filter((file) => !file.startsWith('dist/'));
		expect(others).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
		const known = ['LICENSE', 'README.md', 'README.fr.md', 'package.json', 'CHANGELOG.md'];
		expect(others.filter((file) => !known.includes(file))).toEqual([]);
	});

	it('has no source, map, test or leftover of the build', () => {
		const dist = packedFiles().filter((file) => file.startsWith('dist/') && file !== LICENCES);
		expect(dist.filter((file) => !/\.(js|json|svg)$/.test(file))).toEqual([]);
		expect(dist.filter((file) => /\.test\.|\/test\/|tsbuildinfo|metafile/i.test(file))).toEqual([]);
		const scripts = dist.filter((file) => file.endsWith('.js'));
		const mapped = scripts.filter((file) => /sourceMappingURL/.test(text(file)));
		expect(mapped).toEqual([]);
	});

	it('has one readable script per source file, with its comments', () => {
		const sources = ['nodes', 'credentials'].flatMap((folder) =>
			filesIn(path.join(ROOT, folder))
				.filter((file) => /(?<!\.d)\.ts$/.test(file))
				.map((file) => `dist/${folder}/${file.replace(/\.ts$/, '.js')}`),
		);
		const scripts = packedFiles().filter((file) =>
			/^dist\/(nodes|credentials)\/.*\.js$/.test(file),
		);
		expect(scripts).toEqual(sources.sort());
		expect(scripts.filter((file) => longestLine(text(file)) > 1000)).toEqual([]);
	});

	it('is under 1.3 MB unpacked, licences aside', () => {
		const files = packedFiles().filter((file) => file !== LICENCES && file !== 'LICENSE');
		const bytes = files.reduce((sum, file) => sum + statSync(packed(file)).size, 0);
		expect(bytes).toBeLessThan(1_300_000);
	});

	it('contains no path of the machine that built it', () => {
		const telling = packedFiles().filter((file) => text(file).includes(ROOT));
		expect(telling).toEqual([]);
	});

	it('has every icon that a node or the credential shows', () => {
		const icons = entries().flatMap((entry) => {
			const [className = ''] = path.basename(entry).split('.');
			const icon = runThere(ICON, packed(entry), className) as string | Record<string, string>;
			const files = typeof icon === 'string' ? [icon] : Object.values(icon);
			return files.map((file) => {
				expect(file).toMatch(/^file:.*\.svg$/);
				return path.posix.join(path.posix.dirname(entry), file.replace('file:', ''));
			});
		});
		expect(icons.length).toBeGreaterThanOrEqual(entries().length);
		expect(packedFiles()).toEqual(expect.arrayContaining(icons));
		expect(icons.filter((icon) => !text(icon).includes('<svg'))).toEqual([]);
	});

	it('has the codex of every node under the node’s full name', () => {
		const codexes = manifest().n8n.nodes.map((entry) => JSON.parse(text(`${entry}on`)) as unknown);
		expect(codexes).toEqual([
			expect.objectContaining({ node: 'n8n-nodes-capitole-mobile.capitoleSms' }),
			expect.objectContaining({ node: 'n8n-nodes-capitole-mobile.capitoleSmsTrigger' }),
		]);
	});

	it('has every output schema of the source, unchanged', () => {
		const isSchema = (file: string): boolean => file.includes('__schema__/');
		const sources = filesIn(path.join(ROOT, 'nodes')).filter(isSchema);
		expect(packedFiles().filter(isSchema)).toEqual(sources.map((file) => `dist/nodes/${file}`));
		const changed = sources.filter(
			(file) => readFileSync(path.join(ROOT, 'nodes', file), 'utf8') !== text(`dist/nodes/${file}`),
		);
		expect(changed).toEqual([]);
	});
});

function text(file: string): string {
	return readFileSync(packed(file), 'utf8');
}

function longestLine(script: string): number {
	return Math.max(...script.split('\n').map((line) => line.length));
}
