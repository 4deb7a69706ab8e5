import { judge } from './judge';
import { REST_MS, type Kind } from './schedule';
import { KINDS } from './simulate';

jest.setTimeout(300_000);

const SCHEDULES = 1_500;
const FIXED = 1;
/** Printed when it fails; `dev/simulation/run.ts` runs it again. */
const FRESH = Date.now() % 1_000_000_000;

const INSIDE: ReadonlyArray<readonly [string, Kind]> = [
	['processes that only run', KINDS.quiet],
	['kills, and writes that fail', KINDS.hostile],
	['two processes, kills, and writes that fail', KINDS.two],
];

describe.each(INSIDE)('keys under %s', (_, kind) => {
	it.each([FIXED, FRESH])('are never sent twice and never lost, from seed %i on', async (seed) => {
		const { broken, schedules, claims, falseDoubts } = await judge(seed, SCHEDULES, kind);
		expect(broken).toEqual([]);
		expect(schedules).toBe(SCHEDULES);
		// Schedules in which nothing meets would prove nothing.
		expect(Math.min(claims.claimed, claims.sent, claims.inDoubt, claims.reused)).toBeGreaterThan(
			500,
		);
		// No key is in doubt that was sent, while nothing is killed and no write fails.
		expect(falseDoubts > 0).toBe(kind.isHostile);
	});
});

describe('the limit: what the others spend between reading and writing back', () => {
	it.each([
		[2, REST_MS + 10],
		// Here no process has a rest for itself: two of them bridge it together, then three.
		[3, 2 * (REST_MS - 4)],
		[4, 3 * (REST_MS - 20)],
	])('is the rest: beyond it, %i processes send a second SMS', async (processes, othersGapMs) => {
		const beyond = { isHostile: false, processes, othersGapMs, isEven: true } as const;
		const { broken } = await judge(FIXED, 500, beyond);
		expect(broken.flatMap(({ violations }) => violations).join()).toContain('is claimed, and');
	});
});
