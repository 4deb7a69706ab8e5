const FIXED: ReadonlyArray<readonly [date: string, name: string]> = [
	['01-01', "Jour de l'an"],
	['05-01', 'Fête du travail'],
	['05-08', 'Victoire des alliés'],
	['07-14', 'Fête Nationale'],
	['08-15', 'Assomption'],
	['11-01', 'Toussaint'],
	['11-11', 'Armistice'],
	['12-25', 'Noël'],
];
const MOVABLE = ['Lundi de Pâques', 'Ascension', 'Lundi de Pentecôte'];
const BY_YEAR = {
	2025: ['04-21', '05-29', '06-09'],
	2026: ['04-06', '05-14', '05-25'],
	2027: ['03-29', '05-06', '05-17'],
	2028: ['04-17', '05-25', '06-05'],
};

/** French public holidays, copied by hand from the calendar, with the names shown to users. */
export const HOLIDAYS: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries(BY_YEAR).flatMap(([year, dates]) =>
		[...FIXED, ...dates.map((date, nth) => [date, MOVABLE[nth] ?? ''] as const)].map(
			([date, name]) => [`${year}-${date}`, name] as const,
		),
	),
);

/** Every day of these years that `nameOf` calls a holiday, with its name. */
export function holidaysBy(nameOf: (date: string) => string | undefined): Record<string, string> {
	const found: Record<string, string> = {};
	for (let day = Date.UTC(2025, 0, 1); day < Date.UTC(2029, 0, 1); day += 86_400_000) {
		const date = new Date(day).toISOString().slice(0, 10);
		const name = nameOf(date);
		if (name !== undefined) found[date] = name;
	}
	return found;
}
