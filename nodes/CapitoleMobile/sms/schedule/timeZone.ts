import { DateTime, Info, type Zone } from 'luxon';

import { counted } from '../figure';
import { InvalidInput } from '../refused';

// @assumption PROG_IS_PARIS_TIME: the provider reads `prog` on a clock in Paris, because its page names no time zone, is French, and its host is in France.
export const PROVIDER_TIMEZONE = 'Europe/Paris';

/** Hours from UTC; no clock on earth is farther off. */
const [FARTHEST_WEST, FARTHEST_EAST] = [-12, 14];

/**
 * @param name an IANA name ("Europe/Paris") or "UTC", "UTC+2"
 * @throws InvalidInput “Time Zone” for anything else
 */
export function timeZone(name: unknown): Zone {
	// luxon reads these three, and an empty name, as the machine's own zone: the SMS would leave at another
	// hour on another server.
	const dependsOnMachine =
		typeof name !== 'string' || /^(|local|system|default)$/i.test(name.trim());
	// luxon would read "UTC+5:75" as UTC+6:15.
	const isZone = !dependsOnMachine && !/:[6-9]\d$/.test(name.trim());
	const zone = isZone ? Info.normalizeZone(name.trim()) : undefined;
	const hours = zone?.isUniversal ? zone.offset(0) / 60 : 0;
	if (zone?.isValid && hours >= FARTHEST_WEST && hours <= FARTHEST_EAST) return zone;
	throw new InvalidInput(
		'Time Zone',
		`“${String(name).slice(0, 60)}” is not a known time zone`,
		'Use a name with region and city, such as Europe/Paris or America/New_York.',
	);
}

/** The clock of a time zone at an instant (milliseconds since the epoch). */
export function clockAt(instant: number, timezone = PROVIDER_TIMEZONE): DateTime {
	return DateTime.fromMillis(instant, { zone: timeZone(timezone) });
}

/**
 * The instants, in order, at which a zone's clocks show a reading: two if they go back, none if they
 * skip it.
 *
 * @param wall the clock reading, as if in UTC
 */
export function instantsShowing(wall: DateTime, timezone: string): DateTime[] {
	const shifted = wall.setZone(timeZone(timezone), { keepLocalTime: true });
	return shifted
		.getPossibleOffsets()
		.filter((time) => time.toMillis() + time.offset * 60_000 === wall.toMillis())
		.sort((a, b) => a.toMillis() - b.toMillis());
}

/** "yyyy-mm-dd hh:mm:ss", as on the wire. */
export function wallTime(time: DateTime): string {
	return `${time.toISO({ suppressMilliseconds: true, includeOffset: false })}`.replace('T', ' ');
}

/** ISO 8601 with offset, to the second, such as "2026-03-10T09:00:00+01:00". */
export function isoTime(time: DateTime): string {
	return `${time.toISO({ suppressMilliseconds: true })}`.replace('Z', '+00:00');
}

const cityOf = ({ zoneName }: DateTime): string =>
	zoneName?.split('/').at(-1)?.replaceAll('_', ' ') ?? '';

const inEnglish = (time: DateTime, format: string): string => time.setLocale('en').toFormat(format);

/** A time for people: "Tue 24 Nov 2026, 20:30 (Paris)". */
export function shownTime(time: DateTime): string {
	return `${inEnglish(time, 'ccc d LLL yyyy, HH:mm')} (${cityOf(time)})`;
}

/** "from 10:00 to 14:00", with the days if they differ. */
export function shownSpan(first: DateTime, last: DateTime): string {
	const format = first.hasSame(last, 'day') ? 'HH:mm' : 'ccc d LLL, HH:mm';
	return `from ${inEnglish(first, format)} to ${inEnglish(last, format)}`;
}

/** A span by itself: "on Tue 24 Nov 2026, from 04:30 to 08:30, Martinique time". */
function localSpan(first: DateTime, last: DateTime): string {
	const day = first.hasSame(last, 'day') ? `on ${inEnglish(first, 'ccc d LLL yyyy')}, ` : '';
	const isOne = inEnglish(first, 'HH:mm') === inEnglish(last, 'HH:mm') && day !== '';
	const hours = isOne ? `at ${inEnglish(first, 'HH:mm')}` : shownSpan(first, last);
	return `${day}${hours}, ${cityOf(first)} time`;
}

/**
 * Time zones outside metropolitan France, by the first international digits. Mayotte has its own ranges
 * within 262, which it shares with La Réunion (French numbering plan).
 */
const ZONES: ReadonlyArray<readonly [RegExp, string]> = [
	[/^590/, 'America/Guadeloupe'],
	[/^596/, 'America/Martinique'],
	[/^594/, 'America/Cayenne'],
	[/^262(?:639|7093[5-7])/, 'Indian/Mayotte'],
	[/^262/, 'Indian/Reunion'],
	[/^508/, 'America/Miquelon'],
	[/^689/, 'Pacific/Tahiti'],
];

/**
 * The time zones of numbers: Paris for all but French overseas.
 *
 * @param numbers international digits; Paris if there are none
 * @returns IANA names, each once
 */
export function localZones(numbers: readonly string[]): string[] {
	const zones = numbers.map(
		(number) => ZONES.find(([beginning]) => beginning.test(number))?.[1] ?? PROVIDER_TIMEZONE,
	);
	return zones.length === 0 ? [PROVIDER_TIMEZONE] : [...new Set(zones)];
}

interface Timed {
	/** International digits. */
	readonly recipients: readonly string[];
	/** ISO 8601 with offset; null for at once. */
	readonly scheduledAt: string | null;
}

/**
 * One line per time zone: how many numbers get the SMS, and when by their own clocks. No line if that
 * is Paris alone, now.
 */
export function localTimes(messages: readonly Timed[], now: number): string[] {
	const byZone = new Map<string, { numbers: number; first: number; last: number }>();
	for (const { recipients, scheduledAt } of messages) {
		const time = scheduledAt === null ? now : Date.parse(scheduledAt);
		for (const recipient of recipients) {
			const [zone = ''] = localZones([recipient]);
			const { numbers, first, last } = byZone.get(zone) ?? { numbers: 0, first: time, last: time };
			const all = { first: Math.min(first, time), last: Math.max(last, time) };
			byZone.set(zone, { numbers: numbers + 1, ...all });
		}
	}
	const isNow = messages.every(({ scheduledAt }) => scheduledAt === null);
	if (isNow && byZone.has(PROVIDER_TIMEZONE) && byZone.size === 1) return [];
	return Array.from(byZone, ([zone, { numbers, first, last }]) => {
		const get = `${counted('number', numbers)} ${numbers === 1 ? 'gets' : 'get'} it`;
		return `${get} ${localSpan(clockAt(first, zone), clockAt(last, zone))}`;
	});
}
