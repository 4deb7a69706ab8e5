/** Milliseconds of the processor: a busy machine makes one wait, which is not counted. */
export function processorTime(work: () => unknown): number {
	const start = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
}
