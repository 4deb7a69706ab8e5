import { DateTime } from 'luxon';

import { sameReadings } from '../schedule/timeZone';

// @assumption CALLBACK_TIMEZONE: the date of a delivery report is French wall time (Europe/Paris), since the page names no zone and the provider is French.
/**
 * The `date` of a delivery report as an instant.
 *
 * @param text `yyyy-mm-dd hh:mm:ss`, the form on the provider's page; a `T` between is taken too
 * @param timezone an IANA name, the zone in which the text is wall time
 * @returns ISO 8601 with offset and without milliseconds (`2020-03-10T09:20:10+01:00`), or null when
 *   the text is no such date, the spring change skips that time, or the zone is unknown
 */
export function readCallbackDate(text: string, timezone: string): string | null {
	const match = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)$/.exec(text.trim());
	if (match === null) return null;
	const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
	const wall = { year, month, day, hour, minute, second };
	const date = DateTime.fromObject(wall as Record<keyof typeof wall, number>, { zone: timezone });
	// Luxon moves a time that the spring change skips; no clock showed it, so it is not a date.
	if (!date.isValid || date.hour !== hour || date.minute !== minute) return null;
	// @assumption AUTUMN_HOUR: a date in the hour that comes twice in autumn is the first of the two (summer time), since the page gives no way to tell.
	const [first = date] = sameReadings(date);
	return first.toISO({ suppressMilliseconds: true });
}
