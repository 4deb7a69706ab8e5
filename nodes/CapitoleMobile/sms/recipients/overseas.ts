// Written nationally, these look like metropolitan numbers, and the provider would dial them as such.
// Ranges: the French numbering plan, as in the metadata of libphonenumber-js 1.13.
// 07093 and 0708 are shared between territories; only the ranges in service are listed.
const TERRITORIES = [
	{ name: 'Guadeloupe', code: '590', ranges: /^(?:69[01]|7090)/ },
	{ name: 'French Guiana', code: '594', ranges: /^(?:694|7093[0-3])/ },
	{ name: 'Martinique', code: '596', ranges: /^(?:69[67]|7091)/ },
	{ name: 'La Réunion', code: '262', ranges: /^(?:69[23]|7092)/ },
	// Not 639 98: ARCEP reserves it for fiction, as metropolitan numbers.
	{ name: 'Mayotte', code: '262', ranges: /^(?:639(?!98)|7093[5-7])/ },
	{ name: 'Saint-Pierre-et-Miquelon', code: '508', ranges: /^708[45]/ },
	// Six digits behind the code there: 0508 55 12 34 from France is +508 55 12 34.
	{ name: 'Saint-Pierre-et-Miquelon', code: '', ranges: /^508/ },
];

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
