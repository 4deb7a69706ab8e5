import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

/** The resident memory of a process, in megabytes. */
export function residentMemory(pid: number | undefined): number {
	if (pid === undefined) throw new Error('The process does not run.');
	const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
	return Number(kilobytes) / 1024;
}

/** The median of several measurements, in megabytes, once it has settled. */
export async function settledMemory(pid: number | undefined): Promise<number> {
	const found: number[] = [];
	for (let i = 0; i < 8; i++) {
		await wait(1000);
		found.push(residentMemory(pid));
	}
	return found.slice(-5).sort((a, b) => a - b)[2] ?? 0;
}
