import { assumptions, documentedAssumptions } from './assumptions';
import { knownCodes } from './claims';
import { documents, links, readDocument } from './markdown';
import { withSections } from './sections';

jest.setTimeout(60_000);

describe('the tables made from the code', () => {
	test.each(documents())('are up to date in %s', (file) => {
		const text = readDocument(file);
		// When this differs: node dev/lab/run.mjs test/docs/write.ts
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
		// When this differs: node dev/lab/run.mjs test/docs/write.ts
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
