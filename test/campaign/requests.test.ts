import fc from 'fast-check';

import {
	planRequests,
	type Order,
	type SmsRequest,
} from '../../nodes/CapitoleMobile/campaign/requests';
import type { OutgoingMessage } from '../../nodes/CapitoleMobile/sms/document/document';
import { PLAIN } from '../sms/compositionSamples';

const NOW = { scheduledAt: null, sendingWindow: null };

/** Few values per field, so that messages coincide, and pairs that a careless key would confuse. */
const message: fc.Arbitrary<OutgoingMessage> = fc.record({
	text: fc.constantFrom('a', 'ab', 'a","b', ''),
	sender: fc.constantFrom('', 'b', 'a'),
	route: fc.constantFrom('N', 'M'),
	long: fc.boolean(),
	prog: fc.constantFrom('', '2030-01-01 08:00:00'),
	id: fc.constantFrom('', 'b', '1'),
});
const recipients = fc.uniqueArray(
	fc.integer({ min: 0, max: 25 }).map((i) => String(33_600_000_000 + i)),
	{ maxLength: 12 },
);
const items: fc.Arbitrary<Order[]> = fc
	.tuple(
		fc.array(message, { minLength: 1, maxLength: 3 }),
		fc.array(fc.tuple(fc.nat({ max: 2 }), recipients), { maxLength: 20 }),
	)
	.map(([messages, rows]) =>
		rows.map(([which, list], itemIndex) => ({
			...NOW,
			itemIndex,
			message: { ...(messages[which % messages.length] ?? PLAIN) },
			recipients: list,
		})),
	);

const fieldsOf = (sent: OutgoingMessage) => JSON.stringify(Object.entries(sent).sort());

describe('planRequests', () => {
	describe('for any items', () => {
		const plans = (
			check: (
				requests: readonly SmsRequest[],
				list: readonly Order[],
				rules: { combineItems: boolean; maxRecipients: number },
			) => void,
		) => {
			const rules = fc.record({
				combineItems: fc.boolean(),
				maxRecipients: fc.integer({ min: 1, max: 9 }),
			});
			fc.assert(
				fc.property(items, rules, (list, chosen) => {
					check(planRequests(list, chosen), list, chosen);
				}),
				{ numRuns: 200 },
			);
		};

		it('never puts an item into a request with another message', () => {
			plans((requests, list) => {
				for (const request of requests) {
					for (const { itemIndex } of request.shares) {
						expect(list[itemIndex]?.message).toEqual(request.message);
					}
				}
			});
		});

		it('combines identical messages into as few requests as possible, each number of a message once', () => {
			plans((requests, list, { combineItems, maxRecipients }) => {
				if (!combineItems) return;
				const wanted = new Map<string, Set<string>>();
				for (const { message: sent, recipients: to } of list) {
					const known = wanted.get(fieldsOf(sent)) ?? new Set();
					for (const number of to) known.add(number);
					wanted.set(fieldsOf(sent), known);
				}
				for (const [fields, expected] of wanted) {
					const own = requests.filter((request) => fieldsOf(request.message) === fields);
					expect(own).toHaveLength(Math.ceil(expected.size / maxRecipients));
					// Also in order of first appearance.
					expect(own.flatMap((request) => request.recipients)).toEqual([...expected]);
				}
			});
		});

		it('without combining, gives each item its own requests, as few as possible and in order', () => {
			plans((requests, list, { combineItems, maxRecipients }) => {
				if (combineItems) return;
				const expected = list.flatMap(({ itemIndex, recipients: to }) =>
					Array.from({ length: Math.ceil(to.length / maxRecipients) }, (_, i) => ({
						itemIndex,
						recipients: to.slice(i * maxRecipients, (i + 1) * maxRecipients),
					})),
				);
				expect(requests.map((request) => request.shares)).toEqual(expected.map((share) => [share]));
			});
		});

		it('gives each recipient of each item exactly one share, in a request with the number', () => {
			plans((requests, list) => {
				const shared = new Map<number, string[]>();
				for (const request of requests) {
					for (const { itemIndex, recipients: to } of request.shares) {
						expect(to.length).toBeGreaterThan(0);
						expect(request.recipients).toEqual(expect.arrayContaining([...to]));
						shared.set(itemIndex, [...(shared.get(itemIndex) ?? []), ...to]);
					}
				}
				for (const { itemIndex, recipients: to } of list) {
					expect([...(shared.get(itemIndex) ?? [])].sort()).toEqual([...to].sort());
				}
			});
		});

		it("keeps the items' order in first requests and in the shares of each request", () => {
			plans((requests) => {
				const first = requests.map(({ shares }) => shares[0]?.itemIndex ?? -1);
				expect(first).toEqual([...first].sort((a, b) => a - b));
				for (const { shares } of requests) {
					const order = shares.map(({ itemIndex }) => itemIndex);
					expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
				}
			});
		});
	});
});
