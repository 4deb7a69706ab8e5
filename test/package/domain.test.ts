import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Linter } from 'eslint';
import ts from 'typescript';

import { filesIn, ROOT } from './installation';
import { findings } from './lint';
import { importsOf } from './rooms';

const DOMAIN = 'nodes/CapitoleMobile/sms/';

/** Writes the password into a document that it is given. */
const WRITER = 'nodes/CapitoleMobile/transport/login.ts';

/** Withholds texts that hold the password, among other secrets. */
const QUOTER = `${DOMAIN}secrets.ts`;

const sources = ['credentials', 'nodes']
	.flatMap((top) => filesIn(path.join(ROOT, top)).map((file) => `${top}/${file}`))
	.filter((file) => /(?<!\.d)\.ts$/.test(file));

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Of the code without its types. */
const found = (code: string, rules: Linter.RulesRecord): string[] => {
	const compilerOptions = { target: ts.ScriptTarget.ESNext, verbatimModuleSyntax: true };
	return findings(ts.transpileModule(code, { compilerOptions }).outputText, rules, 'module');
};

const DICE = ['randomBytes', 'randomInt', 'randomUUID', 'randomFillSync', 'getRandomValues'];
/** Clocks where they are given nothing. */
const ASKING = [
	"[callee.name='Date']",
	"[callee.object.name='DateTime'][callee.property.name=/^(local|utc)$/]",
].flatMap((callee) => [`NewExpression${callee}`, `CallExpression${callee}`]);

/** A module takes nothing but its arguments and imports, of which `rooms.ts` knows. */
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
	it('is a function of its arguments: no clock, no dice, no input or output', () => {
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
	])('would not be with %j', (code) => {
		expect(found(code, PURE)).not.toEqual([]);
	});

	it.each(['const then = new Date(0);', 'const x = { process: 1, console: message.process };'])(
		'may contain %j',
		(code) => {
			expect(found(code, PURE)).toEqual([]);
		},
	);
});

/** Handing it to the quoter is not reading it: what comes back from there never shows it. */
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
	it('is read by no node, but by what writes it and what takes it out of texts', () => {
		const readers = sources
			.filter((file) => read(file).includes('password'))
			.filter((file) => found(read(file), NO_PASSWORD).length > 0);
		expect(readers).toEqual([QUOTER, WRITER]);
	});

	it('is given to what writes it by the credential and its test alone', () => {
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
	])('is seen in %j: %s', (code, seen) => {
		expect(found(code, NO_PASSWORD).length > 0).toBe(seen);
	});
});
