import { createHash } from 'crypto';

import { readPhoneNumber } from '../recipients/phoneNumber';
import { clockAt, instantsShowing } from '../schedule/timeZone';
import { readDate } from '../schedule/writtenDate';
import type { CallbackForm } from './callbackForm';
import { MAX_FORM_BYTES, MAX_FORM_PARAMETERS } from './formBytes';
import { readOptOut, type OptOut } from './optOut';

/** The events that can start a workflow. */
export const CALLBACK_EVENTS = [
	'delivered',
	'undelivered',
	'otherStatus',
	'reply',
	'stop',
] as const;
export type CallbackEvent = (typeof CALLBACK_EVENTS)[number];

/** A delivery report, a reply or an opt-out, as a workflow item; null for fields its kind lacks. */
export interface Callback {
	readonly event: CallbackEvent;
	/** International digits without `+`. */
	readonly phone: string;
	/** The reply, as typed. */
	readonly message: string | null;
	/** The status as received. */
	readonly status: string | null;
	readonly campaignId: string | null;
	/** ISO 8601 with offset; null if missing or unreadable (`raw` keeps it). */
	readonly date: string | null;
	/** The operator's name. */
	readonly network: string | null;
	readonly optOut: OptOut;
	/** The same when the same callback is delivered again, see `eventIdOf`. */
	readonly eventId: string;
	readonly receivedAt: string;
	/** All parameters as received, decoded, without the secret; a repeated one is an array. */
	readonly raw: Readonly<Record<string, string | string[]>>;
}

/** The callback without `raw`. A report has no `message` or `optOut`; a reply has only what came. */
export function simplified(callback: Callback): Partial<Callback> {
	const isReport = callback.message === null;
	const kept = Object.entries(callback).filter(([name, value]) =>
		isReport ? !['message', 'optOut', 'raw'].includes(name) : name !== 'raw' && value !== null,
	);
	return Object.fromEntries(kept);
}

export interface CallbackContext {
	/** IANA time zone of the provider's dates. */
	readonly timezone: string;
	readonly stopKeywords: readonly string[];
	readonly receivedAt: Date;
}

/** The response to a request that is not one of the provider's callbacks, by reason. */
export const CALLBACK_REFUSALS = {
	unreadable: 'Not read: the body is cut off, too long for n8n, or compressed.',
	tooLong: `Not read: longer than ${MAX_FORM_BYTES} bytes.`,
	tooMany: `Not read: more than ${MAX_FORM_PARAMETERS} parameters.`,
	bodyType: 'Not understood: send the parameters in the URL or as a urlencoded form.',
	incomplete: 'Not understood: expected gsm and status, or num and message.',
	mixed: 'Not understood: gsm and status together with num and message.',
	phone: 'Not understood: gsm or num is not a phone number.',
} as const;

export type CallbackRefusal = keyof typeof CALLBACK_REFUSALS;

/**
 * Reads one of the provider's two callbacks, `id, gsm, status, network, date` or `num, message`. Never
 * throws: for any other request, it returns why.
 *
 * | received | result |
 * |---|---|
 * | names or `status` in another case | read; `raw` and `status` keep them as received |
 * | a repeated parameter | its first non-empty value, query before body; `raw` has all |
 * | an empty `status`, `gsm` or `num` | as if it were missing |
 * | an empty `message` | a reply with no text |
 * | other parameters | kept in `raw` only |
 * | names of `Object.prototype` (`__proto__`, `constructor`) | left out of `raw` |
 * | a reply that also has `id`, `date` or `network` | a reply with those fields |
 * | a whole report and a whole reply in one request | refused: `mixed` |
 * | `?a=b?id=1&…` (appended to a URL that had a query) | `a` is `b`, `id` is `1` |
 * | POST with a form body, or with no Content-Type | query and body together |
 * | POST with JSON, multipart or the like | query only; refused if that is not enough |
 */
