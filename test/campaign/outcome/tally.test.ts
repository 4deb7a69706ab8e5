import fc from 'fast-check';

import { itemEntry, unsentEntry } from '../../../nodes/CapitoleMobile/campaign/outcome/entry';
import { tallyLine, tallyOf } from '../../../nodes/CapitoleMobile/campaign/outcome/tally';
import type { NumberOutcome, Row } from '../../../nodes/CapitoleMobile/campaign/outcome/verdict';
import { itemOf, numbersArbitrary, PARTS } from '../numbers';

const rowOf = (numbers: readonly NumberOutcome[]): Row => itemEntry(...itemOf(numbers)).row;
const row = (outcome: NumberOutcome['outcome'], code: string): Row =>
	rowOf([{ recipient: '33639980000', outcome, code }]);
const invalid = unsentEntry('rejected', { code: 'INVALID_INPUT', meaning: 'Text', remedy: '' }).row;
const waiting = unsentEntry('notSent', { code: 'NOT_TRIED', meaning: 'Not tried', remedy: '' }).row;

test('counts every number of every item once, by outcome', () => {
	fc.assert(
		fc.property(fc.array(numbersArbitrary, { minLength: 1, maxLength: 8 }), (items) => {
			const { counts, reasons, credits } = tallyOf(items.map(rowOf), []);
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
		{ numRuns: 300 },
	);
});

test('counts an item without known numbers as one', () => {
	expect(tallyOf([invalid, waiting], []).counts).toMatchObject({ rejected: 1, notSent: 1 });
});

test('keeps the lowest balance of the account', () => {
	const rows = [12, null, 10, 11].map((creditsLeft) => ({
		...row('accepted', 'SENDING_OK'),
		creditsLeft,
	}));
	expect(tallyOf(rows, []).creditsLeft).toBe(10);
	expect(tallyOf(rows.slice(1, 2), []).creditsLeft).toBeNull();
});

const LANDLINE = row('rejected', 'NOT_A_MOBILE');
const ACCEPTED = row('accepted', 'SENDING_OK');
const textWith = (brief: string): Row => ({ ...invalid, brief });
const times = (count: number, one: Row): Row[] => Array.from({ length: count }, () => one);

describe('the summary line', () => {
	test.each<[string, Row[], string]>([
		[
			'all reasons, the most frequent first, with at most three rows each',
			[
				...[...times(2, ACCEPTED), LANDLINE, ACCEPTED, textWith('text(s) with emoji')],
				...[...times(3, LANDLINE), textWith('text(s) with emoji'), row('unknown', 'NO_ANSWER')],
				...[row('duplicate', 'DUPLICATE_KEY'), row('notSent', 'HTTP_429')],
			],
			'3 accepted · 4 landlines (rows 3, 6, 7, …) · 2 texts with emoji (rows 5, 9) · ' +
				'1 may have been sent: no answer (row 10) · 1 sent before (row 11) · ' +
				'1 not sent: HTTP 429 (row 12) · 6 credits spent · 12 left',
		],
		[
			'readable numbers',
			[...times(1200, ACCEPTED), row('rejected', 'IS_BLACKLISTED')],
			'1,200 accepted · 1 on the blacklist (row 1201) · 2,400 credits spent · 12 left',
		],
		['no row number for a single item', [LANDLINE], '1 landline · 0 credits spent · 12 left'],
		[
			'“None was sent”, without row numbers if the reason is the same for all',
			times(5, row('notSent', 'COULD_NOT_CONNECT')),
			'None was sent: 5 could not connect · 12 left',
		],
		[
			'“None was sent” if some waited for others',
			[waiting, textWith('text(s) with emoji'), waiting],
			'None was sent: 2 not tried (rows 1, 3) · 1 text with emoji (row 2)',
		],
	])('has %s', (_, rows, line) => {
		expect(tallyLine(tallyOf(rows, []))).toBe(line);
	});

	test('numbers rows from 1', () => {
		const rows = [LANDLINE, ACCEPTED, LANDLINE];
		expect(tallyLine(tallyOf(rows, [2, 3, 4]))).toMatch(/ 2 landlines \(rows 2, 4\) /);
	});

	test('gives the hypothetical cost of a simulation, without a balance', () => {
		expect(tallyLine(tallyOf([ACCEPTED, LANDLINE], []), true)).toBe(
			'1 accepted · 1 landline (row 2) · would cost 2 credits',
		);
	});
});
