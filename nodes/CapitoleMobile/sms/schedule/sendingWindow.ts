import { Info, type DateTime } from 'luxon';
import { InvalidInput } from '../invalidInput';
import { publicHoliday } from './publicHoliday';
import type { SendingTime } from './schedule';
import { clockAt, PROVIDER_TIMEZONE, shownTime, wallTime } from './timeZone';
import {
	DEFAULT_SENDING_WINDOW,
	type SendingWindow,
	type SendingWindowRule,
} from './sendingWindowOptions';

/**
 * @param instant milliseconds since the epoch
 * @returns the same instant where it is allowed, else the next opening; a window that opens in the hour
 *   when clocks change may open late that night, or stay closed
 * @throws InvalidInput `options.sendingWindow` when the window does not open within a year
 */
export function nextAllowedTime(instant: number, window: SendingWindow): number {
	const asked = clockAt(instant, PROVIDER_TIMEZONE);
	if (whyClosed(asked, window) === undefined) return instant;
	const [hour = 0, minute = 0] = window.from.split(':').map(Number);
	for (let days = 0; days <= 366; days += 1) {
		const opening = asked.plus({ days }).startOf('day').set({ hour, minute });
		if (opening > asked && whyClosed(opening, window) === undefined) return opening.toMillis();
	}
	throw new InvalidInput(
		'options.sendingWindow',
		'The window does not open within a year',
		'Allow more days, or more hours of the day.',
	);
}

/**
 * Keeps advertising within the window; notifications (route N) are left as they are.
 *
 * @param rule null where the user has set no window
 * @param now milliseconds since the epoch
 * @returns with `postpone`, the next allowed time and a POSTPONED warning
 * @throws InvalidInput with `error`, for a time outside the window: field `prog` where one was given,
 * else `options.sendingWindow`
 */
export function applySendingWindow(
	time: SendingTime,
	rule: SendingWindowRule | null,
	route: 'N' | 'M',
	now: number,
): SendingTime {
	if (route === 'N') return time;
	const window = rule ?? DEFAULT_SENDING_WINDOW;
	const asked = clockAt(time.instant ?? now, PROVIDER_TIMEZONE);
	const reason = whyClosed(asked, window);
	if (reason === undefined) return time;

	const next = nextAllowedTime(asked.toMillis(), window);
	const [from, to] = [shownTime(asked), shownTime(clockAt(next, PROVIDER_TIMEZONE))];
	if (rule === null) {
		const message = `Advertising at ${from}: ${reason}. To send it at the next usual time, ${to}, add the option Sending Window.`;
		return { ...time, warnings: [...time.warnings, { code: 'OUTSIDE_USUAL_HOURS', message }] };
	}
	const isNow = time.instant === null;
	if (rule.outside === 'error') {
		throw new InvalidInput(
			isNow ? 'options.sendingWindow' : 'prog',
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
