import {
	readAllowedRecipients,
	readDoNotContact,
} from '../../../nodes/CapitoleMobile/sms/recipients/lists';
import { readRecipients } from '../../../nodes/CapitoleMobile/sms/recipients/recipients';
import { expectLinear, expectWithin } from '../../pace';

const A = '33611223300';
const B = '33611223301';
const C = '34622334455';

describe('reads the list in every form that Recipients accepts', () => {
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

describe('an empty list', () => {
	test.each([[''], [' \n'], [[]], ['[]']])('may be %j', (value) => {
		expect(readDoNotContact(value)).toEqual({ numbers: new Set(), warnings: [] });
	});

	test('may hold landlines only, which get no SMS', () => {
		expect(readDoNotContact(['01 23 45 67 89'])).toEqual({ numbers: new Set(), warnings: [] });
	});
});

describe('refuses a wrong column or expression, since everyone would get the SMS', () => {
	test.each<[unknown, RegExp]>([
		[undefined, /its value is undefined/],
		[null, /its value is null/],
		[[undefined, null], /entries are all empty/],
		[['', ' '], /entries are all empty/],
		[['Zoé', 'Ana'], /look like “Zoé”, “Ana”/],
		['demain', /look like “demain”/],
		[[{ phone: A }], /holds objects, not numbers/],
		[true, /cannot be read from a value of type boolean/],
	])('%j', (value, message) => {
		expect(() => readDoNotContact(value)).toThrow(message);
		expect(() => readDoNotContact(value)).toThrow(
			expect.objectContaining({ field: 'Do Not Contact', code: 'INVALID_INPUT' }),
		);
	});
});

test('accepts a foreign landline without its +, unlike Recipients', () => {
	const [written, number] = ['+65 6123 4567', '6561234567'];
	expect(readRecipients(written, { invalidRecipients: 'error' }).numbers).toEqual([number]);
	expect([...readDoNotContact(number).numbers]).toEqual([number]);
});

test('reports invalid entries among numbers once, with their count', () => {
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

	test('are left out, once each, and listed with the invalid numbers', () => {
		const read = readRecipients(['0611223300', B, '+33 6 11 22 33 00', 'demain', B], rules);
		expect(read.numbers).toEqual([B]);
		expect(read.rejected.map(({ recipient, code }) => [recipient, code])).toEqual([
			[A, 'DO_NOT_CONTACT'],
			['demain', 'NOT_A_NUMBER'],
		]);
		expect(read.changes).toEqual([expect.stringMatching(/^2 recipients were duplicates/)]);
	});
});

test('are found among 100,000 in time proportional to the numbers', async () => {
	const phones = (from: number, count: number): string[] =>
		Array.from({ length: count }, (_, index) => `06${String(30_000_000 + from + index)}`);
	const read = (count: number): void => {
		const [listed, written] = [phones(0, count), phones(count / 2, count)];
		const doNotContact = readDoNotContact(listed).numbers;
		const { numbers } = readRecipients(written, { invalidRecipients: 'error', doNotContact });
		expect(numbers).toHaveLength(count / 2);
	};
	await expectLinear(100_000, read, 200);
});

describe('Allowed Recipients', () => {
	const FRENCH = '33611223300';
	const SPANISH = '34622334455';
	const REUNION = '262692123456';
	const BRITISH = '447911123456';
	const FICTIONAL = '33639980001';
	const IVORIAN = '2250712345678';
	const ALL = [FRENCH, SPANISH, REUNION, BRITISH, FICTIONAL, IVORIAN];

	test.each<[unknown, readonly string[]]>([
		['+33 6', [FRENCH, FICTIONAL]],
		['+33 (0)6', [FRENCH, FICTIONAL]],
		['+33 06', [FRENCH, FICTIONAL]],
		['0692', [REUNION]],
		['+33 692', [REUNION]],
		['+33 (0)692', [REUNION]],
		['+262 0692', [REUNION]],
		['06 39', [FICTIONAL]],
		['+44 07', [BRITISH]],
		['+225 07', [IVORIAN]],
		['+35', []],
		['06 11 22 3', [FRENCH]],
		['+34 622 334', [SPANISH]],
		['0611223300.00', [FRENCH]],
		['0611223300,07', [FRENCH]],
		['0033 6, +34', [FRENCH, SPANISH, FICTIONAL]],
		['06', [FRENCH, FICTIONAL]],
		['33', [FRENCH, FICTIONAL]],
		[336, [FRENCH, FICTIONAL]],
		['336.0', [FRENCH, FICTIONAL]],
		['+33 (6)', [FRENCH, FICTIONAL]],
		['06 11 22 33 00', [FRENCH]],
		[
			[611223300, '+262'],
			[FRENCH, REUNION],
		],
		['0611223300; 0692 12 34 56', [FRENCH, REUNION]],
		['+33 7', []],
		['+33 6 11 22 33 01', []],
	])('%j allows %j', (written, allowed) => {
		const list = readAllowedRecipients(written);
		expect(ALL.filter((number) => list.has(number))).toEqual(allowed);
	});

	test.each<[unknown, RegExp]>([
		['', /has no number/],
		[undefined, /has no number/],
		[[], /has no number/],
		['anyone', /“anyone” is neither/],
		['+', /“\+” is neither/],
		['0', /“0” is neither/],
		['*', /“\*” is neither/],
		['+33 08', /“\+33 08” is neither/],
		['01', /“01” is neither/],
		['+33 1', /“\+33 1” is neither/],
		['01 23 45 67 89', /“01 23 45 67 89” is neither/],
		['05', /“05” is neither/],
		['+999', /“\+999” is neither/],
		['+210', /“\+210” is neither/],
		['+10', /“\+10” is neither/],
		['+1 1', /“\+1 1” is neither/],
		['06, 0611223344x', /“0611223344x” is neither/],
		['+33 6 11 22 33 44 5', /is neither/],
		['692', /“692” may begin a French number or one abroad/],
		[6, /6 may begin/],
		['+33 6 11 22 33 4', /“\+33 6 11 22 33 4” is a phone number with one or two digits missing/],
		['07 12 34 56 7', /missing/],
		['06 11 22 33', /missing/],
		['0692 12 34 5', /missing/],
		['+262 692 12 34', /missing/],
		['+34 622 33 44 5', /missing/],
		['+34 622 33 44', /missing/],
		['+44 7911 12345', /missing/],
	])('refuses %j instead of allowing everyone', (written, message) => {
		expect(() => readAllowedRecipients(written)).toThrow(message);
	});

	test('reads a wrong column of 200,000 entries in time', async () => {
		await expectWithin(500, () => readAllowedRecipients('1,'.repeat(200_000)));
	});
});
