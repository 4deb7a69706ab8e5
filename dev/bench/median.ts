/** The middle of several figures; the mean of the middle two where there is no middle one. */
export function median(figures: readonly number[]): number {
	const sorted = [...figures].sort((a, b) => a - b);
	const middle = (sorted.length - 1) / 2;
	const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
	if (low === undefined || high === undefined) throw new Error('There is no median of nothing.');
	return (low + high) / 2;
}

/** The median of the ratios of figures from the same rounds, so that a slow round hurts both. */
export function medianRatio(above: readonly number[], below: readonly number[]): number {
	if (above.length !== below.length) throw new Error('The figures are not of the same rounds.');
	return median(above.map((figure, round) => figure / (below[round] ?? Number.NaN)));
}
