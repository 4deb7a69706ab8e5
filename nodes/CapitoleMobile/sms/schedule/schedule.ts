import type { DateTime } from 'luxon';
import { InvalidInput } from '../refused';
import type { Warning } from '../codes';
import {
	clockAt,
	instantsShowing,
	isoTime,
	PROVIDER_TIMEZONE,
	shownTime,
	timeZone,
	wallTime,
} from './timeZone';
import { readDate } from './writtenDate';

const DAY = 24 * 60 * 60_000;

/** When an SMS should leave. */
export interface SendingTime {
	/** Milliseconds since the epoch, a whole second; null for now. */
	readonly instant: number | null;
	readonly warnings: readonly Warning[];
}

/** A sending time as the wire and the output need it. */
export interface Schedule {
	/** "yyyy-mm-dd hh:mm:ss", the provider's wall time (its page: "aaaa-mm-jj hh:mm:ss"); empty for now. */
	readonly prog: string;
	/** ISO 8601 with the provider's offset; null for now. */
	readonly scheduledAt: string | null;
	readonly warnings: readonly Warning[];
}

export interface ScheduleContext {
	/** The IANA time zone of a value without an offset. */
	readonly timezone: string;
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** The expression that gave the value, and n8n's own time zone, which `$now` uses. */
	readonly expression?: { readonly text: string; readonly timezone: string };
}

/**
 * Reads `prog`, in any form that n8n delivers; empty is now. A value without an offset is wall time in
 * `timezone`. Fractions of a second round up.
 *
 * @throws InvalidInput `prog` if it is not a date or is past; “Time Zone” for an unknown zone
 */
export function readSendingTime(value: unknown, context: ScheduleContext): SendingTime {
	const isEmpty = typeof value === 'string' ? value.trim() === '' : (value ?? null) === null;
	if (isEmpty) return { instant: null, warnings: [] };

	const written = readDate(value);
	const { instant, warnings } =
		'wall' in written
			? readWallTime(written.wall, context)
			: { instant: Math.ceil(written.instant / 1000) * 1000, warnings: [] };
	refuseOutOfReach(instant, context);
	return { instant, warnings: [...warnings, ...farAhead(instant, context)] };
}

/** Converts a sending time to the provider's clock. */
export function scheduleOf({ instant, warnings }: SendingTime): Schedule {
	if (instant === null) return { prog: '', scheduledAt: null, warnings };
	const time = clockAt(instant, PROVIDER_TIMEZONE);
	return {
		prog: wallTime(time),
		scheduledAt: isoTime(time),
		warnings: [...warnings, ...shownTwice(time)],
	};
}

/** `prog` has no offset, so it is ambiguous in the hour that the clock shows twice. */
function shownTwice(time: DateTime): Warning[] {
	const reading = time.setZone('utc', { keepLocalTime: true });
	const other = instantsShowing(reading, PROVIDER_TIMEZONE).find(
		(one) => one.toMillis() !== time.toMillis(),
	);
	if (other === undefined) return [];
	return [
		{
			code: 'DAYLIGHT_SAVING',
			message: `The provider is given ${wallTime(time)}, which its clock (${PROVIDER_TIMEZONE}) shows twice: ${isoTime(time)} is meant, but the SMS may leave at ${isoTime(other)}. Choose another hour to be sure.`,
		},
	];
}

/** @param wall the clock reading, as if in UTC */
function readWallTime(
	wall: DateTime,
	{ timezone, now, expression }: ScheduleContext,
): { instant: number; warnings: Warning[] } {
	const [first, second] = instantsShowing(wall, timezone);
	refuseOtherClock(wall, timezone, expression);
	if (first !== undefined && second === undefined) {
		return { instant: first.toMillis(), warnings: [] };
	}
	// luxon moves a reading that clocks skip past the change (02:30 becomes 03:30), as RFC 5545 section
	// 3.3.5 and most calendars do; never earlier than asked. Of two instants, the first is taken if it is
	// still to come, as calendars do.
	const taken =
		first === undefined
			? wall.setZone(timeZone(timezone), { keepLocalTime: true })
			: second !== undefined && isPast(first.toMillis(), now)
				? second
				: first;
	const instant = taken.toMillis();
	// `shownTwice` warns about the provider's own clock.
	if (first !== undefined && timezone === PROVIDER_TIMEZONE) return { instant, warnings: [] };
	const happens = first === undefined ? 'does not exist' : 'exists twice';
	const message = `${wallTime(wall).slice(11, 16)} ${happens} in ${timezone} on that day, when clocks change. It was taken as ${isoTime(taken)}. A value with an offset leaves no doubt.`;
	return { instant, warnings: [{ code: 'DAYLIGHT_SAVING', message }] };
}

/**
 * `{{ $now.plus({ hours: 8 }).toFormat('yyyy-MM-dd HH:mm:ss') }}` shows n8n's own clock, New York by
 * default. An expression that names the time zone is deliberate.
 *
 * @throws InvalidInput `prog` if n8n's clock differs from the one of Send At
 */
function refuseOtherClock(
	wall: DateTime,
	timezone: string,
	expression: ScheduleContext['expression'],
): void {
	if (expression === undefined || !/\$now|\$today|toFormat/.test(expression.text)) return;
	if (expression.text.includes(timezone)) return;
	const isSame =
		instantsShowing(wall, expression.timezone)[0]?.toMillis() ===
		instantsShowing(wall, timezone)[0]?.toMillis();
	if (isSame) return;
	throw new InvalidInput(
		'prog',
		`The expression gives ${wallTime(wall)} on n8n's clock (${expression.timezone}) and no offset, and Send At is read on the clock of ${timezone}`,
		`Remove .toFormat(…), so that the expression gives a DateTime, or begin with $now.setZone('${timezone}').`,
	);
}

// @assumption PROG_JUST_PASSED_IS_SENT: a `prog` that passes between our check and the provider's reading is sent at once, because the page names no answer code for a date in the past.
/** The current second is not past, or `{{ $now }}` would sometimes be refused. */
function isPast(instant: number, now: number): boolean {
	return instant < Math.floor(now / 1000) * 1000;
}

function refuseOutOfReach(instant: number, { timezone, now }: ScheduleContext): void {
	if (instant < 0 || instant >= Date.UTC(9999, 0)) {
		throw new InvalidInput('prog', 'The date is outside the years 1970 to 9998', 'Check the year.');
	}
	if (!isPast(instant, now)) return;
	throw new InvalidInput(
		'prog',
		`${shownTime(clockAt(instant, timezone))} is in the past: it is ${shownTime(clockAt(now, timezone))} now`,
		'Leave Send At empty to send now, or give a later date.',
	);
}

/** A date more than a year ahead is usually a slip, but may be meant, so this is only a warning. */
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
