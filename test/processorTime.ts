/** Milliseconds of the processor: a busy machine makes one wait, which is not counted. */
export function processorTime(work: () => unknown): number {
	const start = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
}

/**
 * The least of up to 20 measures of time or memory, taken until one is below the goal: what else the
 * machine does can only add to them. What is too much for its own sake stays so.
 */
export async function leastOf(
	measure: () => number | Promise<number>,
	goal: number,
): Promise<number> {
	let least = Infinity;
	for (let tries = 0; tries < 20 && least >= goal; tries++) {
		least = Math.min(least, await measure());
	}
	return least;
}
