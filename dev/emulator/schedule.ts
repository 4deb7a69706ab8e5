import { DateTime } from 'luxon';

const FORMAT = 'yyyy-MM-dd HH:mm:ss';
const PARIS = { zone: 'Europe/Paris', locale: 'en' } as const;

/**
 * The instant of a `prog`, which is Paris wall time, or null if it is not written as the page asks
 * or names a time that no clock in Paris shows (the hour skipped in March). Of the hour that comes
 * twice in October the first is taken.
 */
export function readProg(prog: string): Date | null {
	if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(prog)) return null;
	const time = DateTime.fromFormat(prog, FORMAT, PARIS);
	return time.isValid && time.toFormat(FORMAT) === prog ? earliest(time).toJSDate() : null;
}

const earliest = (time: DateTime): DateTime =>
	time.getPossibleOffsets().reduce((first, other) => (other < first ? other : first), time);

/** An instant as the page writes dates in callbacks: `yyyy-mm-jj hh:mm:ss`, Paris. */
export const parisDate = (instant: Date): string =>
	DateTime.fromJSDate(instant, PARIS).toFormat(FORMAT);
