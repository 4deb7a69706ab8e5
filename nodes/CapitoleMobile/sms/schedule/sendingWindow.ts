import { InvalidInput } from '../invalidInput';
import { publicHoliday } from './publicHoliday';
import { providerWarnings, scheduleAt, type Schedule, type ScheduleContext } from './schedule';
import {
	clockChange,
	DAY,
	formatWallTime,
	instantsAt,
	isoTime,
	timeZone,
	wallTimeAt,
	type WallTime,
} from './wallTime';
import type { SendingWindow } from './sendingWindowOptions';
import type { Warning } from '../warning';

export { DEFAULT_SENDING_WINDOW, readSendingWindow } from './sendingWindowOptions';
export type { SendingWindow, SendingWindowOptions } from './sendingWindowOptions';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** @param instant milliseconds since the epoch */
export function isAllowed(instant: number, window: SendingWindow): boolean {
	return whyClosed(wallTimeAt(instant, timeZone(window.timezone)), window) === undefined;
}

/**
 * @param instant milliseconds since the epoch
 * @returns the same instant where it is allowed, else the first one after it that is
 * @throws InvalidInput `options.sendingWindow` when the window does not open within a year
 */
export function nextAllowedTime(instant: number, window: SendingWindow): number {
	if (isAllowed(instant, window)) return instant;
	const zone = timeZone(window.timezone);
	const today = dayOf(wallTimeAt(instant, zone));
	for (let day = today; day <= today + 366 * DAY; day += DAY) {
		if (whyClosedAllDay(day, window) !== undefined) continue;
		// Besides the opening, a change of clocks can jump into the window, or back into it.
		const change = clockChange(day - DAY, day + 2 * DAY, zone);
		const openings = instantsAt(day + timeOfDay(window.from), zone);
		if (change !== undefined && dayOf(wallTimeAt(change, zone)) === day) openings.push(change);
		const next = openings.filter((time) => time > instant && isAllowed(time, window));
		if (next.length > 0) return Math.min(...next);
	}
	throw new InvalidInput(
		'options.sendingWindow',
		'The sending window does not open within a year',
		'Allow more days, or more hours of the day.',
	);
}

/**
 * Keeps advertising within the window; notifications (route N) are left as they are.
 * @param schedule null to send now
 * @returns with `postpone`, a schedule at the next allowed time and a POSTPONED warning
 * @throws InvalidInput with `error`, for a time outside the window: field `prog` where one was given,
 * else `options.sendingWindow`
 */
export function applySendingWindow(
	schedule: Schedule | null,
	mode: 'off' | 'error' | 'postpone',
	route: 'N' | 'M',
	window: SendingWindow,
	{ now, providerTimezone }: Pick<ScheduleContext, 'now' | 'providerTimezone'>,
): Schedule | null {
	if (mode === 'off' || route === 'N') return schedule;
	const asked = schedule?.instant ?? now;
	const zone = timeZone(window.timezone);
	const reason = whyClosed(wallTimeAt(asked, zone), window);
	if (reason === undefined) return schedule;

	const next = nextAllowedTime(asked, window);
	const [from, to] = [isoTime(asked, zone), isoTime(next, zone)];
	if (mode === 'error') {
		throw new InvalidInput(
			schedule ? 'prog' : 'options.sendingWindow',
			`${from} is outside the sending window (${reason}); the next allowed time is ${to}`,
			`Set Send At to ${to} or a later time within the window, or set Sending Window to Postpone.`,
		);
	}
	const message = `Moved by the sending window from ${from}${schedule ? '' : ' (now)'} to ${to}: ${reason}.`;
	return scheduleAt(next, providerTimezone, [
		...stillTrue(schedule, providerTimezone),
		{ code: 'POSTPONED', message },
	]);
}

/** What was said about the provider's clock was about the time that is given up. */
function stillTrue(schedule: Schedule | null, providerTimezone: string): Warning[] {
	if (!schedule) return [];
	const outdated = providerWarnings(schedule.instant, providerTimezone).map((w) => w.message);
	return schedule.warnings.filter((warning) => !outdated.includes(warning.message));
}

function whyClosed(wall: WallTime, window: SendingWindow): string | undefined {
	const day = dayOf(wall);
	const time = wall - day;
	if (time >= timeOfDay(window.from) && time < timeOfDay(window.to)) {
		return whyClosedAllDay(day, window);
	}
	return whyClosedAllDay(day, window) ?? `it is not between ${window.from} and ${window.to}`;
}

function whyClosedAllDay(day: WallTime, window: SendingWindow): string | undefined {
	// 1 January 1970 was a Thursday.
	const weekday = ((Math.floor(day / DAY) + 3) % 7) + 1;
	const holiday = window.publicHolidays
		? undefined
		: publicHoliday(formatWallTime(day).slice(0, 10));
	if (holiday !== undefined) return `it is a public holiday in France (${holiday})`;
	return window.days.includes(weekday) ? undefined : `it is a ${WEEKDAYS[weekday - 1]}`;
}

function dayOf(wall: WallTime): WallTime {
	return Math.floor(wall / DAY) * DAY;
}

/** @param time "hh:mm" */
function timeOfDay(time: string): number {
	return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000;
}
