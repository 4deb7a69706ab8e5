import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { filesIn, ROOT } from './installation';
import { importedModule, impurities, nodesIn, parse } from './purity';

const DOMAIN = 'CapitoleMobile/sms/';

/** Writes the password into a document that it is given. */
const WRITER = 'CapitoleMobile/transport/login.ts';

/** Withholds texts that hold the password, among other secrets. */
const QUOTER = `${DOMAIN}secrets.ts`;

/** Source files below `nodes`, by their paths in it. */
const sources = (): string[] =>
	filesIn(path.join(ROOT, 'nodes')).filter((file) => /(?<!\.d)\.ts$/.test(file));

const read = (file: string): string => readFileSync(path.join(ROOT, 'nodes', file), 'utf8');

describe('the SMS domain', () => {
	it('is a function of its arguments: no clock, no dice, no input or output', () => {
		const domain = sources().filter((file) => file.startsWith(DOMAIN));
		expect(domain.length).toBeGreaterThan(10);
		const found = domain.flatMap((file) =>
			impurities(read(file)).map((text) => `${file}: ${text}`),
		);
		expect(found).toEqual([]);
	});

	it.each([
		"const later = import('luxon');",
		"const fs = require('fs');",
		'const now = Date.now();',
		'const now = new Date();',
		'const now = new Date;',
		'const clock = Date.now;',
		'const now = DateTime.now();',
		'const now = DateTime\n\t.utc();',
		'const dice = Math.random();',
		'const id = crypto.randomUUID();',
		'console.log(1);',
		'setTimeout(send, 10);',
		'void fetch(url);',
		'export const { env } = process;',
	])('would not be with %j', (code) => {
		expect(impurities(code)).not.toEqual([]);
	});

	it.each([
		'const then = new Date(0);',
		'const then = DateTime.utc(2026, 1, 2);',
		'const then = new Date(message.now());',
		'const x = { process: 1, console: message.process };',
		'// Date.now() is the business of the caller',
	])('may contain %j', (code) => {
		expect(impurities(code)).toEqual([]);
	});
});

describe('the password', () => {
	it('is read by no node, but by what writes it and what takes it out of texts', () => {
		const readers = sources().filter((file) => readsPassword(read(file)));
		expect(readers).toEqual([QUOTER, WRITER]);
	});

	it('is given to what writes it by the credential and its test alone', () => {
		const credential = 'credentials/CapitoleMobileApi.credentials.ts';
		const files = [...sources().map((file) => `nodes/${file}`), credential];
		expect(files.filter(importsWriter)).toEqual([
			'nodes/CapitoleMobile/transport/credentialTest.ts',
			credential,
		]);
	});

	it.each([
		['const a = credentials.password;', true],
		["const a = credentials['password'];", true],
		['const { username, password } = credentials;', true],
		['const { password: secret } = credentials;', true],
		['// the password', false],
		["const description = 'Never the password';", false],
		['const quote = createQuoter({ username, password: data.password });', false],
		['const quote = createQuoter(data); send(data.password);', true],
	])('is seen in %j: %s', (code, seen) => {
		expect(readsPassword(code)).toBe(seen);
	});
});

/** Handing it to the quoter is not reading it: what comes back from there never shows it. */
function readsPassword(code: string): boolean {
	return [...nodesIn(parse(code))].some((node) => isPassword(node) && !isForQuoter(node));
}

function isForQuoter(node: ts.Node): boolean {
	const call = ts.findAncestor(node.parent, ts.isCallExpression);
	if (call === undefined) return false;
	return call.expression.getText() === 'createQuoter' || isForQuoter(call);
}

function isPassword(node: ts.Node): boolean {
	if (ts.isPropertyAccessExpression(node)) return node.name.text === 'password';
	if (ts.isElementAccessExpression(node))
		return /^.password.$/.test(node.argumentExpression.getText());
	return ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === 'password';
}

/** @param file by its path in the project */
function importsWriter(file: string): boolean {
	return parse(readFileSync(path.join(ROOT, file), 'utf8')).statements.some((statement) => {
		const name = importedModule(statement) ?? '';
		return path.join(path.dirname(file), `${name}.ts`) === path.join('nodes', WRITER);
	});
}
