import type { DateTime } from 'luxon';
import { InvalidInput } from '../invalidInput';
import type { Warning } from '../warning';
import {
	clockAt,
	isoTime,
	PROVIDER_TIMEZONE,
	sameReadings,
	shownTime,
	timeZone,
	wallTime,
} from './timeZone';
import { readDate } from './writtenDate';

const DAY = 24 * 60 * 60_000;

/** When an SMS is to leave. */
export interface SendingTime {
	/** Milliseconds since the epoch, a whole second; null for now. */
	readonly instant: number | null;
	readonly warnings: readonly Warning[];
}

/** The same in the forms that the wire and the output need. */
export interface Schedule {
	/** "yyyy-mm-dd hh:mm:ss", the provider's wall time (its page: "aaaa-mm-jj hh:mm:ss"); empty for now. */
	readonly prog: string;
	/** ISO 8601 with the provider's offset; null for now. */
	readonly scheduledAt: string | null;
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
 * Reads `prog`, in any form that n8n delivers; empty is now. A value with an offset is that instant; one
 * without is wall time in the workflow's zone. Fractions of a second go up to the next whole second.
 *
 * @throws InvalidInput `prog` when it is not a date or is past; `options.timezone` for an unknown zone
 */
export function readSendingTime(value: unknown, context: ScheduleContext): SendingTime {
	const isEmpty = typeof value === 'string' ? value.trim() === '' : (value ?? null) === null;
	if (isEmpty) return { instant: null, warnings: [] };

	const written = readDate(value);
	const { instant, warnings } =
		'wall' in written
			? readWallTime(written.wall, context)
			: { instant: Math.ceil(written.instant / 1000) * 1000, warnings: [] };
	refuseOutOfReach(instant, 'wall' in written ? context.workflowTimezone : '', context);
	return { instant, warnings: [...warnings, ...farAhead(instant, context)] };
}

/** @throws InvalidInput `options.timezone` for an unknown zone */
export function scheduleOf({ instant, warnings }: SendingTime, providerTimezone: string): Schedule {
	if (instant === null) return { prog: '', scheduledAt: null, warnings };
	const time = clockAt(instant, providerTimezone);
	return {
		prog: wallTime(time),
		scheduledAt: isoTime(time),
		warnings: [...warnings, ...shownTwice(time)],
	};
}

/** `prog` has no offset, so it cannot tell which hour is meant where the clock shows one twice. */
function shownTwice(time: DateTime): Warning[] {
	const other = sameReadings(time).find((reading) => reading.toMillis() !== time.toMillis());
	if (other === undefined) return [];
	return [
		{
			code: 'DAYLIGHT_SAVING',
			message: `The provider is given ${wallTime(time)}, which its clock (${time.zoneName}) shows twice: ${isoTime(time)} is meant, but the SMS may leave at ${isoTime(other)}. Choose another hour to be sure.`,
		},
	];
}

/** @param wall the reading of the clock, as if the clock ran in UTC */
function readWallTime(
	wall: DateTime,
	{ workflowTimezone, now }: ScheduleContext,
): { instant: number; warnings: Warning[] } {
	// Where clocks skip the reading, luxon goes on as far after the change (02:30 becomes 03:30), as
	// RFC 5545 section 3.3.5 and most calendars have it; never earlier than asked.
	const meant = wall.setZone(timeZone(workflowTimezone), { keepLocalTime: true });
	const [first = meant, second] = sameReadings(meant);
	const skipped = first.toMillis() + first.offset * 60_000 !== wall.toMillis();
	if (!skipped && second === undefined) {
		return { instant: first.toMillis(), warnings: elsewhere(first, workflowTimezone) };
	}

	// Of two, the first, as calendars have it (RFC 5545), as long as it is still to come.
	const taken = second !== undefined && isPast(first.toMillis(), now) ? second : first;
	const happens = skipped ? 'does not exist' : 'exists twice';
	const message = `${wallTime(wall).slice(11, 16)} ${happens} in ${workflowTimezone} on that day, when clocks change. It was taken as ${isoTime(taken)}. A value with an offset leaves no doubt.`;
	return {
		instant: taken.toMillis(),
		warnings: [{ code: 'DAYLIGHT_SAVING', message }, ...elsewhere(taken, workflowTimezone)],
	};
}

/** n8n's own default is New York: a time that was meant for Paris would reach phones hours later. */
function elsewhere(time: DateTime, workflowTimezone: string): Warning[] {
	const instant = time.toMillis();
	if (timeZone(PROVIDER_TIMEZONE).offset(instant) === time.offset) return [];
	const paris = clockAt(instant, PROVIDER_TIMEZONE);
	return [
		{
			code: 'TIMEZONE',
			message: `${time.toFormat('HH:mm')} was read as ${workflowTimezone} time: phones get it on ${paris.setLocale('en').toFormat("ccc d LLL yyyy 'at' HH:mm")}, Paris time. To change that: workflow Settings > Timezone.`,
		},
	];
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
	const timezone = readIn === '' ? context.providerTimezone : readIn;
	const isElsewhere = readIn !== '' && readIn !== PROVIDER_TIMEZONE;
	const zone = `It was read as ${readIn} time; to change that: workflow Settings > Timezone.`;
	const remedy = 'Leave Send At empty to send now, or give a later date.';
	throw new InvalidInput(
		'prog',
		`${shownTime(clockAt(instant, timezone))} is in the past: it is ${shownTime(clockAt(context.now, timezone))} now`,
		isElsewhere ? `${remedy} ${zone}` : remedy,
	);
}

/** A year ahead is mostly a slip in the year; it may also be meant, so it is only said. */
function farAhead(instant: number, { now }: ScheduleContext): Warning[] {
	const days = Math.floor((instant - now) / DAY);
	if (days <= 366) return [];
	return [
		{
			code: 'FAR_FUTURE',
			message: `This SMS is planned ${days} days ahead. Check the year: once sent, it can only be cancelled in your Capitole Mobile account.`,
		},
	];
}
