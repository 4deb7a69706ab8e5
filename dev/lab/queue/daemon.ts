import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { Trouble } from '../npm';
import { startTree, type ProcessTree } from '../processTree';
import { until } from '../until';

export const NO_SERVERS =
	'Queue mode needs Redis and PostgreSQL: apt-get update && apt-get install -y redis-server postgresql';

/** The Linux user that a server runs as. */
export interface User {
	uid: number;
	gid: number;
}

/** Whether Redis and PostgreSQL are installed. */
export const hasServers = () =>
	['redis-server', 'initdb', 'postgres'].every((name) => findProgram(name) !== undefined);

/** @throws Trouble with the command that installs it */
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

/** PostgreSQL's own user if we are root, since PostgreSQL refuses to run as root. */
export function userOfPostgres(): User | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) =>
		Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
	return { uid: id('-u'), gid: id('-g') };
}

/**
 * Starts a server that is not a Node script, and waits until it is ready.
 *
 * @param signal ends this server quickly and cleanly
 * @param user by default the current one
 */
export async function startDaemon(
	name: string,
	args: readonly string[],
	signal: NodeJS.Signals,
	user?: User,
): Promise<ProcessTree> {
	const guard = path.join(__dirname, 'guard.js');
	const identity = user ? [String(user.uid), String(user.gid)] : ['', ''];
	const command = [guard, signal, ...identity, programFile(name), ...args];
	const tree = startTree(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
	let log = '';
	for (const stream of [tree.child.stdout, tree.child.stderr]) {
		stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
	}
	const isReady = (said: string) => /ready to accept connections/i.test(said);
	await until(name, async () => await Promise.resolve(log), isReady);
	return tree;
}
