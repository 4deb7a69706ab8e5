import { DateTime, IANAZone, Info, type Zone } from 'luxon';
import { InvalidInput } from '../invalidInput';

// @assumption PROG_IS_PARIS_TIME: the provider reads `prog` on a clock in Paris, because its page names no time zone, is French, and its host is in France; the option `timezone` changes that.
export const PROVIDER_TIMEZONE = 'Europe/Paris';

const QUARTER_OF_AN_HOUR = 15 * 60_000;

/** Enough for every quarter of an hour of a month. */
const MAX_OFFSETS_KNOWN = 3_000;

/**
 * Remembers its offsets, because Intl takes 11 µs for each and the items of a campaign ask for the same
 * few: 100,000 messages with Send At are composed in 2 seconds instead of 23. Clocks change on whole
 * quarters of an hour (all rules in force in the tz database do).
 */
class RememberingZone extends IANAZone {
	readonly #offsets = new Map<number, number>();

	override offset(instant: number): number {
		const quarter = Math.floor(instant / QUARTER_OF_AN_HOUR);
		let offset = this.#offsets.get(quarter);
		if (offset === undefined) {
			offset = super.offset(instant);
			if (this.#offsets.size >= MAX_OFFSETS_KNOWN) this.#offsets.clear();
			this.#offsets.set(quarter, offset);
		}
		return offset;
	}
}

const zonesKnown = new Map<string, Zone>();

/**
 * @param name an IANA name ("Europe/Paris") or "UTC", "UTC+2"
 * @throws InvalidInput `options.timezone` for anything else
 */
export function timeZone(name: unknown): Zone {
	const known = zonesKnown.get(name as string);
	if (known !== undefined) return known;

	// luxon would take these three, and no name at all, for the zone of the machine: the SMS would
	// leave at another hour on another server.
	const dependsOnMachine =
		typeof name !== 'string' || /^(|local|system|default)$/i.test(name.trim());
	const zone = dependsOnMachine ? undefined : Info.normalizeZone(name.trim());
	if (!zone?.isValid || dependsOnMachine) {
		throw new InvalidInput(
			'options.timezone',
			`“${String(name).slice(0, 60)}” is not a known time zone`,
			'Use a name with region and city, such as Europe/Paris or America/New_York, here or as Timezone in the settings of the workflow.',
		);
	}
	const remembering = zone instanceof IANAZone ? new RememberingZone(zone.name) : zone;
	zonesKnown.set(name, remembering);
	return remembering;
}

/**
 * What clocks in a zone show.
 *
 * @param instant milliseconds since the epoch
 */
export function clockAt(instant: number, timezone: string): DateTime {
	return DateTime.fromMillis(instant, { zone: timeZone(timezone) });
}

/** "yyyy-mm-dd hh:mm:ss", as a clock shows it and as the wire has it. */
export function wallTime(time: DateTime): string {
	return `${time.toISO({ suppressMilliseconds: true, includeOffset: false })}`.replace('T', ' ');
}

/** ISO 8601 with offset, to the second, such as "2026-03-10T09:00:00+01:00". */
export function isoTime(time: DateTime): string {
	return `${time.toISO({ suppressMilliseconds: true })}`.replace('Z', '+00:00');
}

/** All instants, in order, at which the clock shows what it shows now: two where it is put back. */
export function sameReadings(time: DateTime): DateTime[] {
	return time.getPossibleOffsets().sort((a, b) => a.toMillis() - b.toMillis());
}

/** A time for people: "Tue 24 Nov 2026, 20:30 (Paris)". */
export function shownTime(time: DateTime): string {
	const city = time.zoneName?.split('/').at(-1)?.replaceAll('_', ' ') ?? '';
	return `${time.setLocale('en').toFormat('ccc d LLL yyyy, HH:mm')} (${city})`;
}
