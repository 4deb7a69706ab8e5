import { Info, type DateTime } from 'luxon';
import { InvalidInput } from '../invalidInput';
import { publicHoliday } from './publicHoliday';
import { providerWarnings, scheduleAt, type Schedule, type ScheduleContext } from './schedule';
import { clockAt, sameReadings, shownTime, wallTime } from './timeZone';
import {
	DEFAULT_SENDING_WINDOW,
	type SendingWindow,
	type SendingWindowRule,
} from './sendingWindowOptions';
import type { Warning } from '../warning';

export { DEFAULT_SENDING_WINDOW, readSendingWindow } from './sendingWindowOptions';
export type { SendingWindow, SendingWindowRule } from './sendingWindowOptions';

/** @param instant milliseconds since the epoch */
export function isAllowed(instant: number, window: SendingWindow): boolean {
	return whyClosed(clockAt(instant, window.timezone), window) === undefined;
}

/**
 * @param instant milliseconds since the epoch
 * @returns the same instant where it is allowed, else the first one after it that is
 * @throws InvalidInput `options.sendingWindow` when the window does not open within a year
 */
export function nextAllowedTime(instant: number, window: SendingWindow): number {
	if (isAllowed(instant, window)) return instant;
	const today = clockAt(instant, window.timezone).startOf('day');
	const [hour = 0, minute = 0] = window.from.split(':').map(Number);
	for (let days = 0; days <= 366; days += 1) {
		const day = today.plus({ days }).startOf('day');
		if (whyClosedAllDay(day, window) !== undefined) continue;
		// Besides the opening, a change of clocks can jump into the window, or back into it.
		const next = [...sameReadings(day.set({ hour, minute })), ...clockChange(day)]
			.filter((time) => time.toMillis() > instant && whyClosed(time, window) === undefined)
			.map((time) => time.toMillis());
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
 * @param rule null where the user has set no window
 * @returns with `postpone`, a schedule at the next allowed time and a POSTPONED warning
 * @throws InvalidInput with `error`, for a time outside the window: field `prog` where one was given,
 * else `options.sendingWindow`
 */
export function applySendingWindow(
	schedule: Schedule | null,
	rule: SendingWindowRule | null,
	route: 'N' | 'M',
	{ now, providerTimezone }: Pick<ScheduleContext, 'now' | 'providerTimezone'>,
): { readonly schedule: Schedule | null; readonly warnings: readonly Warning[] } {
	const window = rule ?? DEFAULT_SENDING_WINDOW;
	const asked = clockAt(schedule?.instant ?? now, window.timezone);
	const reason = route === 'N' ? undefined : whyClosed(asked, window);
	if (reason === undefined) return { schedule, warnings: schedule?.warnings ?? [] };

	const next = nextAllowedTime(asked.toMillis(), window);
	const [from, to] = [shownTime(asked), shownTime(clockAt(next, window.timezone))];
	if (rule === null) {
		const message = `Advertising at ${from}: ${reason}. To send it at the next usual time, ${to}, add the option Sending Window.`;
		return {
			schedule,
			warnings: [...(schedule?.warnings ?? []), { code: 'OUTSIDE_USUAL_HOURS', message }],
		};
	}
	if (rule.outside === 'error') {
		throw new InvalidInput(
			schedule ? 'prog' : 'options.sendingWindow',
			`${from} is outside the sending window: ${reason}`,
			`Set Send At to ${to} or a later time within the window, or choose Postpone in Sending Window.`,
		);
	}
	const message = `Postponed from ${from}${schedule ? '' : ', which is now,'} to ${to}: ${reason}.`;
	const moved = scheduleAt(next, providerTimezone, [
		...stillTrue(schedule, providerTimezone),
		{ code: 'POSTPONED', message },
	]);
	return { schedule: moved, warnings: moved.warnings };
}

/** What was said about the provider's clock was about the time that is given up. */
function stillTrue(schedule: Schedule | null, providerTimezone: string): Warning[] {
	if (!schedule) return [];
	const outdated = providerWarnings(schedule.instant, providerTimezone).map((w) => w.message);
	return schedule.warnings.filter((warning) => !outdated.includes(warning.message));
}

function whyClosed(time: DateTime, window: SendingWindow): string | undefined {
	const clock = wallTime(time).slice(11, 16);
	const isOpen = clock >= window.from && clock < window.to;
	return (
		whyClosedAllDay(time, window) ??
		(isOpen ? undefined : `it is not between ${window.from} and ${window.to}`)
	);
}

function whyClosedAllDay(day: DateTime, window: SendingWindow): string | undefined {
	const holiday = window.publicHolidays ? undefined : publicHoliday(wallTime(day).slice(0, 10));
	if (holiday !== undefined) return `it is a public holiday in France (${holiday})`;
	if (window.days.includes(day.weekday)) return undefined;
	return `it is a ${Info.weekdays('long', { locale: 'en' })[day.weekday - 1]}`;
}

/** The first instant after the clocks of a day change, where they do: on a quarter of an hour. */
function clockChange(day: DateTime): DateTime[] {
	let time = day.minus({ minutes: 15 });
	const { offset } = time;
	if (day.endOf('day').offset === offset) return [];
	while (time.offset === offset) time = time.plus({ minutes: 15 });
	return [time];
}
