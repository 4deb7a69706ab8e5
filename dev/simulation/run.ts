import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

import { add, judge, nothingYet, type Judged } from './judge';
import { REST_MS, type Kind } from './schedule';

/**
 * Schedules of the key protocol, by seed.
 *
 *   node dev/lab/run.mjs dev/simulation/run.ts 1000000          a million, from a seed of today's
 *   node dev/lab/run.mjs dev/simulation/run.ts 1 4711 hostile   seed 4711 once more
 *
 * The kinds named `beyond` are over the limit, so that there a second SMS has to be found.
 */
const KINDS: Readonly<Record<string, Kind>> = {
	quiet: { othersGapMs: REST_MS - 1, isHostile: false },
	hostile: { othersGapMs: REST_MS - 1, isHostile: true },
	two: { othersGapMs: REST_MS - 1, isHostile: true, processes: 2 },
	beyondTwo: { othersGapMs: REST_MS + 5, isHostile: false, processes: 2 },
	beyondThree: { othersGapMs: REST_MS + 20, isHostile: false, processes: 3, isEven: true },
	beyondFour: { othersGapMs: REST_MS + 20, isHostile: false, processes: 4, isEven: true },
};

/** What one process does at a time. */
const SHARE = 10_000;

async function main([count = '10000', from = '', ...names]: readonly string[]): Promise<void> {
	const seed = from === '' ? Date.now() % 1_000_000_000 : Number(from);
	const kinds = names.length > 0 ? names : Object.keys(KINDS);
	const each = Math.ceil(Number(count) / kinds.length);
	for (const name of kinds) {
		const startedAt = Date.now();
		const judged = nothingYet();
		const next = shares(seed, each);
		const workers = Array.from({ length: availableParallelism() }, async () => {
			for (const [first, some] of next) add(judged, await inProcess(first, some, name));
		});
		await Promise.all(workers);
		const { claims, broken, ...rest } = judged;
		const seconds = Math.round((Date.now() - startedAt) / 1000);
		console.log(name, JSON.stringify({ seed, seconds, ...rest, ...claims, broken: broken.length }));
		for (const one of broken.slice(0, 3)) console.log('  ', JSON.stringify(one));
	}
}

/** First seeds, and how many from there. */
function* shares(seed: number, count: number): Generator<[number, number]> {
	for (let done = 0; done < count; done += SHARE)
		yield [seed + done, Math.min(SHARE, count - done)];
}

/** Judged in a process of its own. */
async function inProcess(from: number, count: number, name: string): Promise<Judged> {
	const args = [...process.execArgv, __filename, '--share', String(count), String(from), name];
	const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e9 });
	return JSON.parse(stdout) as Judged;
}

async function share([count, from, name = '']: readonly string[]): Promise<void> {
	const kind = KINDS[name];
	if (kind === undefined) throw new Error(`There is no kind ${name}.`);
	console.log(JSON.stringify(await judge(Number(from), Number(count), kind)));
}

const [first, ...rest] = process.argv.slice(2);
void (first === '--share' ? share(rest) : main(process.argv.slice(2)));
