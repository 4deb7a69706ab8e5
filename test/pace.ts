import { setImmediate as turn } from 'node:timers/promises';

/** Milliseconds in which other work on the machine may spoil measurements; a test may take longer. */
const PATIENCE = 20_000;

/** Processor time in milliseconds: waiting on a busy machine does not count. */
async function processorTime(work: () => unknown): Promise<number> {
	await turn();
	const start = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
}

const LETTERS = 'é'.repeat(20_000);

/** The time to read 100,000 letters and keep something of each, here and now. */
const yardstick = async (): Promise<number> =>
	5 * (await processorTime(() => Array.from(LETTERS, (letter) => letter.codePointAt(0)).join()));

/** A time and its limit, measured at the same moment, since machines differ and may be busy. */
type Measure = () => Promise<{ readonly took: number; readonly goal: number }>;

async function expectOnce(measure: Measure): Promise<void> {
	const end = performance.now() + PATIENCE;
	let last = await measure();
	while (last.took >= last.goal && performance.now() < end) last = await measure();
	expect(last.took).toBeLessThan(last.goal);
}

/** Expects the work to take less than this multiple of a walk over 100,000 letters. */
export async function expectWithin(yardsticks: number, work: () => unknown): Promise<void> {
	await expectOnce(async () => {
		const took = await processorTime(work);
		return { took, goal: yardsticks * (await yardstick()) };
	});
}

/** Expects time proportional to the length, up to this many yardsticks. Quadratic work takes 16 times for length 4. */
export async function expectLinear(
	length: number,
	work: (length: number) => unknown,
	yardsticks = 30,
): Promise<void> {
	await expectOnce(async () => {
		const quarter = await processorTime(() => work(length / 4));
		const took = await processorTime(() => work(length));
		const ruler = await yardstick();
		return { took, goal: Math.min(8 * quarter, yardsticks * ruler) + ruler };
	});
}
