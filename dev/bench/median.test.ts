import { median, medianRatio } from './median';

test.each([
	[[3], 3],
	[[9, 1, 5], 5],
	[[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (figures, middle) => {
	expect(median(figures)).toBe(middle);
});

test('there is no median of nothing', () => {
	expect(() => median([])).toThrow('no median');
});

test('ratios are of the same round, so that a round that was slow for both counts as any other', () => {
	expect(medianRatio([2, 40, 6], [1, 20, 2])).toBe(2);
	expect(() => medianRatio([1, 2], [1])).toThrow('same rounds');
});
