import joursFeries from '@socialgouv/jours-feries';

const HALF_A_DAY = 12 * 60 * 60 * 1000;
const yearsKnown = new Map<string, ReadonlyMap<string, string>>();

// @assumption PUBLIC_HOLIDAYS_OF_METROPOLITAN_FRANCE: the sending window keeps the eleven public holidays of the whole country, not those of Alsace-Moselle or of one overseas department (the abolition of slavery), because a recipient's number does not tell where they live, and no well-kept library has the latter.
/**
 * @param date calendar date, "yyyy-mm-dd"
 * @returns the French name of the public holiday, undefined on any other day
 */
export function publicHoliday(date: string): string | undefined {
	const year = date.slice(0, 4);
	let holidays = yearsKnown.get(year);
	if (!holidays) {
		holidays = new Map(
			Object.entries(joursFeries(Number(year))).map(([name, day]) => [calendarDate(day), name]),
		);
		yearsKnown.set(year, holidays);
	}
	return holidays.get(date);
}

/**
 * The package gives midnight on the clock of the machine, and counts on from Easter in steps of 24
 * hours: where clocks were put back since, that is 23:00 of the day before. Noon is on the right date.
 */
function calendarDate(midnight: Date): string {
	const noon = new Date(midnight.getTime() + HALF_A_DAY);
	const pair = (value: number) => String(value).padStart(2, '0');
	return `${noon.getFullYear()}-${pair(noon.getMonth() + 1)}-${pair(noon.getDate())}`;
}
