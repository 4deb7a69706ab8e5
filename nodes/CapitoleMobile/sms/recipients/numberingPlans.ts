import {
	parsePhoneNumberFromString,
	type PhoneNumber,
	validatePhoneNumberLength,
} from 'libphonenumber-js/mobile';

import { codeMeaning, type InvalidNumberCode, type Warning } from '../codes';

/** A number that can get an SMS. */
export interface CheckedNumber {
	readonly valid: true;
	/** International digits without `+`: 8 to 15, no leading zero. */
	readonly number: string;
	/** A sentence if the number got another country code than was written. */
	readonly change?: string;
	readonly warning?: Warning;
}

/** Why a number cannot get an SMS. */
export interface Refusal {
	readonly valid: false;
	/** Stable, in capitals, for workflows to branch on. */
	readonly code: InvalidNumberCode;
	/** Goes on from the number as written: `has letters in it`. */
	readonly reason: string;
	/** What to do, one or two sentences. */
	readonly remedy: string;
	/** The foreign number that it would be with a `+`, if only that is missing. */
	readonly abroad?: string;
}

export const refuse = (
	code: InvalidNumberCode,
	reason: string,
	remedy = codeMeaning(code).remedy,
): Refusal => ({ valid: false, code, reason, remedy });

export const runTogether = (): Refusal =>
	refuse('SEVERAL_NUMBERS', 'looks like several numbers run together');

/** @param countryCode of the plan that the length breaks; left out if no plan has this length */
export function wrongLength(
	code: 'TOO_SHORT' | 'TOO_LONG',
	digits: string,
	countryCode?: string,
): Refusal {
	const much = code === 'TOO_SHORT' ? 'too few' : 'too many';
	const forWhat = countryCode === undefined ? 'a mobile number' : `country code ${countryCode}`;
	return refuse(code, `has ${much} digits (${digits.length}) for ${forWhat}`);
}

export const doubtful = (
	number: string,
	code: 'UNSURE_MOBILE' | 'AMBIGUOUS_RECIPIENT',
	message: string,
): CheckedNumber => ({ valid: true, number, warning: { code, message } });

/** Possible, but not a known mobile. It is sent, because plans change faster than this package. */
const unsureMobile = (number: string): CheckedNumber =>
	doubtful(
		number,
		'UNSURE_MOBILE',
		`${number} is not known as a mobile number: the SMS may not arrive.`,
	);

// Mobile ranges in libphonenumber-js 1.13, and 0639 98, which ARCEP reserves for fiction. A regular
// expression is many times faster; a test compares the two.
const METROPOLITAN = /^(?:6(?:[0-24-8]\d|3[0-8]|9[589])\d{6}|63998\d{4}|7[3-9]\d{7})$/;

// With 0 or +33, these look metropolitan, and the provider would dial them as such. Territories share
// 07093 and 0708; only the ranges in service are listed.
const TERRITORIES = [
	{ name: 'Guadeloupe', code: '590', ranges: /^(?:69[01]|7090)/ },
	{ name: 'French Guiana', code: '594', ranges: /^(?:694|7093[0-3])/ },
	{ name: 'Martinique', code: '596', ranges: /^(?:69[67]|7091)/ },
	{ name: 'La Réunion', code: '262', ranges: /^(?:69[23]|7092)/ },
	{ name: 'Mayotte', code: '262', ranges: /^(?:639(?!98)|7093[5-7])/ },
	{ name: 'Saint-Pierre-et-Miquelon', code: '508', ranges: /^708[45]/ },
	// Local numbers have six digits: 0508 55 12 34 from France is +508 55 12 34.
	{ name: 'Saint-Pierre-et-Miquelon', code: '', ranges: /^508(?![01]|4[1567]|51)/ },
];

const territoryOf = (national: string): (typeof TERRITORIES)[number] | undefined =>
	METROPOLITAN.test(national) ? undefined : TERRITORIES.find(({ ranges }) => ranges.test(national));

/** @param national the 9 digits after the 0 */
export const fromNational = (national: string): string =>
	(territoryOf(national)?.code ?? '33') + national;

