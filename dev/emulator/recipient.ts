/**
 * Converts a number to international digits, as the provider does; null if it is invalid.
 * "Si l'indicatif international n'est pas indiqué, le numéro est considéré comme provenant de France
 * Métropolitaine": 0611223344 and 611223344 are 33611223344. The page shows digits only. Landlines get
 * no SMS.
 */
export function internationalNumber(written: string): string | null {
	if (!/^\d+$/.test(written)) return null;
	const national = /^0?([67]\d{8})$/.exec(written)?.[1];
	const number = national ? `33${national}` : written;
	if (number.startsWith('33')) return /^33[67]\d{8}$/.test(number) ? number : null;
	return /^[1-9]\d{7,14}$/.test(number) ? number : null;
}

/** Whether route M adds the STOP mention for this international number. */
export const isMetropolitan = (number: string): boolean => number.startsWith('33');
