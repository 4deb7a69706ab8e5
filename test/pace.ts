import { setImmediate as turn } from 'node:timers/promises';

/** How often what else the machine does may spoil a measure. */
const TRIES = 20;

/** Milliseconds of the processor: a busy machine makes one wait, which is not counted. */
async function processorTime(work: () => unknown): Promise<number> {
	await turn();
	const start = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
}

const LETTERS = 'é'.repeat(20_000);

/** What it would take here and now to look at each of 100,000 letters and to keep something of it. */
const yardstick = async (): Promise<number> =>
	5 * (await processorTime(() => Array.from(LETTERS, (letter) => letter.codePointAt(0)).join()));

/** A time, and what it has to be below: both of this moment, as machines differ and are busy. */
type Measure = () => Promise<{ readonly took: number; readonly goal: number }>;

async function expectOnce(measure: Measure): Promise<void> {
	let last = await measure();
	for (let tries = 1; tries < TRIES && last.took >= last.goal; tries++) last = await measure();
	expect(last.took).toBeLessThan(last.goal);
}

/** Expects the work to take less than so many times what a walk over 100,000 letters takes. */
export async function expectWithin(yardsticks: number, work: () => unknown): Promise<void> {
	await expectOnce(async () => {
		const took = await processorTime(work);
		return { took, goal: yardsticks * (await yardstick()) };
	});
}

/**
 * Expects the work's time to grow with its length, up to so many yardsticks. Four times the length
 * takes sixteen times as long where time is quadratic.
 */
export async function expectLinear(
	length: number,
	work: (length: number) => unknown,
	yardsticks = 10,
): Promise<void> {
	await expectOnce(async () => {
		const quarter = await processorTime(() => work(length / 4));
		const took = await processorTime(() => work(length));
		const ruler = await yardstick();
		return { took, goal: Math.min(8 * quarter, yardsticks * ruler) + ruler };
	});
}
