import { readFileSync } from 'node:fs';
import { Linter } from 'eslint';
import { packed, packedFiles } from './installation';

/** Names that no packed file may refer to, unless it has a variable of its own of that name. */
const FORBIDDEN = ['console', 'process', 'global', 'globalThis', 'eval', '__dirname', '__filename'];

const linter = new Linter();

/** Uses of forbidden names, and text run as code, told by ESLint's analysis of scopes. */
function forbidden(code: string): string[] {
	const messages = linter.verify(
		code,
		{
			languageOptions: { ecmaVersion: 2024, sourceType: 'commonjs' },
			linterOptions: { noInlineConfig: true },
			rules: {
				'no-restricted-globals': ['error', ...FORBIDDEN],
				'no-console': 'error',
				'no-eval': 'error',
				'no-implied-eval': 'error',
				'no-new-func': 'error',
			},
		},
		'file.js',
	);
	return messages.map(({ line, message }) => `${line}: ${message}`);
}

describe('what runs in n8n', () => {
	it('writes no log, reads no environment and runs no text as code', () => {
		const scripts = packedFiles().filter((file) => file.endsWith('.js'));
		expect(scripts.length).toBeGreaterThan(0);
		const found = scripts.flatMap((file) =>
			forbidden(readFileSync(packed(file), 'utf8')).map((message) => `${file}:${message}`),
		);
		expect(found).toEqual([]);
	}, 60_000);

	it.each([
		['console.log(1)', true],
		['const { env } = process;', true],
		['globalThis.x = 1', true],
		['eval("1")', true],
		['(0, eval)("1")', true],
		['new Function("return 1")', true],
		['Function("return 1")()', true],
		['/* eslint-disable */ console.log(1)', true],
		['Function.prototype.toString.call(f)', false],
		['a.process = (process) => process.console', false],
	])('would not pass or would pass, rightly: %s', (code, refused) => {
		expect(forbidden(code).length > 0).toBe(refused);
	});
});
