import { InvalidInput } from '../refused';
import { oneOf, readSwitch, shown } from '../givenValue';

/** When advertising may be sent, on the provider's clock. */
export interface SendingWindow {
	/** ISO weekdays, 1 is Monday, 7 Sunday. */
	readonly days: readonly number[];
	/** "hh:mm", the first minute allowed. */
	readonly from: string;
	/** "hh:mm" up to "24:00", the first minute no longer allowed. */
	readonly to: string;
	/** Whether French public holidays are days like any other. */
	readonly publicHolidays: boolean;
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
};

/** A sending window, and what to do with an SMS outside it. */
export interface SendingWindowRule extends SendingWindow {
	readonly outside: 'postpone' | 'error';
}

const TIME = String.raw`(\d{1,2})(?:\s?[h:]\s?(\d{2})?)?`;
const HOURS = new RegExp(String.raw`^(?:de |from )?${TIME}\s*(?:[-–—]|à|to)\s*${TIME}$`, 'i');

/** Days by the name of the choice, ISO weekdays. */
const DAYS = {
	everyDay: [1, 2, 3, 4, 5, 6, 7],
	mondayToFriday: [1, 2, 3, 4, 5],
	mondayToSaturday: DEFAULT_SENDING_WINDOW.days,
	chosen: [],
} as const;

const FIELD = 'Sending Window';
const readDaysChoice = oneOf(...(Object.keys(DAYS) as Array<keyof typeof DAYS>));
const readOutside = oneOf('postpone', 'error');

/**
 * @param group the option as n8n gives it: `outside`, `days`, `chosenDays` (ISO weekdays), `hours`
 *   ("08:00-20:00", also "8h-20h" or "8h30 à 20h"), `publicHolidays`; what is left out is as in the
 *   default window, and postponed
 * @throws InvalidInput “Sending Window” for a window that is none or never opens
 */
export function readSendingWindow(group: unknown): SendingWindowRule {
	if (typeof group !== 'object' || group === null || Array.isArray(group)) {
		throw refusal(
			`${shown(group)} is not a sending window`,
			'Fill in the fields of the option, or remove it.',
		);
	}
	const { outside, days, chosenDays, hours, publicHolidays } = group as Partial<
		Record<string, unknown>
	>;
	const choice = readDaysChoice(FIELD, days ?? 'mondayToSaturday');
	return {
		...DEFAULT_SENDING_WINDOW,
		outside: readOutside(FIELD, outside ?? 'postpone'),
		days: choice === 'chosen' ? readDays(chosenDays ?? DAYS.mondayToFriday) : DAYS[choice],
		publicHolidays: readSwitch(FIELD, publicHolidays ?? false),
		...(hours !== undefined && hours !== '' && readHours(String(hours))),
	};
}

function readHours(text: string): Pick<SendingWindow, 'from' | 'to'> {
	const match = HOURS.exec(String(text).trim());
	if (!match) {
		throw refusal(`${shown(text)} in Hours is not two times`, 'Write them as 08:00-20:00.');
	}
	const [, fromHour, fromMinute, toHour, toMinute] = match;
	const from = readTime(text, fromHour, fromMinute);
	const to = readTime(text, toHour, toMinute);
	if (from >= to) {
		throw refusal(
			`${shown(text)} in Hours does not end after it begins`,
			'Put the earlier time first, as in 08:00-20:00. Hours cannot go past midnight, which is 24:00.',
		);
	}
	return { from, to };
}

/** @returns "hh:mm", which compares as text */
function readTime(text: string, hour = '0', minute = '00'): string {
	if (Number(minute) > 59 || Number(hour) * 60 + Number(minute) > 24 * 60) {
		throw refusal(
			`${shown(text)} in Hours is not on a clock`,
			'Use times from 00:00 to 24:00, as in 08:00-20:00.',
		);
	}
	return `${hour.padStart(2, '0')}:${minute}`;
}

function readDays(days: unknown): number[] {
	if (!Array.isArray(days)) {
		throw refusal(
			`The days are ${shown(days)}, not a list`,
			'Give a list such as [1, 2, 3, 4, 5], where 1 is Monday.',
		);
	}
	if (days.length === 0) {
		throw refusal(
			'No day is chosen, so the window never opens',
			'Choose at least one day, or remove the option.',
		);
	}
	return [...new Set(days.map(readDay))].sort((a, b) => a - b);
}

function readDay(day: unknown): number {
	const text = String(day).trim();
	if (/^[1-7]$/.test(text)) return Number(text);
	throw refusal(
		`${shown(text)} is not a day of the week`,
		'Use numbers from 1 (Monday) to 7 (Sunday).',
	);
}

function refusal(message: string, remedy: string): InvalidInput {
	return new InvalidInput(FIELD, message, remedy);
}
