/**
 * Runs `work` for every element in order, `limit` of them at a time. A worker that throws stops the
 * others from starting new work, and its reason is thrown.
 */
export async function inParallel<T>(
	elements: readonly T[],
	limit: number,
	work: (element: T) => Promise<void>,
): Promise<void> {
	const left = elements.values();
	const workers = Array.from({ length: Math.min(limit, elements.length) }, async () => {
		for (const element of left) await work(element);
	});
	await Promise.all(workers);
}
