import { InvalidInput } from '../invalidInput';
import {
	DAY,
	formatWallTime,
	instantBeyondGap,
	instantsAt,
	isoTime,
	timeZone,
	wallTimeAt,
	type WallTime,
} from './wallTime';
import type { Warning } from '../warning';
import { readDate } from './writtenDate';

// @assumption PROG_IS_PARIS_TIME: the provider reads `prog` on a clock in Paris, because its page names no time zone, is French, and its host is in France; the option `timezone` changes that.
export const PROVIDER_TIMEZONE = 'Europe/Paris';

/** A later sending: one instant, in the forms that the wire and the output need. */
export interface Schedule {
	/** Milliseconds since the epoch, a whole second. */
	readonly instant: number;
	/** "yyyy-mm-dd hh:mm:ss", the provider's wall time (its page: "aaaa-mm-jj hh:mm:ss"). */
	readonly prog: string;
	/** The same as ISO 8601 with the provider's offset. */
	readonly scheduledAt: string;
	readonly warnings: readonly Warning[];
}

export interface ScheduleContext {
	/** Zone of a value that names none. */
	readonly workflowTimezone: string;
	readonly providerTimezone: string;
	/** Milliseconds since the epoch. */
	readonly now: number;
}

/**
 * Reads `prog`, in any form that n8n delivers. A value with an offset is that instant; one without
 * is wall time in the workflow's zone. Fractions of a second go up to the next whole second.
 * @returns null for an empty value: send now
 * @throws InvalidInput `prog` when it is not a date or is past; `options.timezone` for an unknown zone
 */
export function readSchedule(value: unknown, context: ScheduleContext): Schedule | null {
	if (value === undefined || value === null) return null;
	if (typeof value === 'string' && value.trim() === '') return null;

	const written = readDate(value);
	const { instant, warnings } =
		'wall' in written
			? readWallTime(written.wall, context)
			: { instant: Math.ceil(written.instant / 1000) * 1000, warnings: [] };
	refuseOutOfReach(instant, 'wall' in written ? context.workflowTimezone : '', context);
	return scheduleAt(instant, context.providerTimezone, [
		...warnings,
		...farAhead(instant, context),
	]);
}

/**
 * @param instant milliseconds since the epoch, a whole second
 * @param warnings what is known of it already; what the provider's clock adds comes after
 */
export function scheduleAt(
	instant: number,
	providerTimezone: string,
	warnings: readonly Warning[] = [],
): Schedule {
	const zone = timeZone(providerTimezone);
	return {
		instant,
		prog: formatWallTime(wallTimeAt(instant, zone)),
		scheduledAt: isoTime(instant, zone),
		warnings: [...warnings, ...providerWarnings(instant, providerTimezone)],
	};
}

/** `prog` has no offset, so of an hour that the provider's clock shows twice it cannot tell which. */
export function providerWarnings(instant: number, providerTimezone: string): Warning[] {
	const zone = timeZone(providerTimezone);
	const wall = wallTimeAt(instant, zone);
	const other = instantsAt(wall, zone).find((candidate) => candidate !== instant);
	if (other === undefined) return [];
	return [
		{
			code: 'DAYLIGHT_SAVING',
			message: `The provider is given ${formatWallTime(wall)}, which its clock (${providerTimezone}) shows twice: ${isoTime(instant, zone)} is meant, but the SMS may leave at ${isoTime(other, zone)}. Choose another hour to be sure.`,
		},
	];
}

function readWallTime(
	wall: WallTime,
	{ workflowTimezone, now }: ScheduleContext,
): Pick<Schedule, 'instant' | 'warnings'> {
	const zone = timeZone(workflowTimezone);
	const [first, second] = instantsAt(wall, zone);
	if (first !== undefined && second === undefined) return { instant: first, warnings: [] };

	// Of two, the first, as calendars have it (RFC 5545 section 3.3.5), as long as it is still to come.
	const instant =
		first === undefined || second === undefined
			? instantBeyondGap(wall, zone)
			: isPast(first, now)
				? second
				: first;
	const happens = first === undefined ? 'does not exist' : 'exists twice';
	const message = `${formatWallTime(wall)} ${happens} in ${workflowTimezone}, where clocks change that day: taken as ${isoTime(instant, zone)}. A value with an offset leaves no doubt.`;
	const warning: Warning = { code: 'DAYLIGHT_SAVING', message };
	return { instant, warnings: [warning] };
}

// @assumption PROG_JUST_PASSED_IS_SENT: a `prog` that passes between our check and the provider's reading is sent at once, because the page names no answer code for a date in the past.
/** The second that is running is not past: `{{ $now }}` must not be refused one time in a hundred. */
function isPast(instant: number, now: number): boolean {
	return instant < Math.floor(now / 1000) * 1000;
}

function refuseOutOfReach(instant: number, readIn: string, context: ScheduleContext): void {
	if (instant < 0 || instant >= Date.UTC(9999, 0)) {
		throw new InvalidInput('prog', 'The date is outside the years 1970 to 9998', 'Check the year.');
	}
	if (!isPast(instant, context.now)) return;
	const zone = timeZone(readIn === '' ? context.providerTimezone : readIn);
	const read = readIn === '' ? '' : ` (read as time in ${readIn})`;
	throw new InvalidInput(
		'prog',
		`${isoTime(instant, zone)}${read} is in the past: it is ${isoTime(context.now, zone)} now`,
		'Leave Send At empty to send now, or give a later date.',
	);
}

/** A year ahead is mostly a slip in the year; it may also be meant, so it is only said. */
function farAhead(instant: number, { now }: ScheduleContext): Warning[] {
	const days = Math.floor((instant - now) / DAY);
	if (days <= 366) return [];
	return [
		{
			code: 'FAR_FUTURE',
			message: `The SMS is planned ${days} days ahead. Check the year: the provider documents no way to take it back.`,
		},
	];
}
