import { judge } from './judge';

jest.setTimeout(60_000);

/** Only a few; `dev/simulation/run.ts` runs a million. */
const SCHEDULES = 150;
const FIXED = 1;
/** Part of the test's name, so that `dev/simulation/run.ts` can run it again. */
const FRESH = Date.now() % 1_000_000_000;

describe.each(['quiet', 'hostile', 'two'] as const)('keys under schedules of kind %s', (kind) => {
	it.each([FIXED, FRESH])('are never sent twice and never lost, from seed %i on', async (seed) => {
		const { broken, schedules, claims, falseDoubts } = await judge(seed, SCHEDULES, kind);
		expect(broken).toEqual([]);
		expect(schedules).toBe(SCHEDULES);
		// Schedules without conflicts would prove nothing.
		const { claimed, sent, inDoubt, reused } = claims;
		expect(Math.min(claimed, sent, inDoubt, reused)).toBeGreaterThan(SCHEDULES / 5);
		// If nothing is killed and no write fails, no key is in doubt without a cause.
		expect(falseDoubts > 0).toBe(kind !== 'quiet');
	});
});

describe('the limit: the time that other processes take between reading and writing back', () => {
	it.each(['beyondTwo', 'beyondThree', 'beyondFour'] as const)(
		'is the rest time: beyond it, kind %s sends a second SMS',
		async (kind) => {
			// Harm is rare: 400 schedules are enough to find a case.
			const { broken } = await judge(FIXED, 400, kind);
			expect(broken.flatMap(({ violations }) => violations).join()).toContain('is claimed, and');
		},
	);
});
