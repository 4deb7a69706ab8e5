import fc from 'fast-check';

import {
	itemEntry,
	recipientEntries,
	unsentEntry,
} from '../../../nodes/CapitoleMobile/campaign/outcome/entry';
import { itemOf, numbersArbitrary, PARTS } from '../numbers';

const KEYS = [
	...['outcome', 'recipient', 'reason', 'credits', 'code', 'accepted', 'creditsLeft'],
	...['campaignId', 'scheduledAt', 'details'],
];

const whatever = (check: (numbers: Parameters<typeof itemOf>[0]) => void): void => {
	fc.assert(fc.property(numbersArbitrary, check), { numRuns: 1000 });
};

describe('a row', () => {
	it('has the same keys in the same order for every outcome', () => {
		whatever((numbers) => {
			expect(Object.keys(itemEntry(...itemOf(numbers)).row)).toEqual(KEYS);
		});
		const failure = { code: 'NOT_TRIED', meaning: 'Not tried', remedy: '' };
		expect(Object.keys(unsentEntry('notSent', failure).row)).toEqual(KEYS);
	});

	it('names every number once, and lists as rejected those neither accepted now nor sent before', () => {
		whatever((numbers) => {
			const { recipient, accepted, credits, details } = itemEntry(...itemOf(numbers)).row;
			expect(recipient.split(', ').sort()).toEqual(numbers.map((one) => one.recipient));
			expect(accepted).toBe(numbers.filter(({ outcome }) => outcome === 'accepted').length);
			expect(credits).toBe(PARTS * accepted);
			const others = numbers.filter(({ outcome }) => !/accepted|duplicate/.test(outcome));
			expect([...details.rejected].map((one) => one.recipient).sort()).toEqual(
				others.map((one) => one.recipient),
			);
		});
	});

	it('gives the reason as one sentence without a full stop that names the code once', () => {
		whatever((numbers) => {
			const { row, failure } = itemEntry(...itemOf(numbers));
			for (const text of [row.reason, failure?.meaning ?? 'x']) expect(text).toMatch(/[^.]$/);
			expect(row.reason).not.toContain(row.code);
			if (failure) expect(failure.meaning.split(row.code)).toHaveLength(2);
		});
	});

	it('is a failure for some number if it is one for the item, and otherwise for none', () => {
		whatever((numbers) => {
			const { failure } = itemEntry(...itemOf(numbers));
			const entries = recipientEntries(...itemOf(numbers));
			expect(entries).toHaveLength(numbers.length);
			expect(entries.some((entry) => entry.failure !== null)).toBe(failure !== null);
			for (const { row, failure: own } of entries) {
				if (row.outcome === 'accepted' || row.outcome === 'duplicate') expect(own).toBeNull();
			}
		});
	});

	it('tells of a number too that nothing was noted of', () => {
		const [composition, deliveries] = itemOf([
			{ recipient: '33639980000', outcome: 'accepted', code: 'SENDING_OK' },
			{ recipient: '33639980001', outcome: 'accepted', code: 'SENDING_OK' },
		]);
		const { row, failure } = itemEntry(composition, {
			...deliveries,
			outcomes: deliveries.outcomes.slice(1),
		});
		expect(row).toMatchObject({ outcome: 'partial', code: 'NOT_TRIED', accepted: 1 });
		expect(failure).not.toBeNull();
	});
});

test('names the refused number if the code is about a number', () => {
	const [composition, deliveries] = itemOf([
		{ recipient: '33639980000', outcome: 'rejected', code: 'IS_BLACKLISTED' },
	]);
	expect(itemEntry(composition, deliveries).failure).toEqual({
		meaning: expect.stringMatching(/^33639980000: .*\(IS_BLACKLISTED\)$/),
		remedy: 'Leave this number out: its owner does not want your SMS.',
	});
});
