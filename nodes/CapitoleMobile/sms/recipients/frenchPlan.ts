import { refuse, wrongLength, type CheckedNumber, type Refusal } from './refusal';

// Mobile ranges in service as in the metadata of libphonenumber-js 1.13, and 0639 98, which ARCEP
// reserves for fiction. Written plainly, they read many times faster; a test holds them against it.
const METROPOLITAN = /^(?:6(?:[0-24-8]\d|3[0-8]|9[589])\d{6}|63998\d{4}|7[3-9]\d{7})$/;

// Written nationally or behind +33, these look metropolitan, and the provider would dial them as such.
// 07093 and 0708 are shared between territories; only the ranges in service are listed.
const TERRITORIES = [
	{ name: 'Guadeloupe', code: '590', ranges: /^(?:69[01]|7090)/ },
	{ name: 'French Guiana', code: '594', ranges: /^(?:694|7093[0-3])/ },
	{ name: 'Martinique', code: '596', ranges: /^(?:69[67]|7091)/ },
	{ name: 'La Réunion', code: '262', ranges: /^(?:69[23]|7092)/ },
	{ name: 'Mayotte', code: '262', ranges: /^(?:639(?!98)|7093[5-7])/ },
	{ name: 'Saint-Pierre-et-Miquelon', code: '508', ranges: /^708[45]/ },
	// Six digits behind the code there: 0508 55 12 34 from France is +508 55 12 34.
	{ name: 'Saint-Pierre-et-Miquelon', code: '', ranges: /^508/ },
];

/** Country codes whose numbers are parts of the one French plan. */
const FRENCH = /^(33|590|594|596|262)0?(\d*)$/;

export interface FrenchNumber {
	readonly code: string;
	/** What follows the country code, without a 0 left between them; 9 digits where nothing is amiss. */
	readonly national: string;
}

/** Undefined for the numbers of all other countries. */
export function splitFrench(international: string): FrenchNumber | undefined {
	const [, code, national] = FRENCH.exec(international) ?? [];
	return code === undefined || national === undefined ? undefined : { code, national };
}

/**
 * The overseas number behind a French one written nationally, or undefined when it is metropolitan.
 *
 * @param national 9 digits, without the leading 0
 * @returns `number` as international digits without `+`, and the territory's name
 */
export function overseasNumber(
	national: string,
): { readonly number: string; readonly territory: string } | undefined {
	const found = TERRITORIES.find(({ ranges }) => ranges.test(national));
	return found && { number: found.code + national, territory: found.name };
}

/** Whether the provider adds its STOP mention on route M: in metropolitan France only. */
export const isMetropolitan = (number: string): boolean => number.startsWith('33');

/** An overseas number as it looks behind +33; any other as it is. */
export const behind33 = (number: string): string =>
	number.replace(/^(?:(?:262|508|59[046])(?=\d{9}$)|(?=508\d{6}$))/, '33');

/**
 * Holds a number of the French plan against it. What is no 06 or 07 is refused: if the provider's
 * answer named one as invalid, the fate of the whole request would be unclear.
 */
export function checkFrench({ code, national }: FrenchNumber): CheckedNumber | Refusal {
	if (national.length !== 9) {
		return wrongLength(national.length < 9 ? 'TOO_SHORT' : 'TOO_LONG', code + national, code);
	}
	if (!/^[67]/.test(national)) {
		return refuse(
			'NOT_A_MOBILE',
			'is a French landline or special number, which cannot get an SMS',
		);
	}
	const isKnown =
		code === '33' ? METROPOLITAN.test(national) : overseasNumber(national) !== undefined;
	const number = code + national;
	return isKnown ? { valid: true, number } : unsureMobile(number);
}

/** A possible number that no plan knows as a mobile: plans change faster than this package. */
export function unsureMobile(number: string): CheckedNumber {
	const message = `${number} is not known as a mobile number: the SMS may not arrive.`;
	return { valid: true, number, warning: { code: 'UNSURE_MOBILE', message } };
}
