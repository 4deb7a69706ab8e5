import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Linter } from 'eslint';
import ts from 'typescript';

import { packed, packedFiles } from './installation';
import { findings } from './lint';

/** n8n's allow list for community nodes, from its rule `no-restricted-imports`. */
const BROUGHT_BY_N8N = ['n8n-workflow', 'luxon', 'lodash', 'moment', 'p-limit', 'zod', 'crypto'];

/** Forbids logs, the environment, text run as code, and modules whose name cannot be read here. */
const RULES: Linter.RulesRecord = {
	'no-restricted-globals': [
		'error',
		...['console', 'process', 'global', 'globalThis', 'eval', '__dirname', '__filename'],
	],
	'no-eval': 'error',
	'no-implied-eval': 'error',
	'no-new-func': 'error',
	'no-restricted-syntax': [
		'error',
		'ImportExpression',
		"CallExpression[callee.name='require']:not([arguments.length=1][arguments.0.type='Literal'])",
		"Identifier[name='require']:not(CallExpression > .callee, MemberExpression > .property, Property > .key)",
	],
};

const scripts = (): Array<{ file: string; code: string }> =>
	packedFiles()
		.filter((file) => file.endsWith('.js'))
		.map((file) => ({ file, code: readFileSync(packed(file), 'utf8') }));

/** The modules each script requires; files of the package by their paths in it. */
const required = (): Array<{ file: string; name: string }> =>
	scripts().flatMap(({ file, code }) =>
		ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => ({
			file,
			name: fileName.startsWith('.')
				? path.posix.join(path.posix.dirname(file), fileName)
				: fileName,
		})),
	);

describe('the code that runs in n8n', () => {
	it('writes no log, reads no environment, runs no text as code, and names what it requires', () => {
		expect(scripts().length).toBeGreaterThan(0);
		const found = scripts().flatMap(({ file, code }) =>
			findings(code, RULES).map((finding) => `${file}:${finding}`),
		);
		expect(found).toEqual([]);
	}, 60_000);

	it.each([
		['console.log(1)', true],
		['Function("return 1")()', true],
		['const load = require; load("fs");', true],
		['import("fs").then(f);', true],
		['a.process = (process) => process.console', false],
		['a.require("c"); require("./b");', false],
	])('is checked correctly: %s', (code, refused) => {
		expect(findings(code, RULES).length > 0).toBe(refused);
	});

	it('requires only existing files of the package and modules of every n8n', () => {
		const isThere = (name: string): boolean =>
			BROUGHT_BY_N8N.includes(name) ||
			(name.startsWith('dist/') &&
				['', '.js', '/index.js'].some(
					(end) => path.extname(name + end) !== '' && existsSync(packed(name + end)),
				));
		expect(required().length).toBeGreaterThan(100);
		expect(required().filter(({ name }) => !isThere(name))).toEqual([]);
	});

	it('uses every shipped bundle', () => {
		const names = required().map(({ name }) => name);
		const bundles = packedFiles().filter((file) => file.startsWith('dist/shared/'));
		expect(bundles.length).toBeGreaterThan(0);
		expect(bundles.filter((bundle) => !names.includes(bundle))).toEqual([]);
	});
});
