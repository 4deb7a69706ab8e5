import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { OWN_CODES, PROVIDER_CODES } from '../../nodes/CapitoleSms/sms/answer/codes';
import { assumptions, documentedAssumptions } from './assumptions';
import { allFields, labels } from './editor';
import {
	anchors,
	boldTexts,
	codeBlocks,
	codeSpans,
	documents,
	links,
	readDocument,
} from './markdown';
import { unionMembers, withSections } from './sections';
import { filesBelow, ROOT, shippedSources } from './source';

jest.setTimeout(60_000);

interface Manifest {
	readonly name: string;
	readonly version: string;
	readonly homepage: string;
	readonly scripts: Readonly<Record<string, string>>;
	readonly repository: { readonly url: string };
}

const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const exists = (file: string): boolean => existsSync(path.join(ROOT, file));

/** Words of the code that ships, and of the commands: a name in a document is one of them. */
const words = new Set(
	[...shippedSources(), ...['test/lab', 'test/provider'].flatMap(filesBelow), 'package.json']
		.filter((file) => /\.(ts|js|mjs|json)$/.test(file))
		.flatMap((file) => read(file).match(/[A-Za-z_]\w*/g) ?? []),
);

/** Labels of n8n's own that the documents name, as n8n 2.41.1 shows them. */
const OF_N8N = [
	...['Community nodes', 'Install a community node', 'Credentials', 'Create credential', 'Import'],
	...['From file', 'Execute step', 'Settings', 'Timezone', 'Webhook URLs', 'Production URL'],
	...['On Error', 'Stop Workflow', 'Continue', 'Continue (using error output)', 'Retry On Fail'],
	'Remove Duplicates',
	// of GitHub
	'Report a vulnerability',
];

const capitals = (text: string): boolean => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+_?$/.test(text);

function knownCodes(): Set<string> {
	return new Set([
		...Object.keys({ ...PROVIDER_CODES, ...OWN_CODES }),
		...unionMembers('WarningCode', 'warning.ts').map(({ name }) => name),
		...unionMembers('RefusalCode', 'refusal.ts').map(({ name }) => name),
		...assumptions().map(({ name }) => name),
	]);
}

/** What is not as a document says it is; null when all is well or it is no claim. */
function untrue(span: string): string | null {
	if (/^https?:/.test(span) || span.includes('{{') || span.startsWith('//')) return null;
	if (/^(npm|node|npx) /.test(span)) return untrueCommand(span);
	if (/^--[\w-]+/.test(span)) return isOption(span) ? null : `no option ${span}`;
	if (capitals(span)) return isKnownInCapitals(span) ? null : `no code ${span}`;
	if (isPath(span)) return exists(span) ? null : `no file ${span}`;
	if (/^[a-z]\w*(\.[a-z]\w*)*$/i.test(span) && /[a-z]/.test(span)) {
		const unknown = span.split('.').filter((word) => !words.has(word) && !isFileName(word));
		return unknown.length === 0 || exists(span) ? null : `no name ${unknown.join(', ')}`;
	}
	return null;
}

const isFileName = (word: string): boolean => ['dist'].includes(word);

function isKnownInCapitals(span: string): boolean {
	return span === 'HTTP_' || /^HTTP_\d{3}$/.test(span) || knownCodes().has(span) || words.has(span)
		? true
		: ['NPM_TOKEN'].includes(span);
}

/** A path in the project, as against one on someone's machine. */
function isPath(span: string): boolean {
	const [top = ''] = span.split('/');
	return span.includes('/') && top !== '' && /^[\w.@/-]+$/.test(span) && exists(top);
}

function untrueCommand(command: string): string | null {
	const [, tool, rest = ''] = /^(\w+) (.*)$/.exec(command) ?? [];
	if (tool === 'node') {
		const files = rest.split(' ').filter((word) => word.includes('/'));
		return files.every(exists) ? null : `no file in ${command}`;
	}
	const [, script = ''] = /^(?:run )?([\w:-]+)/.exec(rest) ?? [];
	// npm's own.
	if (['install', 'ci', 'pack', 'publish'].includes(script)) return null;
	if (manifest.scripts[script] === undefined) return `no script ${script}`;
	const options = command.match(/--\w[\w-]*/g) ?? [];
	return options.every(isOption) ? null : `no option in ${command}`;
}

