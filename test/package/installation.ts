import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../../dev/lab/build';

export { ROOT };

/** The environment variable by which the setup tells the tests where the installation is. */
export const INSTALLATION = 'CAPITOLE_INSTALLATION';

/**
 * For programs that are started here: jest sets NODE_ENV to "test", and then n8n's loader and n8n's
 * lint rules do not behave as they do for a user.
 */
export const environment = { ...process.env, NODE_ENV: undefined };

/** The folder in which the packed tarball is installed, see `setup.ts`. */
export function installation(): string {
	const folder = process.env[INSTALLATION];
	if (folder === undefined)
		throw new Error('Run these tests by jest, whose setup packs the package');
	return folder;
}

/** Where a file of the installed package is. */
export function packed(...names: string[]): string {
	return path.join(installation(), 'node_modules', 'n8n-nodes-capitole-mobile', ...names);
}

/** All files of the installed package, as paths within it with forward slashes. */
export function packedFiles(): string[] {
	return filesIn(packed());
}

export function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
		.map((file) => file.replaceAll(path.sep, '/'))
		.sort();
}

interface Manifest {
	name: string;
	version: string;
	n8n: { nodes: string[]; credentials: string[] };
	[field: string]: unknown;
}

export function manifest(): Manifest {
	return JSON.parse(readFileSync(packed('package.json'), 'utf8')) as Manifest;
}

/** The files that n8n loads. */
export function entries(): string[] {
	const { nodes, credentials } = manifest().n8n;
	return [...nodes, ...credentials];
}

/**
 * Runs a script in Node, in the folder of the installation, where only the package and what n8n
 * brings can be resolved.
 *
 * @returns what the script wrote to stdout, as JSON
 * @throws Error with what it wrote to stderr
 */
export function runThere(script: string, ...args: string[]): unknown {
	const env = { ...environment, NODE_PATH: undefined, NODE_OPTIONS: undefined };
	const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script, ...args], {
		cwd: installation(),
		encoding: 'utf8',
		env,
	});
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout);
}
