import { assumptions, documentedAssumptions } from './assumptions';
import { CALLBACK_REFUSALS } from '../../nodes/CapitoleMobile/sms/callback/callback';
import { knownCodes, read } from './claims';
import { codeSpans, documents, readDocument, tableRows } from './markdown';
import { withSections } from './sections';
import { shippedSources } from './source';

describe('the tables made from the code', () => {
	test.each(documents())('are up to date in %s', (file) => {
		const text = readDocument(file);
		// If this differs, run: node dev/lab/run.mjs test/docs/write.ts
		expect(plain(withSections(text))).toBe(plain(text));
	});

	test('have every code, warning and refusal, and no other', () => {
		const text = readDocument('docs/codes.md');
		const first = [...text.matchAll(/^\| `([A-Z][A-Z0-9_]+)`/gm)].map(([, code = '']) => code);
		const names = knownCodes();
		for (const { name } of assumptions()) names.delete(name);
		expect([...new Set(first)].sort()).toEqual([...names].sort());
	});
});

/** Removes the column padding that the formatter adds. */
function plain(markdown: string): string {
	return markdown
		.replace(/-{3,}/g, '---')
		.replace(/[ \t]+/g, ' ')
		.replace(/\n+/g, '\n');
}

describe('the document of assumptions', () => {
	const documented = documentedAssumptions(readDocument('docs/assumptions.md'));

	test('has every assumption of the code, and no other', () => {
		const names = assumptions().map(({ name }) => name);
		expect(names.length).toBeGreaterThan(20);
		expect(new Set(names).size).toBe(names.length);
		expect(documented.map(({ name }) => name).sort()).toEqual([...names].sort());
	});

	test('has the words of the code', () => {
		// If this differs, run: node dev/lab/run.mjs test/docs/write.ts
		const sentences = Object.fromEntries(assumptions().map((one) => [one.name, one.sentence]));
		for (const { name, sentence } of documented) expect(sentence).toBe(sentences[name]);
	});

	test('says how to check each assumption', () => {
		expect(documented.filter(({ check }) => !/^.+\.$/.test(check)).map(({ name }) => name)).toEqual(
			[],
		);
	});
});

describe('the answers to callbacks in docs/receiving.md', () => {
	const text = readDocument('docs/receiving.md');
	const explanations = Object.values<string>(CALLBACK_REFUSALS);

	test('are exactly those with 400, each with a remedy', () => {
		const rows = tableRows(text).filter(([answer = '']) => /^`Not (read|understood)/.test(answer));
		expect(rows.map(([answer]) => answer?.replaceAll('`', '')).sort()).toEqual(
			[...explanations].sort(),
		);
		for (const [, remedy] of rows) expect(remedy).toMatch(/\w/);
	});

	test('are quoted from the code', () => {
		const code = shippedSources().map(read).join('\n');
		const quoted = codeSpans(text).filter((span) => /^[A-Z][\w ]+ .*\.$/.test(span));
		expect(quoted.length).toBeGreaterThan(8);
		expect(quoted.filter((one) => !explanations.includes(one) && !code.includes(one))).toEqual([]);
	});
});
