import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Linter } from 'eslint';
import ts from 'typescript';

import { filesIn, ROOT } from './installation';
import { findings } from './lint';
import { importsOf } from './rooms';

const DOMAIN = 'nodes/CapitoleMobile/sms/';

/** Writes the password into a given document. */
const WRITER = 'nodes/CapitoleMobile/transport/login.ts';

/** Withholds texts that contain the password or other secrets. */
const QUOTER = `${DOMAIN}secrets.ts`;

const sources = ['credentials', 'nodes']
	.flatMap((top) => filesIn(path.join(ROOT, top)).map((file) => `${top}/${file}`))
	.filter((file) => /(?<!\.d)\.ts$/.test(file));

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Findings in the code without its types. */
const found = (code: string, rules: Linter.RulesRecord): string[] => {
	const compilerOptions = { target: ts.ScriptTarget.ESNext, verbatimModuleSyntax: true };
	return findings(ts.transpileModule(code, { compilerOptions }).outputText, rules, 'module');
};

const DICE = ['randomBytes', 'randomInt', 'randomUUID', 'randomFillSync', 'getRandomValues'];
/** Constructors that read the clock if called without arguments. */
const ASKING = [
	"[callee.name='Date']",
	"[callee.object.name='DateTime'][callee.property.name=/^(local|utc)$/]",
].flatMap((callee) => [`NewExpression${callee}`, `CallExpression${callee}`]);

/** A module uses only its arguments and its imports, which `rooms.ts` checks. */
const PURE: Linter.RulesRecord = {
	'no-restricted-globals': [
		'error',
		...['console', 'process', 'globalThis', 'require', 'module', 'eval', '__dirname', '__filename'],
		...['fetch', 'XMLHttpRequest', 'WebSocket', 'performance'],
		...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
	],
	'no-restricted-properties': [
		'error',
		...['Date', 'DateTime', 'Settings'].map((object) => ({ object, property: 'now' })),
		{ object: 'Math', property: 'random' },
		...DICE.map((property) => ({ property })),
	],
	'no-restricted-imports': ['error', { name: 'crypto', importNames: DICE }],
	'no-restricted-syntax': [
		'error',
		'ImportExpression',
		...ASKING.map((selector) => `${selector}[arguments.length=0]`),
	],
};

describe('the SMS domain', () => {
	it('depends only on its arguments: no clock, no randomness, no input or output', () => {
		const domain = sources.filter((file) => file.startsWith(DOMAIN));
		expect(domain.length).toBeGreaterThan(10);
		expect(
			domain.flatMap((file) => found(read(file), PURE).map((one) => `${file}:${one}`)),
		).toEqual([]);
	});

	it.each([
		"const later = import('luxon');",
		'const now = new Date;',
		'const dice = Math.random();',
		'const id = crypto.randomUUID();',
		'export const { env } = process;',
	])('may not contain %j', (code) => {
		expect(found(code, PURE)).not.toEqual([]);
	});

	it.each(['const then = new Date(0);', 'const x = { process: 1, console: message.process };'])(
		'may contain %j',
		(code) => {
			expect(found(code, PURE)).toEqual([]);
		},
	);
});

/** Passing the password to the quoter is allowed, since the quoter never shows it. */
const NO_PASSWORD: Linter.RulesRecord = {
	'no-restricted-syntax': [
		'error',
		...[
			"MemberExpression[property.name='password']",
			"MemberExpression[property.value='password']",
			"ObjectPattern > Property[key.name='password']",
		].map((selector) => `${selector}:not(CallExpression[callee.name='createQuoter'] *)`),
	],
};

describe('the password', () => {
	it('is read only by its writer and by the quoter', () => {
		const readers = sources
			.filter((file) => read(file).includes('password'))
			.filter((file) => found(read(file), NO_PASSWORD).length > 0);
		expect(readers).toEqual([QUOTER, WRITER]);
	});

	it('is passed to its writer only by the credential and its test', () => {
		expect(sources.filter((file) => importsOf(file, read(file)).includes(WRITER))).toEqual([
			'credentials/CapitoleMobileApi.credentials.ts',
			'nodes/CapitoleMobile/transport/credentialTest.ts',
		]);
	});

	it.each([
		['const a = credentials.password;', true],
		['const { password: secret } = credentials;', true],
		['const quote = createQuoter({ username, password: data.password });', false],
		['const quote = createQuoter(data); send(data.password);', true],
	])('is found in %j: %s', (code, seen) => {
		expect(found(code, NO_PASSWORD).length > 0).toBe(seen);
	});
});
