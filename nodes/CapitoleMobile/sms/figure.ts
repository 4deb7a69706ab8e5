/** A count in English notation: `9,675`. */
export const figure = (count: number): string => count.toLocaleString('en-US');

/** `1 part`, `1,200 parts`; SMS has no plural. */
export const counted = (noun: string, count: number): string =>
	`${figure(count)} ${noun}${count === 1 || noun === 'SMS' ? '' : 's'}`;

/** Rows listed beside a count. */
const NAMED_ROWS = 3;

/** Row numbers: `3, 7, 9, …` */
export const rowsNamed = (rows: readonly number[]): string =>
	[...rows.slice(0, NAMED_ROWS), ...(rows.length > NAMED_ROWS ? ['…'] : [])].join(', ');

/**
 * Lists the first entries and counts the others: `a, b and 1,200 more`.
 *
 * @param nameOf called for the listed entries only, since there may be a million
 */
export function firstOf<One>(
	all: readonly One[],
	most: number,
	nameOf: (one: One) => string = String,
): string {
	const named = all
		.slice(0, most)
		.map((one) => nameOf(one))
		.join(', ');
	const more = all.length - most;
	return more > 0 ? `${named} and ${figure(more)} more` : named;
}
