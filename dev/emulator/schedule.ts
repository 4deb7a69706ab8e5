import { DateTime } from 'luxon';

const FORMAT = 'yyyy-MM-dd HH:mm:ss';
/** Time zone of the provider's dates: its page does not say. */
export type Clock = 'Europe/Paris' | 'UTC';

const on = (clock: Clock) => ({ zone: clock, locale: 'en' }) as const;

/**
 * Converts a `prog` to an instant; null if it is not in the page's format, or is a time that the clock
 * skips (in March). Of the hour that comes twice in October, the first one counts.
 */
export function readProg(prog: string, clock: Clock = 'Europe/Paris'): Date | null {
	if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(prog)) return null;
	const time = DateTime.fromFormat(prog, FORMAT, on(clock));
	return time.isValid && time.toFormat(FORMAT) === prog ? earliest(time).toJSDate() : null;
}

const earliest = (time: DateTime): DateTime =>
	time.getPossibleOffsets().reduce((first, other) => (other < first ? other : first), time);

/** Formats an instant like the page's dates in callbacks: `yyyy-mm-jj hh:mm:ss`. */
export const dateOn = (clock: Clock, instant: Date): string =>
	DateTime.fromJSDate(instant, on(clock)).toFormat(FORMAT);

export const parisDate = (instant: Date): string => dateOn('Europe/Paris', instant);
