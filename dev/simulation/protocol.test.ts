import { judge } from './judge';

jest.setTimeout(60_000);

/** A few; `dev/simulation/run.ts` plays a million. */
const SCHEDULES = 150;
const FIXED = 1;
/** Printed when it fails; `dev/simulation/run.ts` runs it again. */
const FRESH = Date.now() % 1_000_000_000;

describe.each(['quiet', 'hostile', 'two'] as const)('keys under schedules of kind %s', (kind) => {
	it.each([FIXED, FRESH])('are never sent twice and never lost, from seed %i on', async (seed) => {
		const { broken, schedules, claims, falseDoubts } = await judge(seed, SCHEDULES, kind);
		expect(broken).toEqual([]);
		expect(schedules).toBe(SCHEDULES);
		// Schedules in which nothing meets would prove nothing.
		const { claimed, sent, inDoubt, reused } = claims;
		expect(Math.min(claimed, sent, inDoubt, reused)).toBeGreaterThan(SCHEDULES / 5);
		// While nothing is killed and no write fails, no key is in doubt without cause.
		expect(falseDoubts > 0).toBe(kind !== 'quiet');
	});
});

describe('the limit: what the others spend between reading and writing back', () => {
	it.each(['beyondTwo', 'beyondThree', 'beyondFour'] as const)(
		'is the rest: beyond it, kind %s sends a second SMS',
		async (kind) => {
			// Seldom enough that one of 400 schedules is over the limit just when that does harm.
			const { broken } = await judge(FIXED, 400, kind);
			expect(broken.flatMap(({ violations }) => violations).join()).toContain('is claimed, and');
		},
	);
});
