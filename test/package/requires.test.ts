import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packed, packedFiles } from './installation';
import { requiresIn } from './requires';

/** n8n's allow list for community nodes, its rule `no-restricted-imports`. */
const BROUGHT_BY_N8N = ['n8n-workflow', 'luxon', 'lodash', 'moment', 'p-limit', 'zod', 'crypto'];

const scripts = (): string[] => packedFiles().filter((file) => file.endsWith('.js'));

describe('what the packed files require', () => {
	it('is a file of the package or a module that every n8n brings', () => {
		const strangers = scripts().flatMap((file) =>
			requiresIn(readFileSync(packed(file), 'utf8'))
				.modules.filter((name) => !name.startsWith('.') && !BROUGHT_BY_N8N.includes(name))
				.map((name) => `${file}: ${name}`),
		);
		expect(strangers).toEqual([]);
	});

	it('can be told by reading: no computed require, no import', () => {
		const unclear = scripts().flatMap((file) =>
			requiresIn(readFileSync(packed(file), 'utf8')).unclear.map((text) => `${file}: ${text}`),
		);
		expect(unclear).toEqual([]);
	});

	it('is in the tarball where it is a relative path', () => {
		const targets = scripts().flatMap((file) =>
			requiresIn(readFileSync(packed(file), 'utf8'))
				.modules.filter((name) => name.startsWith('.'))
				.map((name) => path.posix.join(path.posix.dirname(file), name)),
		);
		expect(targets.length).toBeGreaterThan(0);
		const missing = targets.filter(
			(target) => !['', '.js', '/index.js'].some((end) => isFile(packed(target + end))),
		);
		expect(missing).toEqual([]);
		expect(targets.filter((target) => !target.startsWith('dist/'))).toEqual([]);
	});

	it('includes each bundle, so that none is shipped for nothing', () => {
		const required = scripts().flatMap((file) =>
			requiresIn(readFileSync(packed(file), 'utf8')).modules.map((name) =>
				path.posix.join(path.posix.dirname(file), name),
			),
		);
		const bundles = packedFiles().filter((file) => file.startsWith('dist/shared/'));
		expect(bundles.length).toBeGreaterThan(0);
		expect(bundles.filter((bundle) => !required.includes(bundle))).toEqual([]);
	});
});

function isFile(name: string): boolean {
	return path.extname(name) !== '' && existsSync(name);
}

describe('the reader of requires', () => {
	it.each([
		['const a = require("iconv-lite");', ['iconv-lite'], 0],
		['var b = __importDefault(require("./b"));', ['./b'], 0],
		['// require("a")\nconst s = "require(\'b\')";', [], 0],
		['a.require("c"); const o = { require: 1 };', [], 0],
		['require(name);', [], 1],
		['const load = require; load("fs");', [], 1],
		['require.resolve("fs");', [], 1],
		['import("fs").then(f);', [], 1],
		['import fs from "fs";', [], 1],
		['export * from "fs";', [], 1],
	])('reads %j', (code, modules, unclear) => {
		const found = requiresIn(code);
		expect(found.modules).toEqual(modules);
		expect(found.unclear).toHaveLength(unclear);
	});
});