/** An option of one of our commands: they list them in their usage. */
function isOption(span: string): boolean {
	const [option = ''] = span.split(' ');
	return ['test/lab/start.ts', 'test/provider/main.ts'].some((file) =>
		new RegExp(`${option}\\b`).test(read(file)),
	);
}

describe.each(documents())('%s', (file) => {
	const text = readDocument(file);

	test('names paths, commands, options, codes and parameters that exist', () => {
		const claims = codeSpans(text).map(untrue);
		expect(claims.filter((claim) => claim !== null)).toEqual([]);
	});

	test('has commands in its blocks that exist', () => {
		const lines = codeBlocks(text)
			.filter(({ language }) => language === 'sh')
			.flatMap(({ code }) => code.split('\n').map((line) => line.trim()));
		const ours = lines.filter((line) => /^(npm|node) /.test(line));
		expect(ours.map(untrue).filter((claim) => claim !== null)).toEqual([]);
	});

	test('names labels as the editor shows them', () => {
		const known = labels();
		const unknown = boldTexts(text).filter(
			(label) => !known.has(label) && !OF_N8N.includes(label) && !/[.:]$/.test(label),
		);
		expect(unknown).toEqual([]);
	});

	test('links to what exists', () => {
		const broken = links(text).filter((target) => !leads(file, target));
		expect(broken).toEqual([]);
	});
});

