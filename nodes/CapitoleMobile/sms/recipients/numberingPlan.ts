import {
	parsePhoneNumberFromString,
	validatePhoneNumberLength,
	type PhoneNumber,
} from 'libphonenumber-js/mobile';

import { overseasNumber } from './overseas';
import { refuse, type Refusal } from './refusal';
import type { Warning } from '../warning';

/** A number that an SMS can be sent to. */
export interface CheckedNumber {
	readonly valid: true;
	/** International digits without `+`, 8 to 15. */
	readonly number: string;
	readonly warning?: Warning;
}

/** Metropolitan France, and the departments overseas whose plans are parts of the French one. */
const FRENCH_CODES: ReadonlySet<string> = new Set(['33', '590', '594', '596', '262']);

/**
 * Holds international digits against the numbering plan of their country (libphonenumber-js, metadata
 * for mobile numbers), and takes out a 0 left behind the country code: +33 06… is +33 6….
 *
 * Impossible numbers are refused, and so are French numbers other than 06 and 07: if the provider's
 * answer named one as invalid, the fate of the whole request would be unclear. Abroad, plans change
 * faster than this package: a number that is possible but not known as a mobile is sent, with a warning.
 *
 * @param international digits from the country code on, without `+` or `00`
 */
export function checkNumber(international: string): CheckedNumber | Refusal {
	const phone = parsePhoneNumberFromString(`+${international}`);
	if (!phone?.isPossible()) return impossible(international, phone);

	const { countryCallingCode, nationalNumber } = phone;
	const number = phone.number.slice(1);
	// With several zeros, each reading takes out one, so no reading is final.
	const settled =
		number === international || parsePhoneNumberFromString(phone.number)?.number === phone.number;
	// No North American number begins with 0 or 1, though libphonenumber-js calls it possible.
	if (!settled || /^1[01]/.test(number)) {
		return refuse('NOT_A_NUMBER', `is not a number of country code ${countryCallingCode}`);
	}
	if (number.length < 8) return wrongLength('TOO_SHORT', number);
	if (number.length > 15) return wrongLength('TOO_LONG', number);

	if (FRENCH_CODES.has(countryCallingCode) && !/^[67]/.test(nationalNumber)) {
		return refuse(
			'NOT_A_MOBILE',
			'is a French landline or special number, which cannot get an SMS',
		);
	}
	// ARCEP reserves 06 39 98 for fiction, which the metadata does not know.
	const mobile = phone.getType() === 'MOBILE' || number.startsWith('3363998');
	return looksFrench(number, mobile) ?? checked(number, nationalNumber, mobile);
}

/**
 * Whether the digits are, as far as plans tell, a mobile abroad.
 *
 * @param international digits from the country code on
 */
export function isForeignMobile(international: string): boolean {
	const phone = parsePhoneNumberFromString(`+${international}`);
	return phone?.number === `+${international}` && phone.getType() === 'MOBILE';
}

// @assumption NINE_DIGITS_ARE_FRENCH: the provider takes 9 digits that begin with 6 or 7 for a French mobile, because its sample sends to 633445566; a foreign number of that form (New Caledonia: 687 and 6 digits) would reach a stranger, so it is refused.
function looksFrench(number: string, mobile: boolean): Refusal | undefined {
	if (/^[67]\d{8}$/.test(number)) {
		return refuse(
			'LOOKS_FRENCH',
			`cannot be sent to: the provider would take ${number} for the French mobile 0${number}`,
		);
	}
	// A French mobile without its zero, with a digit too few or too many, passes for one of Australia's.
	if (/^[67](?:\d{7}|\d{9})$/.test(number) && !mobile) {
		return refuse(
			number.length < 9 ? 'TOO_SHORT' : 'TOO_LONG',
			`has ${number.length} digits: a French mobile has 9 behind its 0, and as a foreign number it is no mobile`,
		);
	}
	return undefined;
}

function checked(number: string, national: string, mobile: boolean): CheckedNumber {
	if (mobile) return { valid: true, number };
	const overseas = number.startsWith('33') ? overseasNumber(national) : undefined;
	const message = overseas
		? `${number} has the code of metropolitan France, but 0${national} is a number of ${overseas.territory}: if that is meant, write +${overseas.number}.`
		: `${number} is not known as a mobile number: the SMS may not arrive.`;
	return { valid: true, number, warning: { code: 'NOT_A_MOBILE', message } };
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

/** @param countryCode the country whose numbers have another length; none when no number is so long */
export function wrongLength(
	code: 'TOO_SHORT' | 'TOO_LONG',
	digits: string,
	countryCode?: string,
): Refusal {
	const much = code === 'TOO_SHORT' ? 'too few' : 'too many';
	const forWhat = countryCode === undefined ? 'a mobile number' : `country code ${countryCode}`;
	return refuse(code, `has ${much} digits (${digits.length}) for ${forWhat}`);
}
