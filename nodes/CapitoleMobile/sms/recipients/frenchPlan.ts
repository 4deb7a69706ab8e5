import { refuse, unsureMobile, wrongLength, type CheckedNumber, type Refusal } from './reading';

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
	{ name: 'Saint-Pierre-et-Miquelon', code: '', ranges: /^508(?![01]|4[1567]|51)/ },
];

const territoryOf = (national: string): (typeof TERRITORIES)[number] | undefined =>
	METROPOLITAN.test(national) ? undefined : TERRITORIES.find(({ ranges }) => ranges.test(national));

/** @param national 9 digits, behind the 0 with which the number was written */
export const fromNational = (national: string): string =>
	(territoryOf(national)?.code ?? '33') + national;

/** An overseas number as it looks behind +33; any other as it is. */
export const behind33 = (number: string): string =>
	number.replace(/^(?:(?:262|508|59[046])(?=\d{9}$)|(?=508\d{6}$))/, '33');

/** Whether the provider adds its STOP mention on route M: in metropolitan France only. */
export const isMetropolitan = (number: string): boolean => number.startsWith('33');

/**
 * Holds a number of the French plan against it; undefined for a number of any other.
 *
 * What is no 06 or 07 is refused: if the provider's answer named one as invalid, the fate of the whole
 * request would be unclear. A department overseas has its own code, whatever was written.
 */
export function checkFrench(international: string): CheckedNumber | Refusal | undefined {
	// A 0 may have been left behind the code.
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
