import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { killTree } from './npm';
import { onShutdown } from './shutdown';

/** A child and its own children: they end together, and never outlive this process. */
export interface ProcessTree {
	child: ChildProcess;
	/** Resolves when the child has ended, with its exit code or null for a signal. */
	ended: Promise<number | null>;
	/** Asks the child to end; after `graceMs`, kills it with all its children. */
	stop(graceMs?: number): Promise<void>;
}

const isWindows = process.platform === 'win32';
const GRACE_MS = 15_000;

/**
 * Starts a Node script in its own process group. Ctrl-C in the terminal reaches only this process, which
 * ends everything in order, and the group can be killed as a whole.
 */
export function startTree(node: string, args: string[], options: SpawnOptions): ProcessTree {
	const child = spawn(node, ['--require', path.join(__dirname, 'orphan.js'), ...args], {
		...options,
		detached: !isWindows,
		windowsHide: true,
	});
	const { pid } = child;
	const killAtExit = () => killTree(pid);
	const unregister = onShutdown(() => stop());
	process.once('exit', killAtExit);

	let isOver = false;
	const ended = new Promise<number | null>((resolve) => {
		const end = (code: number | null) => {
			isOver = true;
			unregister();
			process.off('exit', killAtExit);
			resolve(code);
		};
		child.once('error', () => end(null));
		// Also kills what the child has left behind.
		child.once('exit', (code) => {
			killTree(pid);
			end(code);
		});
	});
	const stop = async (graceMs = GRACE_MS) => {
		if (isOver) return;
		// Windows cannot ask a process to end, only kill it.
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
