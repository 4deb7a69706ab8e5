import { readDoNotContact } from '../../../nodes/CapitoleMobile/sms/recipients/lists';
import { readRecipients } from '../../../nodes/CapitoleMobile/sms/recipients/recipients';
import { leastOf, processorTime } from '../../processorTime';

const A = '33611223300';
const B = '33611223301';
const C = '34622334455';

describe('the list is read in every way that recipients are written', () => {
	test.each<[string, unknown]>([
		['commas', '06 11 22 33 00, +33 6 11 22 33 01, +34 622 33 44 55'],
		['semicolons', '0611223300;0033611223301;34622334455'],
		['new lines', '06.11.22.33.00\n+33 (0)6 11 22 33 01\r\n0034622334455\n'],
		['an array', ['0611223300', '33611223301', '+34622334455']],
		['numbers', [611223300, 33611223301, 34622334455]],
		['rows of cells, some empty', [['0611223300', null], ['', '0611223301'], [34622334455]]],
		['JSON as text', '["0611223300","0611223301","+34622334455"]'],
		['with repetitions', [A, A, B, '06 11 22 33 01', C]],
	])('%s', (_, value) => {
		expect([...readDoNotContact(value).numbers].sort()).toEqual([A, B, C]);
		expect(readDoNotContact(value).warnings).toEqual([]);
	});

	test('a single number', () => {
		expect([...readDoNotContact(611223300).numbers]).toEqual([A]);
	});
});

describe('a list that nobody is on', () => {
	test.each([[''], [' \n'], [[]], ['[]']])('%j is fine', (value) => {
		expect(readDoNotContact(value)).toEqual({ numbers: new Set(), warnings: [] });
	});

	test('landlines alone are fine: no SMS goes there', () => {
		expect(readDoNotContact(['01 23 45 67 89'])).toEqual({ numbers: new Set(), warnings: [] });
	});
});

describe('a wrong column or expression is refused: everyone would get the SMS', () => {
	test.each<[unknown, RegExp]>([
		[undefined, /its value is undefined/],
		[null, /its value is null/],
		[[undefined, null], /entries are all empty/],
		[['', ' '], /entries are all empty/],
		[['Zoé', 'Ana'], /such as “Zoé”, “Ana”/],
		['demain', /such as “demain”/],
		[[{ phone: A }], /holds objects, not numbers/],
		[true, /cannot be read from a value of type boolean/],
	])('%j', (value, message) => {
		expect(() => readDoNotContact(value)).toThrow(message);
		expect(() => readDoNotContact(value)).toThrow(
			expect.objectContaining({ field: 'Do Not Contact', code: 'INVALID_INPUT' }),
		);
	});
});

test('a landline abroad is on the list without its +, though Recipients refuses it so', () => {
	const [written, number] = ['+65 6123 4567', '6561234567'];
	expect(readRecipients(written, { invalidRecipients: 'error' }).numbers).toEqual([number]);
	expect([...readDoNotContact(number).numbers]).toEqual([number]);
});

test('entries that are no numbers among some that are: told once, with how many', () => {
	const { numbers, warnings } = readDoNotContact([A, 'Zoé', 'n/a', '06']);
	expect([...numbers]).toEqual([A]);
	expect(warnings).toEqual([
		{
			code: 'DO_NOT_CONTACT_UNREAD',
			message:
				'Do Not Contact: 3 of 4 entries are not phone numbers and were ignored, such as “Zoé”, “n/a”, “06”.',
		},
	]);
});

describe('recipients on the list', () => {
	const rules = { invalidRecipients: 'skip', doNotContact: new Set([A]) } as const;

	test('are left out, once each, beside the numbers that cannot be sent to', () => {
		const read = readRecipients(['0611223300', B, '+33 6 11 22 33 00', 'demain', B], rules);
		expect(read.numbers).toEqual([B]);
		expect(read.rejected.map(({ recipient, code }) => [recipient, code])).toEqual([
			[A, 'DO_NOT_CONTACT'],
			['demain', 'NOT_A_NUMBER'],
		]);
		expect(read.changes).toEqual([expect.stringMatching(/^2 recipients were given again/)]);
	});
});

test('100,000 numbers against 100,000 recipients: time grows with their number', async () => {
	const phones = (from: number, count: number): string[] =>
		Array.from({ length: count }, (_, index) => `06${String(30_000_000 + from + index)}`);
	const ms = (count: number): number => {
		const [listed, written] = [phones(0, count), phones(count / 2, count)];
		return processorTime(() => {
			const doNotContact = readDoNotContact(listed).numbers;
			const { numbers } = readRecipients(written, { invalidRecipients: 'error', doNotContact });
			expect(numbers).toHaveLength(count / 2);
		});
	};
	ms(1000);
	const goal = 30 * Math.max(ms(10_000), 5);
	const whole = await leastOf(() => ms(100_000), goal);
	expect(whole).toBeLessThan(goal);
});
