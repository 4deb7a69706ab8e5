import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { Trouble } from '../npm';
import { startTree, type ProcessTree } from '../processTree';

export const NO_SERVERS =
	'Queue mode needs Redis and PostgreSQL: apt-get update && apt-get install -y redis-server postgresql';

/** The Linux user that a server runs as; undefined for ours. */
export interface User {
	uid: number;
	gid: number;
}

/** A server that is not Node's, and what it printed. */
export interface Daemon extends ProcessTree {
	log: string[];
}

/** Whether Redis and PostgreSQL are installed. */
export const hasServers = () =>
	['redis-server', 'initdb', 'postgres'].every((name) => findProgram(name) !== undefined);

/**
 * Where a server's program is.
 *
 * @throws Trouble with the command that installs it
 */
export function programFile(name: string): string {
	const file = findProgram(name);
	if (file === undefined) throw new Trouble(NO_SERVERS);
	return file;
}

function findProgram(name: string): string | undefined {
	// Debian keeps PostgreSQL's own programs out of the PATH.
	const versions = '/usr/lib/postgresql';
	const newest = existsSync(versions) ? readdirSync(versions).sort().reverse() : [];
	const folders = [...newest.map((version) => path.join(versions, version, 'bin')), '/usr/bin'];
	return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Where we are root, PostgreSQL's own user: it refuses to run as root. */
export function userOfPostgres(): User | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) =>
		Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
	return { uid: id('-u'), gid: id('-g') };
}

/** @param signal what the server takes as the order to end quickly and cleanly */
export function startDaemon(
	name: string,
	args: readonly string[],
	signal: NodeJS.Signals,
	user?: User,
): Daemon {
	const guard = path.join(__dirname, 'guard.js');
	const identity = user ? [String(user.uid), String(user.gid)] : ['', ''];
	const tree = startTree(
		process.execPath,
		[guard, signal, ...identity, programFile(name), ...args],
		{
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	);
	const log: string[] = [];
	for (const stream of [tree.child.stdout, tree.child.stderr]) {
		if (stream) createInterface({ input: stream }).on('line', (line) => log.push(line));
	}
	return { ...tree, log };
}
