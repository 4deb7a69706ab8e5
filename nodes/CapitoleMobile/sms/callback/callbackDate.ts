import { clockAt, instantsShowing } from '../schedule/timeZone';
import { readDate } from '../schedule/writtenDate';

// @assumption CALLBACK_TIMEZONE: the date of a delivery report is French wall time (Europe/Paris), since the page names no zone and the provider is French.
// @assumption AUTUMN_HOUR: a date in the hour that comes twice in autumn is the first of the two (summer time), since the page gives no way to tell.
/**
 * The `date` of a delivery report as an instant.
 *
 * @param text `yyyy-mm-dd hh:mm:ss` on the provider's page; every form of Send At is read
 * @param timezone an IANA name, the zone in which a text without an offset is wall time
 * @returns ISO 8601 with offset and without milliseconds (`2020-03-10T09:20:10+01:00`), or null when
 *   the text is no such date, the spring change skips that time, or the zone is unknown
 */
export function readCallbackDate(text: string, timezone: string): string | null {
	try {
		const written = readDate(text);
		const date =
			'wall' in written
				? instantsShowing(written.wall, timezone)[0]
				: clockAt(written.instant, timezone);
		return date?.toISO({ suppressMilliseconds: true }) ?? null;
	} catch {
		return null;
	}
}
