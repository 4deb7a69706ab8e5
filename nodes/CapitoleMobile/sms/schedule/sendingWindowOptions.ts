import { Info } from 'luxon';
import { InvalidInput } from '../invalidInput';
import { PROVIDER_TIMEZONE, timeZone } from './timeZone';

/** When advertising may be sent. */
export interface SendingWindow {
	/** ISO weekdays, 1 is Monday, 7 Sunday. */
	readonly days: readonly number[];
	/** "hh:mm", the first minute allowed. */
	readonly from: string;
	/** "hh:mm" up to "24:00", the first minute no longer allowed. */
	readonly to: string;
	/** Whether French public holidays are days like any other. */
	readonly publicHolidays: boolean;
	readonly timezone: string;
}

/**
 * Narrower than the charter of the French operators (AF2M 2026: 8:00 to 21:30, Monday to Saturday
 * recommended), as many providers have it. A default, not legal advice.
 */
export const DEFAULT_SENDING_WINDOW: SendingWindow = {
	days: [1, 2, 3, 4, 5, 6],
	from: '08:00',
	to: '20:00',
	publicHolidays: false,
	timezone: PROVIDER_TIMEZONE,
};

/** What a user may change; what is left out or empty is as in the default window. */
export interface SendingWindowOptions {
	/** "08:00-20:00", also "8h-20h" or "8h30 à 20h". */
	readonly sendingHours?: string | undefined;
	/** ISO weekdays (1 is Monday, 7 Sunday), or their English or French names. */
	readonly sendingDays?: ReadonlyArray<number | string> | undefined;
	/** Whether French public holidays are days like any other. */
	readonly publicHolidays?: boolean | undefined;
	readonly timezone?: string | undefined;
}

const TIME = String.raw`(\d{1,2})(?:\s?[h:]\s?(\d{2})?)?`;
const HOURS = new RegExp(String.raw`^(?:de |from )?${TIME}\s*(?:[-–—]|à|to)\s*${TIME}$`, 'i');
const DAY_NAMES = ['en', 'fr'].map((locale) => Info.weekdays('long', { locale }));

/** @throws InvalidInput `options.sendingWindow` for a window that is not one or never opens, `options.timezone` */
export function readSendingWindow(options: SendingWindowOptions): SendingWindow {
	const { sendingHours, sendingDays, publicHolidays, timezone } = options;
	if (publicHolidays !== undefined && typeof publicHolidays !== 'boolean') {
		throw refusal(
			`Sending Window Holidays is "${String(publicHolidays)}", which is neither true nor false`,
			'Give true to send on public holidays, false not to.',
		);
	}
	const window: SendingWindow = {
		...DEFAULT_SENDING_WINDOW,
		...(isGiven(sendingHours) && readHours(sendingHours)),
		...(sendingDays !== undefined && { days: readDays(sendingDays) }),
		...(publicHolidays !== undefined && { publicHolidays }),
		...(isGiven(timezone) && { timezone }),
	};
	timeZone(window.timezone);
	return window;
}

function readHours(text: string): Pick<SendingWindow, 'from' | 'to'> {
	const match = HOURS.exec(String(text).trim());
	if (!match) {
		throw refusal(`The sending hours "${text}" are not two times`, 'Write them as 08:00-20:00.');
	}
	const [, fromHour, fromMinute, toHour, toMinute] = match;
	const from = readTime(text, fromHour, fromMinute);
	const to = readTime(text, toHour, toMinute);
	if (from >= to) {
		throw refusal(
			`The sending hours "${text}" end before they begin, or at once`,
			'Put the earlier time first, as in 08:00-20:00; hours over midnight are not possible, the day ends at 24:00.',
		);
	}
	return { from, to };
}

/** @returns "hh:mm", which compares as text */
function readTime(text: string, hour = '0', minute = '00'): string {
	if (Number(minute) > 59 || Number(hour) * 60 + Number(minute) > 24 * 60) {
		throw refusal(
			`The sending hours "${text}" are not on the clock`,
			'Use times from 00:00 to 24:00, as in 08:00-20:00.',
		);
	}
	return `${hour.padStart(2, '0')}:${minute}`;
}

function readDays(days: unknown): number[] {
	if (!Array.isArray(days)) {
		throw refusal(
			`The sending days "${String(days)}" are not a list`,
			'Give a list such as [1, 2, 3, 4, 5], where 1 is Monday.',
		);
	}
	if (days.length === 0) {
		throw refusal(
			'No sending day is chosen, so the window never opens',
			'Choose at least one day, or set Sending Window to Off.',
		);
	}
	return [...new Set(days.map(readDay))].sort((a, b) => a - b);
}

function readDay(day: unknown): number {
	const text = String(day).trim().toLowerCase();
	if (/^[1-7]$/.test(text)) return Number(text);
	for (const names of DAY_NAMES) {
		const known = names.map((name) => name.toLowerCase());
		const index = known.findIndex((name) => name === text || name.slice(0, 3) === text);
		if (index >= 0) return index + 1;
	}
	throw refusal(
		`The sending day "${text}" is not a day of the week`,
		'Use numbers from 1 (Monday) to 7 (Sunday), or names such as monday.',
	);
}

function isGiven(text: string | undefined): text is string {
	return text !== undefined && text !== '';
}

function refusal(message: string, remedy: string): InvalidInput {
	return new InvalidInput('options.sendingWindow', message, remedy);
}
