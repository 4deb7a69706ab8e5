import fc from 'fast-check';

import { InvalidInput } from '../../../nodes/CapitoleMobile/sms/refused';
import { readPhoneNumber } from '../../../nodes/CapitoleMobile/sms/recipients/phoneNumber';
import {
	readRecipients,
	type InvalidRecipients,
	type Recipients,
} from '../../../nodes/CapitoleMobile/sms/recipients/recipients';
import { refusalOf } from '../refusal';
import { PHONE_NUMBER_SAMPLES } from './phoneNumberSamples';

const read = (value: unknown, invalidRecipients: InvalidRecipients = 'error'): Recipients =>
	readRecipients(value, { invalidRecipients });

const refusal = (value: unknown, invalidRecipients: InvalidRecipients = 'error') =>
	refusalOf(() => read(value, invalidRecipients));

/** False for foreign landlines that without their + look like a French mobile with a digit too many. */
const isReadBare = (number: string): boolean => readPhoneNumber(number).valid;

const A = '33611223344';
const B = '33622334455';
const C = '34622334455';

describe('readRecipients', () => {
	it.each([
		['one number as text', '0611223344', [A]],
		['one number as a number', 611223344, [A]],
		['commas', '0611223344,0622334455, 34622334455', [A, B, C]],
		['semicolons', '06 11 22 33 44; 06.22.33.44.55 ;+34 622 33 44 55', [A, B, C]],
		['new lines', '0611223344\n0622334455\r\n34622334455\n', [A, B, C]],
		['a column copied from a spreadsheet', '611223344\r622334455', [A, B]],
		['cells of a row, with tabs', '0611223344\t0622334455', [A, B]],
		['vertical bars', '0611223344 | 0622334455', [A, B]],
		['several separators and blanks', ';0611223344,,\n ; 0622334455;', [A, B]],
		['separators of other scripts', '0611223344，0622334455、34622334455', [A, B, C]],
		['quoted cells', '"0611223344","0622334455"', [A, B]],
		['spaces between complete numbers', '0611223344 0622334455', [A, B]],
		['spaces between complete numbers with +', '+33611223344 +33622334455', [A, B]],
		['a slash between complete numbers', '0611223344 / 0622334455', [A, B]],
		['an array of text', ['0611223344', '+33 6 22 33 44 55'], [A, B]],
		['an array of numbers', [611223344, 34622334455], [A, C]],
		['lists within an array', ['0611223344, 0622334455', '34622334455'], [A, B, C]],
		['rows of a spreadsheet', [['0611223344'], [622334455]], [A, B]],
		['blank cells', ['0611223344', '', null, undefined, ' '], [A]],
		['an array as JSON text', '["0611223344", 622334455]', [A, B]],
		['an array as JSON text with line breaks', '[\n"0611223344",\n"0622334455"\n]', [A, B]],
		['an array as text that is not JSON', '[0611223344, 0622334455]', [A, B]],
		['a numbered list', '1. 06 11 22 33 44\n2. 06 22 33 44 55', [A, B]],
		['decimals of a French spreadsheet', '611223344,00;622334455,0\n34622334455,00', [A, B, C]],
		['decimals with commas between', '611223344,00,0622334455,00', [A, B]],
		['decimals with spaces between', '611223344,00 622334455,00', [A, B]],
		['decimals with a slash between', '611223344,00 / 622334455,00', [A, B]],
		['decimals with a dash between', '611223344,0 – 0622334455,0', [A, B]],
		['decimals with points', '611223344.00, 622334455.0', [A, B]],
		['00 behind a comma, which is a prefix', '0611223344,00 33 6 22 33 44 55', [A, B]],
		['scientific notation with all digits', '6,11223344E+8,6.22334455E+08', [A, B]],
		["Google's contacts", '06 11 22 33 44 ::: +33 6 22 33 44 55', [A, B]],
		['cells in quotes with decimals', '"611223344,00","622334455,00"', [A, B]],
		['ou', '06 11 22 33 44 ou 06 22 33 44 55', [A, B]],
		['et', '0611223344 et 0622334455 et 34622334455', [A, B, C]],
		['&', '06 11 22 33 44 & 06.22.33.44.55', [A, B]],
		['a slash between spaced numbers', '06 11 22 33 44 / 06 22 33 44 55', [A, B]],
		['a slash alone between spaced numbers', '06 11 22 33 44/06 22 33 44 55', [A, B]],
		['a dash between spaced numbers', '06 11 22 33 44 – 06 22 33 44 55', [A, B]],
		['a bulleted list', '• 0611223344\n• 0622334455', [A, B]],
	])('reads %s', (_about, value, numbers) => {
		expect(read(value).numbers).toEqual(numbers);
	});

	it.each(['614123456,50', '614123456,5;', '614 123 456,50 €', '["0614123456,05"]'])(
		'reads no number from the amount %s',
		(amount) => {
			expect(read(amount, 'skip').numbers).toEqual([]);
			expect(read(`${amount}\n${B}`, 'skip').numbers).not.toContain('33614123456');
		},
	);

	it('never joins two numbers', () => {
		expect(refusal('06 11 22 33 44 06 22 33 44 55').message).toMatch(
			/several numbers run together/,
		);
		expect(refusal('06 11 22 33 44 06 22 33 44 55').remedy).toMatch(/comma/);
		fc.assert(
			fc.property(
				fc.constantFrom(
					A,
					`+${A}`,
					'0611223344',
					'06 11 22 33 44',
					'611223344',
					'06\u00A011223344',
				),
				fc.constantFrom(B, `+${B}`, '0622334455', '06.22.33.44.55', '622334455', '+352621123456'),
				fc.constantFrom(' ', '  ', '/', ' - ', '\u00A0', ' / ', '-', ''),
				(first, second, between) => {
					const { numbers } = read(`${first}${between}${second}`, 'skip');
					expect([0, 2]).toContain(numbers.length);
				},
			),
		);
	});

	it('takes linear time on long texts without numbers', () => {
		const units = ['"', '[', '\\"', ' ', '(', '="', '0', '] ', '1,', '0611223344 '];
		for (const unit of units) {
			const long = unit.repeat(20_000);
			expect(() => read(`${long}x`)).toThrow(InvalidInput);
			expect(() => read(`"${long}x`)).toThrow(InvalidInput);
			expect(() => read(`[${long}x]`)).toThrow(InvalidInput);
		}
	});

	it('reads long lists of numbers with any line breaks', () => {
		const column = Array.from({ length: 10_000 }, (_, i) => `06 ${10_000_000 + i}`);
		expect(read(column.join('\n')).numbers).toHaveLength(10_000);
		expect(read('0611223344 '.repeat(10_000))).toMatchObject({
			numbers: [A],
			changes: [expect.stringMatching(/^9999 recipients/)],
		});
	});

	it('removes duplicates in any spelling, keeps the order of first mention, and counts them', () => {
		const recipients = read('0622334455, 0611223344, +33 6 22 33 44 55, 622334455, 0611223344');
		expect(recipients.numbers).toEqual([B, A]);
		expect(recipients.warnings).toEqual([]);
		expect(recipients.changes).toEqual([expect.stringContaining('3 recipients')]);
		expect(read([A, A]).changes[0]).toMatch(/^1 recipient was/);
		expect(read([A, B])).toMatchObject({ changes: [], warnings: [] });
	});

	it('merges warnings of one kind, with three numbers in full and a count', () => {
		const landlines = Array.from({ length: 10 }, (_, i) => `+32255512${10 + i}`);
		const { warnings } = read([...landlines, '687751234']);
		expect(warnings.map(({ code }) => code)).toEqual(['UNSURE_MOBILE', 'AMBIGUOUS_RECIPIENT']);
		expect(warnings[0]?.message).toMatch(/3225551210 .*3225551211 .*3225551212 .* 7 more\.$/);
		expect(warnings[1]?.message).not.toMatch(/more/);
	});

	it('lists the numbers that got the country code of their department', () => {
		const written = Array.from({ length: 5 }, (_, i) => `+33 692 12 34 5${i}`);
		const { numbers, changes, warnings } = read([...written, '0692123456', A]);
		expect(numbers[0]).toBe('262692123450');
		expect(changes).toEqual([
			'+33692123450 is a number of La Réunion: sent to as +262692123450',
			'+33692123451 is a number of La Réunion: sent to as +262692123451',
			'+33692123452 is a number of La Réunion: sent to as +262692123452',
			'The same goes for 2 more.',
		]);
		expect(warnings).toEqual([]);
		expect(read(['0692123456', '+33692123456', 262692123456]).numbers).toEqual(['262692123456']);
	});

	it.each(['error', 'skip'] as const)('with %s, recognizes a wrong column', (rule) => {
		for (const column of [
			'1,'.repeat(400_000),
			Array.from({ length: 20_000 }, (_, i) => `n${i}`),
		]) {
			expect(refusal(column, rule)).toMatchObject({
				field: 'recipients',
				message: expect.stringMatching(/^More than 10,000 .*: “(1|n0)” has/),
			});
		}
		const bad = Array.from({ length: 11_000 }, () => 'x');
		const good = Array.from({ length: 11_000 }, (_, i) => `06${11_000_000 + i}`);
		expect(read([...good, ...bad], 'skip').rejected).toHaveLength(11_000);
	});

	describe('with error', () => {
		it('lists all invalid numbers at once with a remedy for each', () => {
			const { field, message, remedy } = refusal('0611223344, abc4, 0123456789; 061122334');
			expect(field).toBe('recipients');
			expect(message).toBe(
				'3 of 4 numbers cannot get an SMS: “abc4” has letters in it; ' +
					'“0123456789” is a French landline or special number, which cannot get an SMS; ' +
					'“061122334” has 9 digits, where a French number has 10',
			);
			expect(remedy).toMatch(/in digits.*mobile number.*Check its digits.*Skip/s);
		});

		it('names a single invalid number without a count and without suggesting to skip it', () => {
			const { message, remedy } = refusal('0123456789');
			expect(message).toBe(
				'“0123456789” is a French landline or special number, which cannot get an SMS',
			);
			expect(remedy).not.toMatch(/Skip/);
		});

		it('names at most 20 invalid numbers and their total', () => {
			const bad = Array.from({ length: 1_000 }, (_, i) => `x${i}`);
			const { message } = refusal([...bad, A]);
			expect(message).toMatch(/^1000 of 1001 numbers /);
			expect(message).toMatch(/“x19” has letters in it; and 980 more$/);
			expect(message).not.toMatch(/x20/);
		});

		it('truncates long values', () => {
			expect(refusal('x'.repeat(100_000)).message.length).toBeLessThan(100);
		});

		it.each([
			['3,36112E+10', '“3,36112E+10” is in scientific notation'],
			['0611223344,3,36E+10,0622334455', '1 of 3 numbers cannot get an SMS: “3,36E+10” is in'],
			['["3.36E+10"]', 'is in scientific notation'],
			['[34622334455, 3.36E+10]', 'is in scientific notation'],
		])(
			'refuses scientific notation, %s, and explains what the spreadsheet did',
			(value, message) => {
				expect(refusal(value).message).toContain(message);
				expect(refusal(value).remedy).toMatch(/^Format the phone column as text/);
			},
		);
	});

	describe('with skip', () => {
		it('sends to the valid numbers and reports the others as written', () => {
			const recipients = read('0611223344, 01 23 45 67 89, n/a, 0622334455', 'skip');
			expect(recipients.numbers).toEqual([A, B]);
			expect(recipients.rejected).toEqual([
				{
					recipient: '01 23 45 67 89',
					code: 'NOT_A_MOBILE',
					reason: expect.stringMatching(/^“01 23 45 67 89” is a French landline/),
				},
				{ recipient: 'n/a', code: 'NOT_A_NUMBER', reason: expect.any(String) },
			]);
			expect(recipients.changes).toEqual([]);
		});

		it('returns no number if all are invalid, for the caller to report', () => {
			expect(read(['x', 15], 'skip')).toMatchObject({
				numbers: [],
				rejected: [{ recipient: 'x' }, { recipient: '15', code: 'TOO_SHORT' }],
			});
		});
	});

	describe('without a recipient', () => {
		it.each([[''], [' \n;, '], [[]], [['', null]], ['[]']])('refuses %j', (value) => {
			for (const rule of ['error', 'skip'] as const) {
				expect(refusal(value, rule)).toMatchObject({
					field: 'recipients',
					message: 'There is no phone number',
				});
			}
		});

		it.each([[null], [undefined]])('refuses %s and points to the expression', (value) => {
			expect(refusal(value).message).toMatch(/There is no phone number/);
			expect(refusal(value, 'skip').remedy).toMatch(/name of the field/);
		});
	});

	const OF_EACH = '{{ $json.contacts.map((contact) => contact.gsm) }}';
	it.each([
		['an object', { name: 'Ana', phone: '0611223344' }, '{{ $json.phone }}'],
		['an object with a French field', { 'Tél mobile': '' }, '{{ $json["Tél mobile"] }}'],
		['an object with a number in a field', { a: 'x', b: '0611223344' }, '{{ $json.b }}'],
		['an object with nothing like it', { a: 1 }, '{{ $json.phone }}'],
		['an object as JSON text', '{"id":"3e8","mobile":"0611223344"}', '{{ $json.mobile }}'],
		['an array of objects', ['0622334455', { gsm: '0611223344' }], OF_EACH],
		['an array of objects as JSON text', '[{"gsm":"0611223344"}]', OF_EACH],
	])('refuses %s and suggests an expression', (_about, value, expression) => {
		for (const rule of ['error', 'skip'] as const) {
			expect(refusal(value, rule)).toMatchObject({
				field: 'recipients',
				remedy: expect.stringContaining(expression),
			});
		}
	});

	it.each([[true], [false], [[true]], [Symbol('x')], [() => 1]])(
		'refuses %p, which contains no number',
		(value) => {
			expect(refusal(value, 'skip').message).toMatch(/of type (boolean|symbol|function)/);
		},
	);

	it('accounts for every recipient once, and reads its own output unchanged', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom(...PHONE_NUMBER_SAMPLES), { minLength: 1, maxLength: 30 }),
				(samples) => {
					const written = samples
						.map((sample) => sample.written)
						// Each of these is a list within a list.
						.filter(
							(text) => typeof text === 'number' || !/[\t]|\d{8}.*[ /].*\d{8}| \/ |,50$/.test(text),
						)
						.filter((text) => String(text).trim() !== '');
					if (written.length === 0) return;
					const { numbers, rejected, changes } = read(written, 'skip');
					const alone = written.flatMap((one) => read([one], 'skip').numbers);
					expect(numbers).toEqual([...new Set(alone)]);
					expect(rejected).toHaveLength(written.length - alone.length);
					const doubles = changes.filter((change) =>
						/recipients? (was given|were duplicates)/.test(change),
					);
					expect(doubles).toHaveLength(alone.length > numbers.length ? 1 : 0);
					const again = { numbers: numbers.filter(isReadBare), changes: [] };
					if (again.numbers.length === 0) return;
					expect(read(numbers, 'skip')).toMatchObject(again);
					expect(read(numbers.join(', '), 'skip')).toMatchObject(again);
					expect(read(JSON.stringify(numbers), 'skip')).toMatchObject(again);
					const behindPlus = numbers.map((number) => `+${number}`);
					expect(read(behindPlus)).toMatchObject({ numbers, rejected: [], changes: [] });
				},
			),
			{ numRuns: 1_000 },
		);
	});
});
