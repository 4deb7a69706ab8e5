import { DateTime } from 'luxon';

const FORMAT = 'yyyy-MM-dd HH:mm:ss';
/** Whose time the provider means: its page does not say. */
export type Clock = 'Europe/Paris' | 'UTC';

const on = (clock: Clock) => ({ zone: clock, locale: 'en' }) as const;

/**
 * The instant of a `prog`, which is wall time in Paris unless another clock is meant, or null if it is not written as the page asks
 * or names a time that no clock in Paris shows (the hour skipped in March). Of the hour that comes
 * twice in October the first is taken.
 */
export function readProg(prog: string, clock: Clock = 'Europe/Paris'): Date | null {
	if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(prog)) return null;
	const time = DateTime.fromFormat(prog, FORMAT, on(clock));
	return time.isValid && time.toFormat(FORMAT) === prog ? earliest(time).toJSDate() : null;
}

const earliest = (time: DateTime): DateTime =>
	time.getPossibleOffsets().reduce((first, other) => (other < first ? other : first), time);

/** An instant as the page writes dates in callbacks: `yyyy-mm-jj hh:mm:ss`. */
export const dateOn = (clock: Clock, instant: Date): string =>
	DateTime.fromJSDate(instant, on(clock)).toFormat(FORMAT);

export const parisDate = (instant: Date): string => dateOn('Europe/Paris', instant);
