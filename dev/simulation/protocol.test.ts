import { judge } from './judge';
import { REST_MS, type Kind } from './schedule';

jest.setTimeout(300_000);

const SCHEDULES = 3_000;
const FIXED = 1;
/** Printed when it fails; `dev/simulation/run.ts` runs it again. */
const FRESH = Date.now() % 1_000_000_000;

const inside = { othersGapMs: REST_MS - 1 };
const KINDS: ReadonlyArray<readonly [string, Kind]> = [
	['processes that only run', { ...inside, isHostile: false }],
	['kills, and writes that fail', { ...inside, isHostile: true }],
	['two processes, kills, and writes that fail', { ...inside, isHostile: true, processes: 2 }],
];

describe.each(KINDS)('keys under %s', (_, kind) => {
	it.each([FIXED, FRESH])('are never sent twice and never lost, from seed %i on', async (seed) => {
		const { broken, schedules, claims } = await judge(seed, SCHEDULES, kind);
		expect(broken).toEqual([]);
		expect(schedules).toBe(SCHEDULES);
		// Schedules in which nothing meets would prove nothing.
		expect(Math.min(claims.claimed, claims.sent, claims.inDoubt, claims.reused)).toBeGreaterThan(
			500,
		);
	});
});

it('no key is in doubt that was sent, while nothing is killed and no write fails', async () => {
	const { falseDoubts } = await judge(FRESH, SCHEDULES / 2, { ...inside, isHostile: false });
	expect(falseDoubts).toBe(0);
});

describe('the limit: what the others spend between reading and writing back', () => {
	const two = { isHostile: false, processes: 2 };

	it('is the rest: a little longer, and a second SMS is found', async () => {
		const { broken } = await judge(FIXED, 1_500, { ...two, othersGapMs: REST_MS + 10 });
		expect(broken.flatMap(({ violations }) => violations).join()).toContain('is claimed, and');
	});

	it('and not less: a little shorter, and none is', async () => {
		expect((await judge(FIXED, 1_500, { ...two, othersGapMs: REST_MS - 1 })).broken).toEqual([]);
	});
});
