import { countSegments } from '../../nodes/CapitoleMobile/sms/text/segments';
import { withLink } from '../../nodes/CapitoleMobile/actions/ask/link';
import { readDocument, tables } from './markdown';

const TABLES = tables(readDocument('docs/asking.md'));
const rowsOf = (first: string): readonly (readonly string[])[] =>
	TABLES.find(({ head }) => head[0] === first)?.rows ?? [];
const figures = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

/** A link of the length in the table of its parts, which test/e2e/n8n/asking.test.ts compares with n8n's. */
const LINK = 'https://n8n.example.fr'.padEnd(
	figures(rowsOf('Part of the link').at(-1)?.[1] ?? '')[0] ?? 0,
	'x',
);

test('the parts of the link add up', () => {
	const parts = rowsOf('Part of the link').slice(0, -1);
	expect(parts).toHaveLength(3);
	const lengths = parts.flatMap(([, characters = '']) => figures(characters));
	expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(LINK.length);
	expect(LINK).toHaveLength(155);
});

test.each(rowsOf('Question').slice(0, -1))(
	'%s: %s characters, %s SMS',
	(question, characters, parts) => {
		const [letters = 0] = figures(question);
		const text = withLink('x'.repeat(letters), LINK);
		expect([text.length, countSegments(text).segments]).toEqual([
			Number(characters),
			Number(parts),
		]);
	},
);
