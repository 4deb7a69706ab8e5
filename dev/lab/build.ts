import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { toolFile } from './launch';
import { Trouble } from './npm';

export const ROOT = path.join(__dirname, '..', '..');

/** Files that the build reads. A change in any of them makes dist stale. */
const INPUTS = [
	'nodes',
	'credentials',
	'gulpfile.js',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
];
/** Holds one hash of the inputs and the dist built from them. */
const STAMP = path.join(ROOT, 'test', 'output', 'build.stamp');

/** Whether dist matches the sources, by content. */
export function isBuilt(): boolean {
	try {
		return readFileSync(STAMP, 'utf8') === fingerprint();
	} catch {
		return false;
	}
}

/** @throws Trouble with gulp's output */
export async function build(): Promise<void> {
	const run = promisify(execFile);
	await run(process.execPath, [toolFile('gulp'), 'build'], { cwd: ROOT }).catch(
		({ stdout = '', stderr = '' }: { stdout?: string; stderr?: string }) => {
			throw new Trouble(`The build failed.\n${stdout}${stderr}`);
		},
	);
	mkdirSync(path.dirname(STAMP), { recursive: true });
	writeFileSync(STAMP, fingerprint());
}

function fingerprint(): string {
	const hash = createHash('sha256');
	for (const input of [...INPUTS, 'dist']) addToHash(hash, input);
	return hash.digest('hex');
}

function addToHash(hash: ReturnType<typeof createHash>, relative: string): void {
	const file = path.join(ROOT, relative);
	if (statSync(file).isDirectory()) {
		for (const name of readdirSync(file).sort()) addToHash(hash, path.join(relative, name));
		return;
	}
	hash.update(`${relative}\0`).update(readFileSync(file));
}
