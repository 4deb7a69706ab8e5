import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { killTree } from './npm';
import { onShutdown } from './shutdown';

/** A child and all that it starts: ended together, and never left behind by this process. */
export interface ProcessTree {
	child: ChildProcess;
	/** Settles when the child has ended, with its exit code or null for a signal. */
	ended: Promise<number | null>;
	/** Asks it to end; after `graceMs` it is ended by force, with all that it started. */
	stop(graceMs?: number): Promise<void>;
}

const isWindows = process.platform === 'win32';
const GRACE_MS = 15_000;

/**
 * Starts a Node script in a process group of its own: Ctrl-C in the terminal reaches only us, so
 * that we end things in order, and the group can be ended as a whole.
 */
export function startTree(node: string, args: string[], options: SpawnOptions): ProcessTree {
	const child = spawn(node, ['--require', path.join(__dirname, 'orphan.js'), ...args], {
		...options,
		detached: !isWindows,
		windowsHide: true,
	});
	const { pid } = child;
	const killAtExit = () => killTree(pid);
	const takeBack = onShutdown(() => stop());
	process.once('exit', killAtExit);

	let isOver = false;
	const ended = new Promise<number | null>((resolve) => {
		const end = (code: number | null) => {
			isOver = true;
			takeBack();
			process.off('exit', killAtExit);
			resolve(code);
		};
		child.once('error', () => end(null));
		// What the child leaves behind goes with it.
		child.once('exit', (code) => {
			killTree(pid);
			end(code);
		});
	});
	const stop = async (graceMs = GRACE_MS) => {
		if (isOver) return;
		// Windows knows no request to end, only the end.
		if (isWindows) killTree(pid);
		else child.kill('SIGTERM');
		const grace = new AbortController();
		await Promise.race([ended, wait(graceMs, undefined, { signal: grace.signal })]);
		grace.abort();
		if (!isOver) killTree(pid);
		await ended;
	};
	return { child, ended, stop };
}
