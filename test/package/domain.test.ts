import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { filesIn, ROOT } from './installation';
import { importedModule, impurities, nodesIn, parse } from './purity';

const DOMAIN = 'CapitoleMobile/sms/';

/** Writes the password into a document that it is given. */
const WRITER = `${DOMAIN}document/document.ts`;

/** Takes the password, among other secrets, out of texts that it is given. */
const REDACTOR = `${DOMAIN}secrets/redact.ts`;

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
		expect(readers).toEqual([WRITER, REDACTOR]);
	});

	it('is given to what writes it by the credential alone', () => {
		const handling = functionsReadingPassword(read(WRITER));
		expect(handling).not.toEqual([]);
		const isHandling = (name: string): boolean => name === '*' || handling.includes(name);
		const users = sources().filter((file) => importedFromWriter(read(file)).some(isHandling));
		expect(users).toEqual([]);
		const credential = path.join(ROOT, 'credentials', 'CapitoleMobileApi.credentials.ts');
		expect(importedFromWriter(readFileSync(credential, 'utf8'))).toEqual(handling);
	});

	it.each([
		['const a = credentials.password;', true],
		["const a = credentials['password'];", true],
		['const { username, password } = credentials;', true],
		['const { password: secret } = credentials;', true],
		['// the password', false],
		["const description = 'Never the password';", false],
		['const redact = createRedactor({ username, password: data.password });', false],
		['const redact = createRedactor(data); send(data.password);', true],
	])('is seen in %j: %s', (code, seen) => {
		expect(readsPassword(code)).toBe(seen);
	});
});

/** Handing it to the redactor is not reading it: what comes back from there never shows it. */
function readsPassword(code: string): boolean {
	return [...nodesIn(parse(code))].some((node) => isPassword(node) && !isForRedactor(node));
}

function isForRedactor(node: ts.Node): boolean {
	const call = ts.findAncestor(node.parent, ts.isCallExpression);
	if (call === undefined) return false;
	return call.expression.getText() === 'createRedactor' || isForRedactor(call);
}

function isPassword(node: ts.Node): boolean {
	if (ts.isPropertyAccessExpression(node)) return node.name.text === 'password';
	if (ts.isElementAccessExpression(node))
		return /^.password.$/.test(node.argumentExpression.getText());
	return ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === 'password';
}

function functionsReadingPassword(code: string): string[] {
	return parse(code)
		.statements.filter(ts.isFunctionDeclaration)
		.filter((statement) => [...nodesIn(statement)].some(isPassword))
		.map((statement) => statement.name?.text ?? '');
}

/** Names imported from the module that handles passwords; `*` where it is imported as a whole. */
function importedFromWriter(code: string): string[] {
	return parse(code)
		.statements.filter(ts.isImportDeclaration)
		.filter((statement) => importedModule(statement)?.endsWith('/document'))
		.flatMap((statement) => {
			const bindings = statement.importClause?.namedBindings;
			if (bindings === undefined || !ts.isNamedImports(bindings)) return ['*'];
			return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
		});
}
