import { median, medianRatio } from './median';
import { figuresOf, type OwnWork } from './ownWork';
import { readable, target } from './target';

describe('figures of the benchmark', () => {
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

	test('another package is compared figure by figure, in the same rounds', () => {
		const work = (factor: number): OwnWork => ({
			perMessageMs: [1, 4].map((ms) => ms * factor),
			perRecipient: [{ recipients: 1_000, us: [8, 9].map((us) => us * factor) }],
			memory: { recipients: 10, most: [100, 200], after: [50 * factor, 60] },
		});
		const ratios = (against?: OwnWork) =>
			figuresOf({ ours: work(1), ...(against && { against }) }).map(({ ratio }) => ratio);
		expect(ratios(work(2))).toEqual([0.5, 0.5, 1, 0.75]);
		expect(ratios()).toEqual([undefined, undefined, undefined, undefined]);
	});

	test('a bound itself still holds', () => {
		expect(target('fast', 3, { atLeast: 3 }, ' times')).toEqual({
			aim: 'fast',
			measured: '3.00 times',
			holds: true,
		});
		expect(target('small', 2.01, { atMost: 2 }, '').holds).toBe(false);
		expect(target('measured', Number.NaN, { atLeast: 0 }, '').holds).toBe(false);
	});

	test.each([
		[0.04567, '0.046'],
		[0.5, '0.500'],
		[3.14159, '3.14'],
		[42.123, '42.1'],
		[12_345.6, '12,346'],
		[0, '0.00'],
	])('%d is written as %s', (figure, written) => {
		expect(readable(figure)).toBe(written);
	});
});
