/** An oracle that shares no code with the domain: clocks from Intl. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
	let format = formats.get(timezone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-GB', {
			timeZone: timezone,
			calendar: 'gregory',
			hourCycle: 'h23',
			weekday: 'short',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
		});
		formats.set(timezone, format);
	}
	return format;
}

/** The clock of the zone at an instant. */
export function wallClock(instant: number, timezone: string) {
	const part: Record<string, string> = {};
	for (const { type, value } of formatOf(timezone).formatToParts(instant)) part[type] = value;
	const date = `${part['year']}-${part['month']}-${part['day']}`;
	const time = `${part['hour']}:${part['minute']}:${part['second']}`;
	return { weekday: String(part['weekday']), date, time, text: `${date} ${time}` };
}

/** Every instant at which the clock shows the text, found by trying steps of 15 minutes. */
export function instantsShowing(text: string, timezone: string): number[] {
	const about = Date.parse(`${text.replace(' ', 'T')}Z`);
	const found: number[] = [];
	for (let quarter = -16 * 4; quarter <= 16 * 4; quarter++) {
		const instant = about + quarter * 15 * 60_000;
		if (wallClock(instant, timezone).text === text) found.push(instant);
	}
	return found;
}

export const ZONES = [
	'Europe/Paris',
	'UTC',
	'America/New_York',
	'America/St_Johns',
	'Asia/Tokyo',
	'Asia/Kathmandu',
	'Australia/Lord_Howe',
	'Pacific/Kiritimati',
	'Pacific/Pago_Pago',
	'America/Havana',
];