export function readCallback(
	form: CallbackForm,
	context: CallbackContext,
): Callback | CallbackRefusal {
	const gsm = form.value('gsm');
	const status = form.value('status');
	const num = form.value('num');
	const messages = form.all('message');
	const message = messages.find((text) => text !== '') ?? messages[0] ?? null;
	const isReport = gsm !== null && status !== null;
	const isReply = num !== null && message !== null;
	if (isReport && isReply) return 'mixed';
	if (!isReport && !isReply) return form.hasOtherBody ? 'bodyType' : 'incomplete';
	const phone = readCallbackPhone((isReport ? gsm : num) ?? '');
	if (phone === null) return 'phone';

	const optOut = isReply ? readOptOut(message, context.stopKeywords) : 'no';
	const replyEvent = optOut === 'yes' ? 'stop' : 'reply';
	const date = form.value('date');
	const callback = {
		event: isReport ? reportEvent(status) : replyEvent,
		phone,
		message: isReply ? message : null,
		status: isReport ? status : null,
		campaignId: form.value('id'),
		date: date === null ? null : readCallbackDate(date, context.timezone),
		network: form.value('network'),
		optOut,
	} as const;
	return {
		...callback,
		eventId: eventIdOf(callback, date),
		receivedAt: context.receivedAt.toISOString(),
		raw: form.raw(),
	};
}

function reportEvent(status: string): CallbackEvent {
	const known = status.toUpperCase();
	if (known === 'DELIVERED') return 'delivered';
	return known === 'INVALID_DESTINATION_ADDRESS' ? 'undelivered' : 'otherStatus';
}

/**
 * A hash of what stays the same when the provider delivers a callback again: kind, phone, campaign ID,
 * status, message, and the date as written (its instant depends on an option). Not `network`, which the
 * provider may look up again, and not `event`, which depends on the node's options.
 *
 * It tells repeated delivery reports from new ones, but not replies, which carry no date: a second
 * "Oui" from one phone, a month later, has the `eventId` of the first.
 */
function eventIdOf(
	callback: Pick<Callback, 'phone' | 'campaignId' | 'status' | 'message'>,
	date: string | null,
): string {
	const { phone, campaignId, status, message } = callback;
	const kind = status === null ? 'reply' : 'report';
	const said = [kind, phone, campaignId, status?.toUpperCase() ?? null, date, message];
	return createHash('sha256').update(JSON.stringify(said), 'utf8').digest('hex').slice(0, 32);
}

/** Characters. No number is longer, even with separators. */
const LONGEST_NUMBER = 64;

/**
 * A callback's phone number as it is written for sending, so that the callback can be matched with its
 * message. Numbers that the node would not send to (`33123456789`, `1234567`) are kept, because the
 * provider wrote them.
 *
 * @returns international digits without `+`, or null if the text is not a phone number
 */
export function readCallbackPhone(text: string): string | null {
	if (text.length > LONGEST_NUMBER) return null;
	const reading = readPhoneNumber(text);
	if (reading.valid) return reading.number;
	const written = text.trim();
	// @assumption MASKED_NUMBER: the provider's page writes its sample number as 336XXXXXXXX, so a number that ends in X is a masked one and is kept as it is.
	if (/^\d{2,}X+$/i.test(written) && written.length <= 15) return written.toUpperCase();
	return /^(?:\+|00)?([1-9]\d{6,14})$/.exec(written)?.[1] ?? null;
}

// @assumption CALLBACK_TIMEZONE: the date of a delivery report is French wall time (Europe/Paris), since the page names no zone and the provider is French.
// @assumption AUTUMN_HOUR: a date in the hour that comes twice in autumn is the first of the two (summer time), because the page gives no way to tell.
/**
 * The `date` of a delivery report as an instant.
 *
 * @param text `yyyy-mm-dd hh:mm:ss` on the provider's page; every form of Send At is read
 * @param timezone the IANA zone of a text without an offset
 * @returns ISO 8601 with offset, to the second (`2020-03-10T09:20:10+01:00`); null if the text is no
 *   such date, the spring change skips that time, or the zone is unknown
 */
export function readCallbackDate(text: string, timezone: string): string | null {
	try {
		// Only sending times round a fraction up.
		const written = readDate(text.replace(/(:\d\d)[.,]\d+/, '$1'));
		const date =
			'wall' in written
				? instantsShowing(written.wall, timezone)[0]
				: clockAt(written.instant, timezone);
		return date?.toISO({ suppressMilliseconds: true }) ?? null;
	} catch {
		return null;
	}
}
