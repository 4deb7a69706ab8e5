import joursFeries from '@socialgouv/jours-feries';
import { type DateTime, Info } from 'luxon';

import { InvalidInput } from '../refused';
import type { SendingTime } from './schedule';
import {
	DEFAULT_SENDING_WINDOW,
	type SendingWindow,
	type SendingWindowRule,
} from './sendingWindowOptions';
import { clockAt, localZones, PROVIDER_TIMEZONE, shownTime, wallTime } from './timeZone';

const HALF_A_DAY = 12 * 60 * 60 * 1000;
const yearsKnown = new Map<string, ReadonlyMap<string, string>>();

// @assumption PUBLIC_HOLIDAYS_OF_METROPOLITAN_FRANCE: the sending window observes the eleven national public holidays, not those of Alsace-Moselle or of one overseas department (the abolition of slavery), because a number does not show where its owner lives, and no well-kept library has those.
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
 * The package counts from Easter in steps of 24 hours on the machine's clock: after clocks go back, its
 * midnight is 23:00 of the day before. Noon is on the right date.
 */
function calendarDate(midnight: Date): string {
	const noon = new Date(midnight.getTime() + HALF_A_DAY);
	const pair = (value: number) => String(value).padStart(2, '0');
	return `${noon.getFullYear()}-${pair(noon.getMonth() + 1)}-${pair(noon.getDate())}`;
}

const FIELD = 'Sending Window';

const DAY = 24 * 60 * 60_000;
/** A window that stays closed for a year never opens. */
const YEAR = 366 * DAY;
/** Different time zones share open hours within some days, or never. */
const WEEK = 7 * DAY;

/**
 * @param instant milliseconds since the epoch
 * @param zones IANA names; the clocks of all must show an allowed time
 * @returns the instant if it is allowed, else the next that is; a window that opens in the hour when
 *   clocks change may open late that night, or stay closed
 * @throws InvalidInput “Sending Window” if there is none within a year, or within a week for several
 *   zones
 */
export function nextAllowedTime(
	instant: number,
	window: SendingWindow,
	zones: readonly string[] = [PROVIDER_TIMEZONE],
): number {
	const end = instant + (zones.length > 1 ? WEEK : YEAR);
	let next = instant;
	for (;;) {
		const closed = zones.find((zone) => whyClosed(clockAt(next, zone), window) !== undefined);
		if (closed === undefined) return next;
		next = nextOpening(clockAt(next, closed), window, end);
	}
}

function nextOpening(asked: DateTime, window: SendingWindow, end: number): number {
	const [hour = 0, minute = 0] = window.from.split(':').map(Number);
	const onDayOf = (time: DateTime): DateTime => time.startOf('day').set({ hour, minute });
	let opening = onDayOf(asked);
	while (opening.toMillis() <= end) {
		if (opening > asked && whyClosed(opening, window) === undefined) return opening.toMillis();
		opening = onDayOf(opening.plus({ days: 1 }));
	}
	throw neverOpen();
}

/** When a window that is open first closes in one of the zones. */
export function closingTime(
	instant: number,
	{ to }: SendingWindow,
	zones: readonly string[],
): number {
	const [hour = 0, minute = 0] = to.split(':').map(Number);
	// Not from midnight: of an hour that comes twice, it may be the second.
	const end = { hour, minute, second: 0, millisecond: 0 };
	return Math.min(...zones.map((zone) => clockAt(instant, zone).set(end).toMillis()));
}

/**
 * Keeps an SMS within the window on its recipients' clocks. Without a rule, marketing at an unusual
 * hour gets a warning, and notifications (route N) are not checked.
 *
 * @param rule null if the user has set no window
 * @param now milliseconds since the epoch; an earlier time counts as now
 * @param recipients international digits
 * @returns with `postpone`, the next allowed time and a POSTPONED warning
 * @throws InvalidInput with `error`, outside the window: field `prog` if a time was given, else
 *   “Sending Window”
 */
export function applySendingWindow(
	time: SendingTime,
	rule: SendingWindowRule | null,
	route: 'N' | 'M',
	now: number,
	recipients: readonly string[] = [],
): SendingTime {
	if (rule === null && route === 'N') return time;
	const window = rule ?? DEFAULT_SENDING_WINDOW;
	const isNow = time.instant === null || time.instant < now;
	const instant = isNow ? now : (time.instant ?? now);
	const zones = localZones(recipients);
	const [asked] = zones
		.map((zone) => clockAt(instant, zone))
		.filter((clock) => whyClosed(clock, window) !== undefined);
	if (asked === undefined) return time;

	const next = nextAllowedTime(instant, window, zones);
	const reason = whyClosed(asked, window) ?? '';
	const [from, to] = [shownTime(asked), shownTime(asked.plus(next - instant))];
	if (rule === null) {
		const message = `Advertising at ${from}: ${reason}. To send it at the next usual time, ${to}, add the safeguard Sending Window.`;
		return { ...time, warnings: [...time.warnings, { code: 'OUTSIDE_USUAL_HOURS', message }] };
	}
	if (rule.outside === 'error') {
		throw new InvalidInput(
			isNow ? FIELD : 'prog',
			`${from} is outside the sending window: ${reason}`,
			`Set Send At to ${to} or a later time within the window, or choose Postpone in Sending Window.`,
		);
	}
	const message = `Postponed from ${from}${isNow ? ', which is now,' : ''} to ${to}: ${reason}.`;
	return { instant: next, warnings: [...time.warnings, { code: 'POSTPONED', message }] };
}

function whyClosed(time: DateTime, window: SendingWindow): string | undefined {
	const [date = '', clock = ''] = wallTime(time).split(' ');
	const holiday = window.publicHolidays ? undefined : publicHoliday(date);
	if (holiday !== undefined) return `it is a public holiday in France (${holiday})`;
	if (!window.days.includes(time.weekday)) {
		return `it is a ${Info.weekdays('long', { locale: 'en' })[time.weekday - 1]}`;
	}
	const isOpen = clock >= window.from && clock < window.to;
	return isOpen ? undefined : `it is not between ${window.from} and ${window.to}`;
}

function neverOpen(): InvalidInput {
	return new InvalidInput(
		FIELD,
		'The window does not open within a year, or, for recipients in several time zones, within a week',
		'Allow more days, or more hours of the day, or send to each territory in an item of its own.',
	);
}
