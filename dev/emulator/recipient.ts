/**
 * A number as the provider takes it: international digits, or null when it is invalid.
 * "Si l'indicatif international n'est pas indiqué, le numéro est considéré comme provenant de France
 * Métropolitaine": 0611223344 and 611223344 are 33611223344; landlines get no SMS. Nothing but
 * digits is on the page.
 */
export function internationalNumber(written: string): string | null {
	if (!/^\d+$/.test(written)) return null;
	const national = /^0?([67]\d{8})$/.exec(written)?.[1];
	const number = national ? `33${national}` : written;
	if (number.startsWith('33')) return /^33[67]\d{8}$/.test(number) ? number : null;
	return /^[1-9]\d{7,14}$/.test(number) ? number : null;
}

/** Whether STOP's mention is added to a route M message for this international number. */
export const isMetropolitan = (number: string): boolean => number.startsWith('33');
