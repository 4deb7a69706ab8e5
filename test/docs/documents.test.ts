import path from 'node:path';

import { exampleFiles, neededTables, readExample } from '../e2e/example';
import { exists, manifest, read, untrue } from './claims';
import { labels, OF_N8N } from './editor';
import {
	anchors,
	boldTexts,
	codeBlocks,
	codeSpans,
	documents,
	links,
	readDocument,
} from './markdown';
import { filesBelow, shippedSources } from './source';

/** Names of nodes and tables that the documents may use. */
const inExamples = exampleFiles()
	.map(readExample)
	.flatMap((flow) => [...flow.nodes, ...neededTables(flow)].map(({ name }) => name));

describe.each(documents())('%s', (file) => {
	const text = readDocument(file);

	test('names paths, commands, options, codes and parameters that exist', () => {
		const claims = codeSpans(text).map(untrue);
		expect(claims.filter((claim) => claim !== null)).toEqual([]);
	});

	test('has only existing commands in its blocks', () => {
		const lines = codeBlocks(text)
			.filter(({ language }) => language === 'sh')
			.flatMap(({ code }) => code.split('\n').map((line) => line.trim()));
		const ours = lines.filter((line) => /^(npm|node) /.test(line));
		expect(ours.map(untrue).filter((claim) => claim !== null)).toEqual([]);
	});

	test('names labels as the editor shows them', () => {
		const known = new Set([...labels(), ...inExamples]);
		const unknown = boldTexts(text).filter(
			(label) => !known.has(label) && !OF_N8N.includes(label) && !/[.:]$/.test(label),
		);
		expect(unknown).toEqual([]);
	});

	test('links only to existing targets', () => {
		const broken = links(text).filter((target) => !leads(file, target));
		expect(broken).toEqual([]);
	});
});

const REPOSITORY = manifest.repository.url.replace(/^git\+|\.git$/g, '');

function leads(from: string, target: string): boolean {
	// Our own files are linked by path, which is checked here.
	if (target.startsWith(`${REPOSITORY}/blob/`)) return false;
	if (/^https:\/\//.test(target)) return true;
	const [to = '', anchor] = target.split('#');
	const file = to === '' ? from : path.posix.join(path.posix.dirname(from), to);
	if (file.startsWith('..') || !exists(file)) return false;
	return anchor === undefined || anchors(readDocument(file)).includes(anchor);
}

describe('an untrue document is caught', () => {
	test.each([
		['nodes/CapitoleMobile/nothing.ts', 'no file nodes/CapitoleMobile/nothing.ts'],
		['npm start -- --nothing', 'no option in npm start -- --nothing'],
		['NO_SUCH_CODE', 'no code NO_SUCH_CODE'],
		['error.noSuchName', 'no name noSuchName'],
		[
			'node dev/lab/run.mjs test/docs/nothing.ts',
			'no file in node dev/lab/run.mjs test/docs/nothing.ts',
		],
	])('with %j', (span, claim) => {
		expect(untrue(span)).toBe(claim);
	});

	test.each([
		'[a page](nothing.md)',
		'[a page][name]\n\n[name]: nothing.md',
		'[a page](/docs/options.md)',
		`[a page](${REPOSITORY}/blob/main/nothing.md)`,
		'[a heading](options.md#nothing)',
		'![a picture](images/nothing.png)',
		'<img src="images/nothing.png" alt="a picture">',
		'<a href="nothing.md">a page</a>',
	])('with %j', (text) => {
		expect(links(text).filter((target) => !leads('docs/codes.md', target))).toHaveLength(1);
	});

	test.each(['npm start -- --once', 'recipients', 'AUTH_FAILED', 'HTTP_403', 'test/sms', '06 11'])(
		'but not with %j',
		(span) => {
			expect(untrue(span)).toBeNull();
		},
	);
});

describe('a link in the code', () => {
	const page = `https://github.com/${manifest.name}/${manifest.name}`;
	const targets = [
		...shippedSources(),
		...filesBelow('nodes').filter((file) => /\.json$/.test(file)),
	]
		.flatMap((file) => read(file).match(/https:\/\/github\.com\/[\w./#-]+/g) ?? [])
		.filter((target) => !/github\.com\/(?!n8n-nodes)/.test(target) || target.startsWith(page));

	test('leads to the repository of package.json', () => {
		expect(targets.length).toBeGreaterThan(3);
		expect(targets.filter((target) => !target.startsWith(REPOSITORY))).toEqual([]);
		expect(manifest.homepage.startsWith(REPOSITORY)).toBe(true);
	});

	test('leads to a heading of the README', () => {
		// GitHub shows the README at #readme.
		const known = [...anchors(readDocument('README.md')), 'readme'];
		const wanted = targets.flatMap((target) => target.split('#').slice(1));
		expect(wanted).toEqual(expect.arrayContaining(['the-credential', 'receiving']));
		expect(wanted.filter((anchor) => !known.includes(anchor))).toEqual([]);
	});
});
