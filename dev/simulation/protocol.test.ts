import { judge } from './judge';

jest.setTimeout(300_000);

const SCHEDULES = 1_500;
const FIXED = 1;
/** Printed when it fails; `dev/simulation/run.ts` runs it again. */
const FRESH = Date.now() % 1_000_000_000;

describe.each(['quiet', 'hostile', 'two'] as const)('keys under schedules of kind %s', (kind) => {
	it.each([FIXED, FRESH])('are never sent twice and never lost, from seed %i on', async (seed) => {
		const { broken, schedules, claims, falseDoubts } = await judge(seed, SCHEDULES, kind);
		expect(broken).toEqual([]);
		expect(schedules).toBe(SCHEDULES);
		// Schedules in which nothing meets would prove nothing.
		expect(Math.min(claims.claimed, claims.sent, claims.inDoubt, claims.reused)).toBeGreaterThan(
			300,
		);
		// While nothing is killed and no write fails, no key is in doubt without cause.
		expect(falseDoubts > 0).toBe(kind !== 'quiet');
	});
});

/** Where no process has a rest for itself: two of the others bridge it together, then three. */
describe('the limit: what the others spend between reading and writing back', () => {
	it.each(['beyondTwo', 'beyondThree', 'beyondFour'] as const)(
		'is the rest: beyond it, kind %s sends a second SMS',
		async (kind) => {
			let found = 0;
			for (let seed = FIXED; found === 0 && seed < 20_000; seed += 500) {
				const { broken } = await judge(seed, 500, kind);
				found += broken.length;
			}
			expect(found).toBeGreaterThan(0);
		},
	);
});
