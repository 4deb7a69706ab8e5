interface OverseasRange {
	/** How the national number begins, its leading 0 aside. */
	readonly national: string;
	/** What those digits become in an international number. */
	readonly international: string;
	readonly territory: string;
}

// Written nationally, these look like metropolitan numbers, and the provider would dial them as such.
// Ranges: the French numbering plan, as in the metadata of libphonenumber-js 1.13.
// 07093 and 0708 are shared between territories; only the ranges in service are listed.
const RANGES: readonly OverseasRange[] = [
	{ national: '690', international: '590690', territory: 'Guadeloupe' },
	{ national: '691', international: '590691', territory: 'Guadeloupe' },
	{ national: '7090', international: '5907090', territory: 'Guadeloupe' },
	{ national: '694', international: '594694', territory: 'French Guiana' },
	{ national: '70930', international: '59470930', territory: 'French Guiana' },
	{ national: '70931', international: '59470931', territory: 'French Guiana' },
	{ national: '70932', international: '59470932', territory: 'French Guiana' },
	{ national: '70933', international: '59470933', territory: 'French Guiana' },
	{ national: '696', international: '596696', territory: 'Martinique' },
	{ national: '697', international: '596697', territory: 'Martinique' },
	{ national: '7091', international: '5967091', territory: 'Martinique' },
	{ national: '692', international: '262692', territory: 'La Réunion' },
	{ national: '693', international: '262693', territory: 'La Réunion' },
	{ national: '7092', international: '2627092', territory: 'La Réunion' },
	{ national: '639', international: '262639', territory: 'Mayotte' },
	{ national: '70935', international: '26270935', territory: 'Mayotte' },
	{ national: '70936', international: '26270936', territory: 'Mayotte' },
	{ national: '70937', international: '26270937', territory: 'Mayotte' },
	{ national: '7084', international: '5087084', territory: 'Saint-Pierre-et-Miquelon' },
	{ national: '7085', international: '5087085', territory: 'Saint-Pierre-et-Miquelon' },
	// Six digits behind the code there: 0508 55 12 34 from France is +508 55 12 34.
	{ national: '508', international: '508', territory: 'Saint-Pierre-et-Miquelon' },
];

const BY_PREFIX = new Map(RANGES.map((range) => [range.national, range]));
const LENGTHS = [...new Set(RANGES.map(({ national }) => national.length))];

/**
 * The overseas number behind a French one written nationally, or undefined when it is metropolitan.
 *
 * @param national 9 digits, without the leading 0
 * @returns `number` as international digits without `+`, and the territory's name
 */
export function overseasNumber(
	national: string,
): { readonly number: string; readonly territory: string } | undefined {
	for (const length of LENGTHS) {
		const range = BY_PREFIX.get(national.slice(0, length));
		if (range) {
			return {
				number: range.international + national.slice(length),
				territory: range.territory,
			};
		}
	}
	return undefined;
}
