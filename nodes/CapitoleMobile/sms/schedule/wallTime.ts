import { Info, type Zone } from 'luxon';
import { InvalidInput } from '../invalidInput';

const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** Enough for every quarter of an hour of a month. */
const MAX_OFFSETS_KNOWN = 3_000;
const offsetsKnown = new Map<string, Map<number, number>>();

/**
 * What a clock on the wall shows: milliseconds since 1970-01-01 00:00 on that clock, as if the clock
 * ran in UTC. Not an instant: some readings happen twice, some never.
 */
export type WallTime = number;

/**
 * @param name an IANA name ("Europe/Paris") or "UTC", "UTC+2"
 * @throws InvalidInput `options.timezone` for anything else
 */
export function timeZone(name: unknown): Zone {
	// luxon would take these three, and no name at all, for the zone of the machine: the SMS would
	// leave at another hour on another server.
	const dependsOnMachine =
		typeof name !== 'string' || /^(|local|system|default)$/i.test(name.trim());
	const zone = dependsOnMachine ? undefined : Info.normalizeZone(name.trim());
	if (zone?.isValid) return zone;
	throw new InvalidInput(
		'options.timezone',
		`The time zone "${String(name)}" is not known`,
		'Use a name with region and city, such as Europe/Paris or America/New_York, here or as Timezone in the settings of the workflow.',
	);
}

/** @param instant milliseconds since the epoch */
export function wallTimeAt(instant: number, zone: Zone): WallTime {
	return instant + offsetAt(instant, zone);
}

/**
 * @returns the instants, in order, at which clocks show this: one as a rule, none where clocks are put
 * forward over it, two where they are put back over it
 */
export function instantsAt(wall: WallTime, zone: Zone): number[] {
	const { before, after } = offsetsAround(wall, zone);
	if (before === after) return [wall - before];
	return [wall - Math.max(before, after), wall - Math.min(before, after)].filter(
		(instant) => wallTimeAt(instant, zone) === wall,
	);
}

/**
 * For a reading that does not exist: the instant as far after the change of clocks as was asked
 * (02:30 becomes 03:30), as RFC 5545 section 3.3.5 and most calendars have it; never earlier than asked.
 */
export function instantBeyondGap(wall: WallTime, zone: Zone): number {
	return wall - offsetsAround(wall, zone).before;
}

/** @returns the first instant after the change of clocks between two instants, where there is one */
export function clockChange(from: number, to: number, zone: Zone): number | undefined {
	const before = offsetAt(from, zone);
	if (before === offsetAt(to, zone)) return undefined;
	let [earlier, later] = [from, to];
	while (later - earlier > 1) {
		const middle = Math.floor((earlier + later) / 2);
		if (offsetAt(middle, zone) === before) earlier = middle;
		else later = middle;
	}
	return later;
}

/** @returns "yyyy-mm-dd hh:mm:ss", the form of the wire; years 0 to 9999 */
export function formatWallTime(wall: WallTime): string {
	return new Date(wall).toISOString().slice(0, 19).replace('T', ' ');
}

/** @returns ISO 8601 with offset, to the second, such as "2026-03-10T09:00:00+01:00" */
export function isoTime(instant: number, zone: Zone): string {
	const wall = wallTimeAt(instant, zone);
	const minutes = Math.round((wall - instant) / MINUTE);
	const pair = (value: number) => String(value).padStart(2, '0');
	const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
	const sign = minutes < 0 ? '-' : '+';
	return `${formatWallTime(wall).replace(' ', 'T')}${sign}${pair(hours)}:${pair(rest)}`;
}

/** No zone is more than 14 hours from UTC, so a day either way is surely before and after. */
function offsetsAround(wall: WallTime, zone: Zone): { before: number; after: number } {
	return { before: offsetAt(wall - DAY, zone), after: offsetAt(wall + DAY, zone) };
}

/**
 * Milliseconds east of UTC. Intl takes some microseconds for each, and 100,000 items ask for the same
 * few; clocks change on whole quarters of an hour (all rules in force in the tz database do).
 */
function offsetAt(instant: number, zone: Zone): number {
	const quarter = Math.floor(instant / (15 * MINUTE));
	let known = offsetsKnown.get(zone.name);
	if (!known || known.size > MAX_OFFSETS_KNOWN) {
		known = new Map();
		offsetsKnown.set(zone.name, known);
	}
	const offset = known.get(quarter) ?? zone.offset(instant) * MINUTE;
	known.set(quarter, offset);
	return offset;
}