function leads(from: string, target: string): boolean {
	if (/^https:\/\//.test(target)) return true;
	const [to = '', anchor] = target.split('#');
	const file = to === '' ? from : path.posix.join(path.posix.dirname(from), to);
	if (!exists(file)) return false;
	return anchor === undefined || anchors(readDocument(file)).includes(anchor);
}

describe('a document would be caught', () => {
	test.each([
		['nodes/CapitoleSms/nothing.ts', 'no file nodes/CapitoleSms/nothing.ts'],
		['npm run nothing', 'no script nothing'],
		['npm start -- --nothing', 'no option in npm start -- --nothing'],
		['NO_SUCH_CODE', 'no code NO_SUCH_CODE'],
		['noSuchName', 'no name noSuchName'],
		['error.noSuchName', 'no name noSuchName'],
		[
			'node test/lab/run.mjs test/docs/nothing.ts',
			'no file in node test/lab/run.mjs test/docs/nothing.ts',
		],
	])('with %j', (span, claim) => {
		expect(untrue(span)).toBe(claim);
	});

	test.each(['npm start -- --once', 'recipients', 'AUTH_FAILED', 'HTTP_403', 'test/unit', '06 11'])(
		'and not with %j',
		(span) => {
			expect(untrue(span)).toBeNull();
		},
	);
});

describe('what the code links to', () => {
	const page = `https://github.com/${manifest.name}/${manifest.name}`;
	const targets = [
		...shippedSources(),
		...filesBelow('nodes').filter((file) => /\.json$/.test(file)),
	]
		.flatMap((file) => read(file).match(/https:\/\/github\.com\/[\w./#-]+/g) ?? [])
		.filter((target) => !/github\.com\/(?!n8n-nodes)/.test(target) || target.startsWith(page));

	test('is the repository of package.json', () => {
		expect(targets.length).toBeGreaterThan(3);
		const repository = manifest.repository.url.replace(/^git\+|\.git$/g, '');
		expect(targets.filter((target) => !target.startsWith(repository))).toEqual([]);
		expect(manifest.homepage.startsWith(repository)).toBe(true);
	});

	test('is a heading of the README', () => {
		// GitHub shows the README at #readme.
		const known = [...anchors(readDocument('README.md')), 'readme'];
		const wanted = targets.flatMap((target) => target.split('#').slice(1));
		expect(wanted).toEqual(expect.arrayContaining(['the-credential', 'receiving']));
		expect(wanted.filter((anchor) => !known.includes(anchor))).toEqual([]);
	});
});

describe('the tables made from the code', () => {
	test.each(documents())('are up to date in %s', (file) => {
		const text = readDocument(file);
		// When this differs: node test/lab/run.mjs test/docs/write.ts
		expect(plain(withSections(text))).toBe(plain(text));
	});

	test('have every code, warning and refusal, and no other', () => {
		const text = readDocument('docs/outcomes.md');
		const first = [...text.matchAll(/^\| `([A-Z][A-Z0-9_]+)`/gm)].map(([, code = '']) => code);
		const names = knownCodes();
		for (const { name } of assumptions()) names.delete(name);
		expect([...new Set(first)].sort()).toEqual([...names].sort());
	});
});

/** Without what the formatter decides: the width of columns. */
function plain(markdown: string): string {
	return markdown
		.replace(/-{3,}/g, '---')
		.replace(/[ \t]+/g, ' ')
		.replace(/\n+/g, '\n');
}

describe('what we assume', () => {
	const documented = documentedAssumptions(readDocument('docs/assumptions.md'));

	test('is documented, every assumption of the code and no other', () => {
		const names = assumptions().map(({ name }) => name);
		expect(names.length).toBeGreaterThan(20);
		expect(new Set(names).size).toBe(names.length);
		expect(documented.map(({ name }) => name).sort()).toEqual([...names].sort());
	});

	test('is documented in the words of the code', () => {
		// When this differs: node test/lab/run.mjs test/docs/write.ts
		const sentences = Object.fromEntries(assumptions().map((one) => [one.name, one.sentence]));
		for (const { name, sentence } of documented) expect(sentence).toBe(sentences[name]);
	});

	test('is documented with how to check it', () => {
		expect(documented.filter(({ check }) => !/^.+\.$/.test(check)).map(({ name }) => name)).toEqual(
			[],
		);
	});

	test('is linked from the README, which names those that matter most', () => {
		const readme = readDocument('README.md');
		expect(links(readme)).toContain('docs/assumptions.md');
		const named = assumptions().filter(({ name }) => readme.includes(`\`${name}\``));
		expect(named.length).toBeGreaterThanOrEqual(5);
	});
});

describe('pictures', () => {
	const pictures = filesBelow('docs/images').filter((file) => /\.(png|svg|gif)$/.test(file));

	test('that exist are shown in a document', () => {
		const shown = documents().flatMap((file) =>
			links(readDocument(file)).map((target) =>
				path.posix.join(path.posix.dirname(file), target.split('#')[0] ?? ''),
			),
		);
		expect(pictures.filter((picture) => !shown.includes(picture))).toEqual([]);
	});
});

describe('examples', () => {
	test('are all linked from the README', () => {
		const linked = links(readDocument('README.md')).filter((target) => /^examples\//.test(target));
		expect(linked.sort()).toEqual(filesBelow('examples').filter((file) => /\.json$/.test(file)));
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

	test('has a map on which every place exists', () => {
		expect(mapped.filter((place) => !exists(place))).toEqual([]);
	});

	test('has a map with every folder of the code and of the tests', () => {
		const folders = new Set(
			[...shippedSources(), ...filesBelow('test')]
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

	test('begins with what is not released, and has the version of package.json', () => {
		expect(versions[0]).toBe('Unreleased');
		expect(versions).toContain(manifest.version);
	});
});

describe('the README', () => {
	const text = readDocument('README.md');

	test('has every field and option in its tables', () => {
		const names = allFields()
			.filter(({ type }) => !['notice', 'collection'].includes(type))
			.map(({ name }) => name)
			.filter((name) => !['resource', 'operation'].includes(name));
		const named = codeSpans(text);
		expect(names.filter((name) => !named.includes(name))).toEqual([]);
	});

	test('tells of every npm command', () => {
		const commands = Object.keys(manifest.scripts).map((script) =>
			['start', 'test'].includes(script) ? `npm ${script}` : `npm run ${script}`,
		);
		const spans = codeSpans(text);
		expect(commands.filter((command) => !spans.includes(command))).toEqual([]);
	});
});
