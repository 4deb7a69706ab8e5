import { isGroup, oneOf, readSwitch, shown } from '../optionReaders';
import { InvalidInput } from '../refused';

/** When SMS may be sent, on their recipients' clocks. */
export interface SendingWindow {
	/** ISO weekdays, 1 is Monday, 7 Sunday. */
	readonly days: readonly number[];
	/** "hh:mm", the first minute allowed. */
	readonly from: string;
	/** "hh:mm" up to "24:00", the first minute after the window. */
	readonly to: string;
	/** Whether French public holidays count as ordinary days. */
	readonly publicHolidays: boolean;
}

/**
 * Narrower than the French operators' charter (AF2M 2026: 8:00 to 21:30, Monday to Saturday
 * recommended), like many providers' defaults. Not legal advice.
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

/** ISO weekdays of each choice. */
const DAYS = {
	everyDay: [1, 2, 3, 4, 5, 6, 7],
	mondayToFriday: [1, 2, 3, 4, 5],
	mondayToSaturday: DEFAULT_SENDING_WINDOW.days,
	chosen: [],
} as const;

const FIELD = 'Sending Window';
const readDaysChoice = oneOf(...(Object.keys(DAYS) as Array<keyof typeof DAYS>));
const readOutside = oneOf('postpone', 'error');

const deny = (message: string, remedy: string): never => {
	throw new InvalidInput(FIELD, message, remedy);
};

/**
 * @param group the option as n8n gives it: `outside`, `days`, `chosenDays` (ISO weekdays), `hours`
 *   ("08:00-20:00", also "8h-20h" or "8h30 à 20h"), `publicHolidays`; missing fields are those of the
 *   default window, with `postpone`
 * @throws InvalidInput “Sending Window” for a window that cannot be read or never opens
 */
export function readSendingWindow(group: unknown): SendingWindowRule {
	if (!isGroup(group)) {
		const message = `${shown(group)} is not a sending window`;
		return deny(message, 'Fill in the fields of the option, or remove it.');
	}
	// An expression that gives nothing is no missing field: it is refused.
	const { outside, days, chosenDays, hours, publicHolidays }: Record<string, unknown> = {
		...{ outside: 'postpone', days: 'mondayToSaturday', chosenDays: DAYS.mondayToFriday },
		...{ hours: '', publicHolidays: false, ...group },
	};
	const choice = readDaysChoice(FIELD, days);
	return {
		...DEFAULT_SENDING_WINDOW,
		outside: readOutside(FIELD, outside),
		days: choice === 'chosen' ? readDays(chosenDays) : DAYS[choice],
		publicHolidays: readSwitch(FIELD, publicHolidays),
		...(hours !== '' && readHours(String(hours))),
	};
}

function readHours(hours: string): Pick<SendingWindow, 'from' | 'to'> {
	const match = HOURS.exec(hours.trim());
	const given = `${shown(hours)} in Hours`;
	if (!match) return deny(`${given} is not two times`, 'Write them as 08:00-20:00.');
	// "hh:mm", which compares as text.
	const timeOf = (hour = '0', minute = '00'): string =>
		Number(minute) < 60 && Number(hour) * 60 + Number(minute) <= 24 * 60
			? `${hour.padStart(2, '0')}:${minute}`
			: deny(
					`${given} has a time that does not exist`,
					'Use times from 00:00 to 24:00, as in 08:00-20:00.',
				);
	const from = timeOf(match[1], match[2]);
	const to = timeOf(match[3], match[4]);
	if (from < to) return { from, to };
	return deny(
		`${given} must end after it begins`,
		'Put the earlier time first, as in 08:00-20:00. Hours cannot go past midnight, which is 24:00.',
	);
}

function readDays(days: unknown): number[] {
	if (!Array.isArray(days)) {
		const message = `The days are ${shown(days)}, not a list`;
		return deny(message, 'Give a list such as [1, 2, 3, 4, 5], where 1 is Monday.');
	}
	if (days.length === 0) {
		const message = 'No day is chosen, so the window never opens';
		return deny(message, 'Choose at least one day, or remove the option.');
	}
	const texts = days.map((day) => String(day).trim());
	const odd = texts.find((day) => !/^[1-7]$/.test(day));
	if (odd !== undefined) {
		const message = `${shown(odd)} is not a day of the week`;
		return deny(message, 'Use numbers from 1 (Monday) to 7 (Sunday).');
	}
	return [...new Set(texts.map(Number))].sort((a, b) => a - b);
}
