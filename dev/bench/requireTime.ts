import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { build, isBuilt, ROOT } from '../lab/build';

/** The median over several processes, in milliseconds, and how far apart they were. */
export interface RequireTime {
	entry: string;
	median: number;
	fastest: number;
	slowest: number;
}

/** n8n has loaded its own packages long before ours, so their time is not counted. */
const MEASURE = `
	require('n8n-workflow');
	require('luxon');
	const begun = performance.now();
	require(process.argv[1]);
	process.stdout.write(String(performance.now() - begun));
`;

/**
 * How long n8n waits for each file that it loads from the package, each in a process of its own, so
 * that nothing is in the module cache.
 *
 * @param tries processes for each entry
 */
export function requireTimes(tries = 15): RequireTime[] {
	return entries().map((entry) => {
		const times = Array.from({ length: tries }, () => requireTime(entry)).sort((a, b) => a - b);
		const at = (share: number): number => times[Math.round(share * (tries - 1))] ?? Number.NaN;
		return { entry, median: at(0.5), fastest: at(0), slowest: at(1) };
	});
}

/** A table for people. */
export function describeRequireTimes(times: readonly RequireTime[]): string {
	const ms = (time: number): string => `${time.toFixed(1)} ms`.padStart(9);
	const rows = times.map(
		({ entry, median, fastest, slowest }) =>
			`${path.basename(entry).padEnd(36)}${ms(median)}${ms(fastest)}${ms(slowest)}`,
	);
	const heading = `${'require() of'.padEnd(36)}   median  fastest  slowest`;
	return [heading, ...rows].join('\n');
}

function entries(): string[] {
	const manifest = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
	const { n8n } = JSON.parse(manifest) as { n8n: { nodes: string[]; credentials: string[] } };
	return [...n8n.nodes, ...n8n.credentials];
}

function requireTime(entry: string): number {
	const args = ['-e', MEASURE, path.join(ROOT, entry)];
	return Number(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' }));
}

async function main(): Promise<void> {
	if (!isBuilt()) await build();
	process.stdout.write(`${describeRequireTimes(requireTimes())}\n`);
}

if (require.main === module) {
	main().catch((error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	});
}
