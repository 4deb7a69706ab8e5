import {
	parsePhoneNumberFromString,
	validatePhoneNumberLength,
	type PhoneNumber,
} from 'libphonenumber-js/mobile';

import { refuse, unsureMobile, wrongLength, type CheckedNumber, type Refusal } from './reading';

/**
 * Holds international digits against the numbering plan of their country (libphonenumber-js, metadata
 * for mobile numbers), and takes out a 0 left behind the country code: +44 07… is +44 7….
 *
 * Impossible numbers are refused. A number that is possible but not known as a mobile is sent, with a
 * warning.
 *
 * @param international digits from the country code on, without `+` or `00`
 */
export function checkForeign(international: string): CheckedNumber | Refusal {
	const phone = parsePhoneNumberFromString(`+${international}`);
	if (!phone?.isPossible()) return impossible(international, phone);

	const number = phone.number.slice(1);
	// With several zeros, each reading takes out one, so no reading is final.
	const settled =
		number === international || parsePhoneNumberFromString(phone.number)?.number === phone.number;
	// No North American number begins with 0 or 1, though libphonenumber-js calls it possible.
	if (!settled || /^1[01]/.test(number)) {
		return refuse('NOT_A_NUMBER', `is not a number of country code ${phone.countryCallingCode}`);
	}
	if (number.length < 8) return wrongLength('TOO_SHORT', number);
	if (number.length > 15) return wrongLength('TOO_LONG', number);
	// @assumption NINE_DIGITS_ARE_FRENCH: the provider takes 9 digits that begin with 6 or 7 for a French mobile, because its sample sends to 633445566; a foreign number of that form (New Caledonia: 687 and 6 digits) would reach a stranger, so it is refused.
	if (/^[67]\d{8}$/.test(number)) {
		return refuse(
			'LOOKS_FRENCH',
			`cannot be sent to: the provider would take ${number} for the French mobile 0${number}`,
		);
	}
	return phone.getType() === 'MOBILE' ? { valid: true, number } : unsureMobile(number);
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
