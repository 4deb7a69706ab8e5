import { posix } from 'node:path';

import { boldTexts, codeBlocks, codeSpans, links, prose, readDocument, tables } from './markdown';
import { filesBelow } from './source';

/** Documents in both English and French. */
const PAIRS = [
	['README.md', 'README.fr.md'],
	...filesBelow('docs/fr').map((french) => [french.replace('/fr/', '/'), french] as const),
] as const;

/** Defaults in our own words, not labels of the editor. */
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

/** The link targets of a document, with the names of the English files. */
function targets(file: string): string[] {
	return links(readDocument(file)).map((target) => {
		if (target.startsWith('https:')) return target;
		const to = posix.join(posix.dirname(file), target.replace(/#.*/, ''));
		return PAIRS.find(([, french]) => french === to)?.[0] ?? to;
	});
}

const withoutTargets = (text: string): string => text.replace(/\]\([^)\s]+\)/g, '](x)');

/** The numbers in a text: 1,000 and 1 000 are equal, and the 8 of n8n does not count. */
const numbers = (text: string): string[] =>
	text.replace(/(\d)[,\u00A0](?=\d{3}\b)/g, '$1').match(/(?<!\p{L})\d+/gu) ?? [];

/** The parts that are the same in every language. */
const fixed = (text: string): Record<string, string[]> => ({
	code: codeSpans(text).sort(),
	labels: boldTexts(text).sort(),
	numbers: numbers(withoutTargets(text)).sort(),
});

describe.each(PAIRS)('%s and %s', (english, french) => {
	const [en, fr] = [readDocument(english), readDocument(french)];

	test('have the same headings, code blocks, names, commands and numbers', () => {
		const of = (text: string) => ({
			headings: [...prose(text).matchAll(/^#+ /gm)].map(([marks]) => marks),
			blocks: codeBlocks(text),
			code: fixed(text).code,
			labels: [...new Set(boldTexts(text).filter((label) => !/[.:]$/.test(label)))].sort(),
			numbers: fixed(text).numbers,
		});
		expect(of(fr)).toEqual(of(en));
	});

	test('have the same tables, row by row', () => {
		const rows = (text: string) => tables(text).map((table) => table.rows);
		const same = (all: string[][][]) => all.map((table) => table.map((row) => row.map(fixed)));
		expect(same(rows(fr))).toEqual(same(rows(en)));
		for (const [at, { head, rows: ofEnglish }] of tables(en).entries())
			for (const [line, cells] of ofEnglish.entries())
				for (const [column, cell] of cells.entries())
					if (['Default', 'Without it', 'Once added'].includes(head[column] ?? ''))
						expect(rows(fr)[at]?.[line]?.[column]).toBe(DEFAULTS[cell] ?? cell);
	});

	test('link to the same places, and to each other first', () => {
		const [[toFrench, ...ofEnglish], [toEnglish, ...ofFrench]] = [
			targets(english),
			targets(french),
		];
		expect([toFrench, toEnglish]).toEqual([english, english]);
		expect(ofFrench).toEqual(ofEnglish);
		expect(links(en)[0]).toBe(posix.relative(posix.dirname(english), french));
	});

	test('use French apostrophes and spaces in French', () => {
		const text = withoutTargets(prose(fr)).replace(/`[^`\n]+`|\*\*[^*\n]+\*\*|!\[/g, '`');
		const odd = /\w'[\p{L}`*[]|.{0,9}(?<!\u00A0)[;?!»]|.{0,9}(?<!\u00A0):(?=\s)|«(?!\u00A0).?/gu;
		expect(text.match(odd) ?? []).toEqual([]);
	});
});
