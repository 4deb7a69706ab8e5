import fc from 'fast-check';
import { getExampleNumber, getCountries } from 'libphonenumber-js/mobile';
import examples from 'libphonenumber-js/mobile/examples';

import { isForeignMobile } from '../../../nodes/CapitoleMobile/sms/recipients/numberingPlans';
import { readPhoneNumber } from '../../../nodes/CapitoleMobile/sms/recipients/phoneNumber';
import { PHONE_NUMBER_SAMPLES } from './phoneNumberSamples';

const digits = (minLength: number, maxLength = minLength) =>
	fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });

/** Text close enough to a number to be accepted sometimes. */
const nearlyANumber = fc.oneof(
	fc.tuple(fc.constantFrom('', '0', '+', '00', '33', '+33', '+330', '0033'), digits(6, 12)),
	fc.tuple(
		fc.constantFrom('06', '07', '+336', '337', '6', '7', '069', '0709', '0639'),
		digits(5, 9),
	),
	fc.tuple(
		fc.constantFrom('+262', '+590', '687', '+681', '+1', '+44', '+49', '+61'),
		digits(5, 11),
	),
	fc.tuple(fc.constantFrom('+', ''), digits(7, 16)),
	fc.tuple(
		fc.constant(''),
		fc.string({ unit: fc.constantFrom(...'0123456789+()[] .-/e,\u00A0\u200F'), maxLength: 24 }),
	),
);
const written = fc.oneof(
	nearlyANumber.map((parts) => parts.join('')),
	fc.string({ unit: 'binary' }),
	fc.maxSafeInteger(),
	fc.double(),
);

describe('readPhoneNumber', () => {
	test.each(PHONE_NUMBER_SAMPLES)(
		'reads $about, written $written, as $read',
		({ written: text, read, warning }) => {
			const reading = readPhoneNumber(text);
			expect({
				read: reading.valid ? reading.number : reading.code,
				warning: reading.valid ? reading.warning?.code : undefined,
			}).toEqual({ read, warning });
		},
	);

	it('accepts only 8 to 15 digits without a leading zero, and reads its result as itself', () => {
		let accepted = 0;
		fc.assert(
			fc.property(written, (text) => {
				const reading = readPhoneNumber(text);
				if (!reading.valid) return;
				accepted++;
				expect(reading.number).toMatch(/^[1-9]\d{7,14}$/);
				const again = readPhoneNumber(`+${reading.number}`);
				expect(again).toMatchObject({ valid: true, number: reading.number });
				expect(readPhoneNumber(`00${reading.number}`)).toEqual(again);
				const bare = readPhoneNumber(reading.number);
				expect(bare.valid ? bare.number : bare.abroad).toBe(reading.number);
				expect(readPhoneNumber(Number(reading.number))).toEqual(bare);
			}),
			{ numRuns: 3_000 },
		);
		expect(accepted).toBeGreaterThan(100);
	});

	it('reads the same number with any count of zeros after its country code', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...getCountries()),
				fc.integer({ min: 0, max: 3 }),
				digits(4, 11),
				(country, zeros, rest) => {
					const code = getExampleNumber(country, examples)?.countryCallingCode ?? '33';
					const reading = readPhoneNumber(`+${code}${'0'.repeat(zeros)}${rest}`);
					if (!reading.valid) return;
					expect(readPhoneNumber(`+${reading.number}`)).toMatchObject({ number: reading.number });
				},
			),
			{ numRuns: 3_000 },
		);
	});

	it('agrees with libphonenumber-js on metropolitan mobiles', () => {
		const odd = Array.from({ length: 20_000 }, (_, i) => `${60_000 + i}1234`).filter((national) => {
			const reading = readPhoneNumber(`0${national}`);
			if (!reading.valid || !reading.number.startsWith('33')) return false;
			// The library's metadata lacks ARCEP's fictional numbers.
			if (national.startsWith('63998')) return reading.warning !== undefined;
			return (reading.warning === undefined) !== isForeignMobile(`33${national}`);
		});
		expect(odd).toEqual([]);
	});

	it('agrees with libphonenumber-js on mobiles of Saint-Pierre-et-Miquelon', () => {
		const odd = Array.from({ length: 100 }, (_, i) => `${String(i).padStart(2, '0')}1234`).filter(
			(local) => readPhoneNumber(`0508${local}`).valid !== isForeignMobile(`508${local}`),
		);
		expect(odd).toEqual([]);
	});

	it("accepts every country's example mobile with a plus, unless the provider would read it as French", () => {
		const refused = getCountries().filter((country) => {
			const example = getExampleNumber(country, examples);
			const reading = readPhoneNumber(example?.number ?? '');
			if (reading.valid) expect(`+${reading.number}`).toBe(example?.number);
			return !reading.valid;
		});
		const lookFrench = refused.filter((country) =>
			/^\+[67]\d{8}$/.test(getExampleNumber(country, examples)?.number ?? ''),
		);
		const tooShort = refused.filter(
			(country) => (getExampleNumber(country, examples)?.number ?? '').length < 9,
		);
		expect(new Set(refused)).toEqual(new Set([...lookFrench, ...tooShort]));
		expect(lookFrench).toEqual(expect.arrayContaining(['NC', 'WF']));
	});

	it('gives every refusal a reason that completes a sentence about the number, and a remedy', () => {
		for (const { written: text } of PHONE_NUMBER_SAMPLES) {
			const reading = readPhoneNumber(text);
			if (reading.valid) continue;
			expect(reading.reason).toMatch(/^(is|has|looks|begins|cannot) /);
			expect(reading.remedy).toMatch(/^[A-Z].*\.$/);
		}
	});

	it.each([
		['O611223344', /letter O/],
		['Dupont 0611223344', /letters/],
		['061122334', /9 digits, where a French number has 10/],
		['3361122334', /too few digits \(10\) for country code 33/],
	])('explains why %s is not a number', (text, reason) => {
		expect(readPhoneNumber(text)).toMatchObject({ reason: expect.stringMatching(reason) });
	});
});
