import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../../dev/lab/build';

export { ROOT };

/** The environment variable with the folder of the installation, from the setup to the tests. */
export const INSTALLATION = 'CAPITOLE_INSTALLATION';

/** An environment without jest's NODE_ENV "test", which changes n8n's loader and lint rules. */
export const environment = { ...process.env, NODE_ENV: undefined };

/** The folder with the packed tarball installed, see `setup.ts`. */
export function installation(): string {
	const folder = process.env[INSTALLATION];
	if (folder === undefined)
		throw new Error('Run these tests by jest, whose setup packs the package');
	return folder;
}

/** The path of a file in the installed package. */
export function packed(...names: string[]): string {
	return path.join(installation(), 'node_modules', 'n8n-nodes-capitole-mobile', ...names);
}

/** All files of the installed package, as paths in it with forward slashes. */
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
 * Runs a script in Node, in the installation's folder with only the package and n8n's modules.
 *
 * @returns the script's stdout, parsed as JSON
 * @throws Error with the script's stderr
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
