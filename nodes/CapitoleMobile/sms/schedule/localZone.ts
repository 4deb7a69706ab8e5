import { PROVIDER_TIMEZONE } from './timeZone';

/**
 * Whose clocks are not those of Paris, by the beginning of international digits. Mayotte has ranges of its
 * own behind 262, which it shares with La Réunion (French numbering plan).
 */
const ZONES: ReadonlyArray<readonly [RegExp, string]> = [
	[/^590/, 'America/Guadeloupe'],
	[/^596/, 'America/Martinique'],
	[/^594/, 'America/Cayenne'],
	[/^262(?:639|269|7093[5-7])/, 'Indian/Mayotte'],
	[/^262/, 'Indian/Reunion'],
	[/^508/, 'America/Miquelon'],
	[/^689/, 'Pacific/Tahiti'],
];

/**
 * The time zones in which numbers are; Paris for all that are not French overseas.
 *
 * @param numbers international digits; Paris where there are none
 * @returns IANA names, each once
 */
export function localZones(numbers: readonly string[]): string[] {
	const zones = numbers.map(
		(number) => ZONES.find(([beginning]) => beginning.test(number))?.[1] ?? PROVIDER_TIMEZONE,
	);
	return zones.length === 0 ? [PROVIDER_TIMEZONE] : [...new Set(zones)];
}
