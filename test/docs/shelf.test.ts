import path from 'node:path';

import { exists, manifest } from './claims';
import { codeSpans, documents, links, readDocument } from './markdown';
import { filesBelow, shippedSources } from './source';

describe('pictures', () => {
	const pictures = filesBelow('docs/images').filter((file) => /\.(png|svg|gif)$/.test(file));

	test('all appear in a document', () => {
		const shown = documents().flatMap((file) =>
			links(readDocument(file)).map((target) =>
				path.posix.join(path.posix.dirname(file), target.split('#')[0] ?? ''),
			),
		);
		expect(pictures.filter((picture) => !shown.includes(picture))).toEqual([]);
	});
});

describe('examples', () => {
	test('are all linked from the recipes', () => {
		const linked = links(readDocument('docs/recipes.md')).filter((to) =>
			/^\.\.\/examples\//.test(to),
		);
		expect(linked.map((to) => to.slice(3)).sort()).toEqual(filesBelow('examples').sort());
	});
});

describe('CONTRIBUTING.md', () => {
	const text = readDocument('CONTRIBUTING.md');
	const map = /## The map\n([\s\S]*?)\n## /.exec(text)?.[1] ?? '';
	const mapped = codeSpans(map);

	test('has a map of at most one screen', () => {
		const lines = map.split('\n').filter((line) => line.trim() !== '');
		expect(lines.length).toBeGreaterThan(10);
		expect(lines.length).toBeLessThanOrEqual(40);
	});

	test('has a map of existing places only', () => {
		expect(mapped.filter((place) => !exists(place))).toEqual([]);
	});

	test('has a map with every folder of code and tests', () => {
		const folders = new Set(
			[...shippedSources(), ...filesBelow('test'), ...filesBelow('dev')]
				.filter((file) => /\.(ts|js|mjs|json|http)$/.test(file))
				.map((file) => path.posix.dirname(file))
				.filter((folder) => !/output|node_modules|__schema__/.test(folder)),
		);
		const isOn = (folder: string): boolean =>
			mapped.some(
				(place) =>
					folder === place ||
					folder.startsWith(`${place}/`) ||
					path.posix.dirname(place) === folder,
			);
		const missing = [...folders].filter((folder) => !isOn(folder));
		expect(missing).toEqual([]);
	});
});

describe('CHANGELOG.md', () => {
	const text = readDocument('CHANGELOG.md');
	const versions = [...text.matchAll(/^## \[([^\]]+)\]/gm)].map(([, version]) => version);

	test('starts with the unreleased changes and has the version of package.json', () => {
		expect(versions[0]).toBe('Unreleased');
		expect(versions).toContain(manifest.version);
	});
});

describe('the README', () => {
	const readme = readDocument('README.md');

	test('is short enough to read at once', () => {
		expect(readme.split('\n').length).toBeLessThanOrEqual(181);
	});

	test.each([
		['README.md', /^docs\/[^/]+$|^[A-Z]+\.md$/],
		['README.fr.md', /^docs\/fr\//],
	])('%s links to every document directly', (file, its) => {
		const linked = links(readDocument(file)).map((target) => target.replace(/#.*/, ''));
		const pages = documents().filter((page) => its.test(page) && page !== file);
		expect(pages.length).toBeGreaterThan(8);
		expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
	});
});

test('CONTRIBUTING.md describes every npm command', () => {
	const commands = Object.keys(manifest.scripts).map((script) =>
		['start', 'test'].includes(script) ? `npm ${script}` : `npm run ${script}`,
	);
	const spans = codeSpans(readDocument('CONTRIBUTING.md'));
	expect(commands.filter((command) => !spans.includes(command))).toEqual([]);
});
