import { judge, type Judged } from './judge';
import { REST_MS, type Kind } from './schedule';

/**
 * Schedules of the key protocol, by seed.
 *
 *   node dev/lab/run.mjs dev/simulation/run.ts 1000000          a million, from a seed of today's
 *   node dev/lab/run.mjs dev/simulation/run.ts 1 4711 hostile   seed 4711 once more
 */
const KINDS: Readonly<Record<string, Kind>> = {
	quiet: { othersGapMs: REST_MS - 1, isHostile: false },
	hostile: { othersGapMs: REST_MS - 1, isHostile: true },
	two: { othersGapMs: REST_MS - 1, isHostile: true, processes: 2 },
	beyond: { othersGapMs: REST_MS + 10, isHostile: false },
	beyondTwo: { othersGapMs: REST_MS + 10, isHostile: false, processes: 2 },
};

/** A line for each ten thousand schedules: a million take their time. */
const tell =
	(name: string) =>
	({ schedules, broken }: Judged): void => {
		if (schedules % 10_000 === 0) console.log(`${name}: ${schedules}, ${broken.length} broken`);
	};

async function main([count = '10000', from = '', name = '']: readonly string[]): Promise<void> {
	const seed = from === '' ? Date.now() % 1_000_000_000 : Number(from);
	for (const [kindName, kind] of Object.entries(KINDS)) {
		if (name !== '' && name !== kindName) continue;
		const startedAt = Date.now();
		const { broken, claims, ...rest } = await judge(seed, Number(count), kind, tell(kindName));
		const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
		console.log(
			kindName,
			JSON.stringify({ seed, seconds, ...rest, ...claims, broken: broken.length }),
		);
		for (const one of broken.slice(0, 3)) console.log('  ', JSON.stringify(one));
	}
}

void main(process.argv.slice(2));
