import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { add, nothingYet, type Judged } from './judge';
import { REST_MS, type Kind } from './schedule';

const inside = { othersGapMs: REST_MS - 1 };

/** The kinds named `beyond` are over the limit, so that there a second SMS has to be found. */
export const KINDS = {
	quiet: { ...inside, isHostile: false },
	hostile: { ...inside, isHostile: true },
	two: { ...inside, isHostile: true, processes: 2 },
	beyondTwo: { othersGapMs: REST_MS + 5, isHostile: false, processes: 2 },
	beyondThree: { othersGapMs: REST_MS + 20, isHostile: false, processes: 3, isEven: true },
	beyondFour: { othersGapMs: REST_MS + 20, isHostile: false, processes: 4, isEven: true },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** What one process does at a time. */
const SHARE = 10_000;

/** Judges schedules from a seed on, in a process for each core. */
export async function simulate(seed: number, count: number, name: KindName): Promise<Judged> {
	const judged = nothingYet();
	const next = shares(seed, count);
	const workers = Array.from({ length: availableParallelism() }, async () => {
		for (const [first, some] of next) add(judged, await inProcess(first, some, name));
	});
	await Promise.all(workers);
	return judged;
}

/** First seeds, and how many from there. */
function* shares(seed: number, count: number): Generator<[number, number]> {
	for (let done = 0; done < count; done += SHARE)
		yield [seed + done, Math.min(SHARE, count - done)];
}

async function inProcess(from: number, count: number, name: KindName): Promise<Judged> {
	const run = path.join(__dirname, 'run.ts');
	const args = [...process.execArgv, run, '--share', String(count), String(from), name];
	const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e9 });
	return JSON.parse(stdout) as Judged;
}
