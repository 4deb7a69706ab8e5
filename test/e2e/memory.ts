import { execFileSync } from 'node:child_process';

/** The resident memory of a process, in megabytes. */
export function residentMemory(pid: number | undefined): number {
	if (pid === undefined) throw new Error('The process does not run.');
	const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
	return Number(kilobytes) / 1024;
}