/** An overseas number as if written with +33; others stay as they are. */
export const behind33 = (number: string): string =>
	number.replace(/^(?:(?:262|508|59[046])(?=\d{9}$)|(?=508\d{6}$))/, '33');

/** Whether the provider adds its STOP mention on route M: in metropolitan France only. */
export const isMetropolitan = (number: string): boolean => number.startsWith('33');

/**
 * Checks a number against the French plan; undefined for other plans. An overseas number gets its
 * territory's country code, whatever was written. Anything but 06 and 07 is refused: if the provider's
 * answer named it as invalid, the outcome of the whole request would be unclear.
 */
export function checkFrench(international: string): CheckedNumber | Refusal | undefined {
	// A trunk 0 may follow the code.
	const [, code, national = ''] = /^(33|590|594|596|262)0?(\d*)$/.exec(international) ?? [];
	if (code === undefined) return undefined;
	const written = code + national;
	if (national.length !== 9) {
		return wrongLength(national.length < 9 ? 'TOO_SHORT' : 'TOO_LONG', written, code);
	}
	const territory = territoryOf(national);
	if (territory !== undefined) {
		const number = territory.code + national;
		const change = `+${written} is a number of ${territory.name}: sent to as +${number}`;
		return number === written ? { valid: true, number } : { valid: true, number, change };
	}
	if (!/^[67]/.test(national)) {
		return refuse(
			'NOT_A_MOBILE',
			'is a French landline or special number, which cannot get an SMS',
		);
	}
	const isKnown = code === '33' && METROPOLITAN.test(national);
	return isKnown ? { valid: true, number: written } : unsureMobile(written);
}

/**
 * Checks international digits against their country's numbering plan (libphonenumber-js, mobile
 * metadata), and removes a trunk 0 after the country code: +44 07… becomes +44 7….
 *
 * An impossible number is refused. A possible one that is not a known mobile is sent with a warning.
 *
 * @param international digits from the country code on, without `+` or `00`
 */
export function checkForeign(international: string): CheckedNumber | Refusal {
	const phone = parsePhoneNumberFromString(`+${international}`);
	if (!phone?.isPossible()) return impossible(international, phone);

	const number = phone.number.slice(1);
	// Each parse removes one zero, so with several zeros no result is final.
	const settled =
		number === international || parsePhoneNumberFromString(phone.number)?.number === phone.number;
	// No North American number starts with 0 or 1, though libphonenumber-js calls it possible.
	if (!settled || /^1[01]/.test(number)) {
		return refuse('NOT_A_NUMBER', `is not a number of country code ${phone.countryCallingCode}`);
	}
	if (number.length < 8) return wrongLength('TOO_SHORT', number);
	if (number.length > 15) return wrongLength('TOO_LONG', number);
	// @assumption NINE_DIGITS_ARE_FRENCH: the provider reads 9 digits that begin with 6 or 7 as a French mobile, because its sample sends to 633445566; a foreign number of that form (New Caledonia: 687 and 6 digits) would reach a stranger, so it is refused.
	if (/^[67]\d{8}$/.test(number)) {
		return refuse(
			'LOOKS_FRENCH',
			`cannot be sent to: the provider would take ${number} for the French mobile 0${number}`,
		);
	}
	return phone.getType() === 'MOBILE' ? { valid: true, number } : unsureMobile(number);
}

/** Whether a numbering plan knows these international digits as a mobile abroad. */
export function isForeignMobile(international: string): boolean {
	const phone = parsePhoneNumberFromString(`+${international}`);
	return phone?.number === `+${international}` && phone.getType() === 'MOBILE';
}

function impossible(international: string, phone: PhoneNumber | undefined): Refusal {
	const length = validatePhoneNumberLength(`+${international}`);
	if (length === 'INVALID_COUNTRY') {
		return refuse(
			'UNKNOWN_COUNTRY_CODE',
			`begins with a country code that does not exist (${international.slice(0, 3)}…)`,
		);
	}
	if (length === 'TOO_SHORT' || length === 'TOO_LONG') {
		return wrongLength(length, international, phone?.countryCallingCode);
	}
	return refuse('NOT_A_NUMBER', 'has a number of digits that its country does not use');
}
