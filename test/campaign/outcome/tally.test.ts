import fc from 'fast-check';

import { itemEntry, unsentEntry } from '../../../nodes/CapitoleMobile/campaign/outcome/entry';
import type { Row } from '../../../nodes/CapitoleMobile/campaign/outcome/row';
import { itemsLine } from '../../../nodes/CapitoleMobile/campaign/outcome/itemsLine';
import { inWords, tallyLine, tallyOf } from '../../../nodes/CapitoleMobile/campaign/outcome/tally';
import type { NumberOutcome } from '../../../nodes/CapitoleMobile/campaign/outcome/verdict';
import { itemOf, numbersArbitrary, PARTS } from '../numbers';

const rowOf = (numbers: readonly NumberOutcome[]): Row => itemEntry(...itemOf(numbers)).row;
const row = (outcome: NumberOutcome['outcome'], code: string): Row =>
	rowOf([{ recipient: '33639980000', outcome, code }]);
const invalid = unsentEntry('rejected', { code: 'INVALID_INPUT', meaning: 'Text', remedy: '' }).row;
const waiting = unsentEntry('notSent', { code: 'NOT_TRIED', meaning: 'Not tried', remedy: '' }).row;

test('counts every number of every item once, by what became of it', () => {
	fc.assert(
		fc.property(fc.array(numbersArbitrary, { minLength: 1, maxLength: 8 }), (items) => {
			const { counts, reasons, credits } = tallyOf(items.map(rowOf));
			const numbers = items.flat();
			const having = (outcome: string) => numbers.filter((one) => one.outcome === outcome).length;
			expect(counts).toEqual({
				accepted: having('accepted'),
				rejected: having('rejected'),
				notSent: having('notSent'),
				unknown: having('unknown'),
				duplicate: having('duplicate'),
			});
			expect(credits).toBe(PARTS * counts.accepted);
			for (const reason of reasons) {
				expect(reason.count).toBe(numbers.filter(({ code }) => code === reason.code).length);
			}
		}),
		{ numRuns: 1000 },
	);
});

test('counts an item of which no number is known as one', () => {
	expect(tallyOf([invalid, waiting]).counts).toMatchObject({ rejected: 1, notSent: 1 });
});

test('knows of the least that was left on the account', () => {
	const rows = [12, null, 10, 11].map((creditsLeft) => ({
		...row('accepted', 'SENDING_OK'),
		creditsLeft,
	}));
	expect(tallyOf(rows).creditsLeft).toBe(10);
	expect(tallyOf(rows.slice(1, 2)).creditsLeft).toBeNull();
});

describe('one line for people', () => {
	test('has what happened, why, and what it cost', () => {
		const rows = [
			...Array.from({ length: 1200 }, () => row('accepted', 'SENDING_OK')),
			row('rejected', 'IS_BLACKLISTED'),
			row('duplicate', 'DUPLICATE_KEY'),
			row('unknown', 'NO_ANSWER'),
			...[row('notSent', 'COULD_NOT_CONNECT'), row('notSent', 'STOPPED_EARLIER')],
		];
		expect(tallyLine(tallyOf(rows))).toBe(
			'1,200 accepted · 1 sent before · 1 refused (is blacklisted) · ' +
				'2 not sent (could not connect: 1, stopped earlier: 1) · ' +
				'1 unknown, may have been sent (no answer) · 2,400 credits spent · 12 left',
		);
	});

	test.each([
		['NOT_A_MOBILE', 'not a mobile'],
		['HTTP_502', 'HTTP 502'],
	])('has %s as "%s"', (code, words) => {
		expect(inWords(code)).toBe(words);
	});
});

describe('what became of each item', () => {
	test('is told by index', () => {
		const rows = [row('accepted', 'SENDING_OK'), row('unknown', 'NO_ANSWER'), waiting, invalid];
		expect(itemsLine(rows)).toBe(
			'Of 4 items, counting from 0: 1 accepted, 1 unknown (item 1), 1 invalid (item 3), 1 not tried (item 2).',
		);
	});

	test('is that nothing was sent, where items are invalid and the others waited for them', () => {
		expect(itemsLine([waiting, invalid, waiting])).toBe(
			'Nothing was sent to anyone: 1 of 3 items is invalid (item 1, counting from 0). Correct it, ' +
				'or set On Error to Continue to reach the other 2.',
		);
		expect(itemsLine([invalid, invalid])).toBe(
			'Nothing was sent to anyone: 2 of 2 items are invalid (item 0, 1, counting from 0). Correct them.',
		);
	});
});
