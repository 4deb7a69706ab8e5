/**
 * Runs `work` for every element in order, `limit` of them at a time. A worker that throws stops the
 * others from starting new work; its reason is thrown once what they have begun is over.
 */
export async function inParallel<T>(
	elements: readonly T[],
	limit: number,
	work: (element: T) => Promise<void>,
): Promise<void> {
	const left = elements.values();
	let isOver = false;
	const workers = Array.from({ length: Math.min(limit, elements.length) }, async () => {
		try {
			for (const element of left) {
				if (isOver) return;
				await work(element);
			}
		} finally {
			// Nothing is left, or it threw.
			isOver = true;
		}
	});
	await Promise.allSettled(workers);
	await Promise.all(workers);
}
