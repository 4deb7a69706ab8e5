import { posix } from 'node:path';

import { exists } from './claims';
import {
	anchors,
	boldTexts,
	codeBlocks,
	codeSpans,
	links,
	prose,
	readDocument,
	tables,
} from './markdown';

/** Documents that there are in English and in French. */
const PAIRS = [
	['README.md', 'README.fr.md'],
	...['asking', 'outcomes', 'receiving', 'rehearsing', 'text-and-parts'].map(
		(name) => [`docs/${name}.md`, `docs/fr/${name}.md`] as const,
	),
] as const;
const ENGLISH = new Map<string, string>(PAIRS.map(([english, french]) => [french, english]));

/** Defaults that are words of ours, not labels of the editor. */
const DEFAULTS: Readonly<Record<string, string>> = {
	off: 'désactivé',
	on: 'activé',
	all: 'tous',
	'all five': 'les cinq',
	nobody: 'personne',
	none: 'aucune',
	'no key': 'aucune clé',
	'no limit': 'aucune limite',
	'as below': 'voir plus bas',
};

const levels = (text: string): number[] =>
	[...prose(text).matchAll(/^(#{1,6}) /gm)].map(([, marks = '']) => marks.length);

/** 1,000 in English and 1 000 in French are one number; n8n is none. */
const numbers = (text: string): string[] =>
	text.replace(/(\d)[,\u00A0](?=\d{3}\b)/g, '$1').match(/(?<!\p{L})\d+/gu) ?? [];

/** What of a cell is the same in every language. */
const fixed = (cell: string): string[] =>
	[...codeSpans(cell), ...boldTexts(cell), ...numbers(cell.replace(/\]\([^)]+\)/g, ''))].sort();

/** Where each link leads but the one to the other language: a heading by its place in its document. */
function targets(file: string): string[] {
	return links(readDocument(file)).flatMap((target) => {
		if (target.startsWith('https:')) return [target];
		const [to = '', anchor] = target.split('#');
		const path = to === '' ? file : posix.join(posix.dirname(file), to);
		const same = ENGLISH.get(path) ?? path;
		if (same === (ENGLISH.get(file) ?? file) && anchor === undefined) return [];
		const heading = anchor === undefined ? '' : anchors(readDocument(path)).indexOf(anchor);
		return [`${same} ${String(heading)}`];
	});
}

describe.each(PAIRS)('%s and %s', (english, french) => {
	const [en, fr] = [readDocument(english), readDocument(french)];

	test('have the same headings', () => {
		expect(levels(fr)).toEqual(levels(en));
	});

	test('have the same blocks of code', () => {
		expect(codeBlocks(fr)).toEqual(codeBlocks(en));
	});

	test('have the same links and pictures', () => {
		expect(targets(french)).toEqual(targets(english));
	});

	test('lead in French to the French documents', () => {
		const to = links(fr).map((target) =>
			posix.join(posix.dirname(french), target.split('#')[0] ?? ''),
		);
		expect(PAIRS.map(([other]) => other).filter((other) => to.includes(other))).toEqual([english]);
	});

	test('name the same labels, parameters, codes and commands', () => {
		expect(codeSpans(fr).sort()).toEqual(codeSpans(en).sort());
		const labels = (text: string): Set<string> =>
			new Set(boldTexts(text).filter((label) => !label.endsWith('.')));
		expect(labels(fr)).toEqual(labels(en));
	});

	test('have the same tables: names, codes, limits and defaults', () => {
		const [ofEnglish, ofFrench] = [tables(en), tables(fr)];
		expect(ofFrench.map(({ rows }) => rows.length)).toEqual(
			ofEnglish.map(({ rows }) => rows.length),
		);
		for (const [at, { head, rows }] of ofEnglish.entries()) {
			for (const [line, cells] of rows.entries()) {
				const other = ofFrench[at]?.rows[line] ?? [];
				expect(other.map(fixed)).toEqual(cells.map(fixed));
				for (const [column, cell] of cells.entries()) {
					if (!['Default', 'Without it', 'Once added'].includes(head[column] ?? '')) continue;
					expect(other[column]).toBe(DEFAULTS[cell] ?? cell);
				}
			}
		}
	});

	test('tell the same figures', () => {
		expect(numbers(withoutTargets(fr)).sort()).toEqual(numbers(withoutTargets(en)).sort());
	});

	test('lead to each other in their first lines', () => {
		for (const [from, to] of [
			[english, french],
			[french, english],
		] as const) {
			const first = links(readDocument(from).split('\n').slice(0, 4).join('\n'));
			expect(first).toEqual([posix.relative(posix.dirname(from), to)]);
			expect(exists(to)).toBe(true);
		}
	});

	test('use in French the apostrophe and the spaces of French', () => {
		const text = withoutTargets(prose(fr)).replace(/`[^`\n]+`|\*\*[^*\n]+\*\*|!\[/g, '`');
		const odd = [
			/\w'[\p{L}`*[]/gu,
			/.{0,9}(?<!\u00A0)[;?!»]/gu,
			/.{0,9}(?<!\u00A0):(?=\s)/gu,
			/«(?!\u00A0).?/gu,
		];
		expect(odd.flatMap((sign) => text.match(sign) ?? [])).toEqual([]);
	});
});

const withoutTargets = (text: string): string => text.replace(/\]\([^)\s]+\)/g, '](x)');
