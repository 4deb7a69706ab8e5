/** A count as people read it in English: `9,675`. */
export const figure = (count: number): string => count.toLocaleString('en-US');

/** The first of them, and how many more there are: `a, b and 1,200 more`. */
export function firstOf(names: ReadonlyArray<string | number>, most: number): string {
	const named = names.slice(0, most).join(', ');
	const more = names.length - most;
	return more > 0 ? `${named} and ${figure(more)} more` : named;
}
