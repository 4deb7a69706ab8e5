import { createHash } from 'crypto';

import { readPhoneNumber } from '../recipients/phoneNumber';
import { clockAt, instantsShowing } from '../schedule/timeZone';
import { readDate } from '../schedule/writtenDate';
import type { CallbackForm } from './callbackForm';
import { MAX_FORM_BYTES, MAX_FORM_PARAMETERS } from './formBytes';
import { readOptOut, type OptOut } from './optOut';

/** Every event the trigger can start a workflow on. */
export const CALLBACK_EVENTS = [
	'delivered',
	'undelivered',
	'otherStatus',
	'reply',
	'stop',
] as const;
export type CallbackEvent = (typeof CALLBACK_EVENTS)[number];

/** A delivery report, a reply or a STOP, as a workflow item; null where its kind has no such value. */
export interface Callback {
	readonly event: CallbackEvent;
	/** International digits without `+`. */
	readonly phone: string;
	/** The reply, as typed. */
	readonly message: string | null;
	/** The status as received. */
	readonly status: string | null;
	readonly campaignId: string | null;
	/** ISO 8601 with offset; null when there is none or it cannot be read (`raw` keeps it). */
	readonly date: string | null;
	/** The operator's name. */
	readonly network: string | null;
	readonly optOut: OptOut;
	/** The same for the same callback delivered again, see `eventIdOf`. */
	readonly eventId: string;
	readonly receivedAt: string;
	/** Every parameter as received and decoded, without the secret; a repeated one is an array. */
	readonly raw: Readonly<Record<string, string | string[]>>;
}

/**
 * The callback without `raw` and without what its kind cannot have: a report has no text, and a reply
 * has a status, campaign ID, date or network only where one came.
 */
export function simplified(callback: Callback): Partial<Callback> {
	const isReport = callback.message === null;
	const kept = Object.entries(callback).filter(([name, value]) =>
		isReport ? !['message', 'optOut', 'raw'].includes(name) : name !== 'raw' && value !== null,
	);
	return Object.fromEntries(kept);
}

export interface CallbackContext {
	/** IANA zone of the provider's dates. */
	readonly timezone: string;
	readonly stopKeywords: readonly string[];
	readonly receivedAt: Date;
}

/** What the caller is told of a request that is none of the provider's callbacks, by reason. */
export const CALLBACK_REFUSALS = {
	unreadable: 'Not read: the body is cut off, too long for n8n, or packed.',
	tooLong: `Not read: longer than ${MAX_FORM_BYTES} bytes.`,
	tooMany: `Not read: more than ${MAX_FORM_PARAMETERS} parameters.`,
	bodyType: 'Not understood: send the parameters in the URL or as a urlencoded form.',
	incomplete: 'Not understood: expected gsm and status, or num and message.',
	mixed: 'Not understood: gsm and status together with num and message.',
	phone: 'Not understood: gsm or num is not a phone number.',
} as const;

/** Why a request is none. */
export type CallbackRefusal = keyof typeof CALLBACK_REFUSALS;

/**
 * Reads a request as one of the provider's two callbacks: `id, gsm, status, network, date`, or
 * `num, message`. Never throws: whatever is received, the result is a callback or says why it is none.
 *
 * | received | result |
 * |---|---|
 * | names or `status` in another case | read; `raw` and `status` have them as received |
 * | a parameter several times | the first that is not empty counts, query before body; `raw` has all |
 * | an empty `status`, `gsm` or `num` | as if it were not there |
 * | an empty `message` | a reply with no text |
 * | other parameters | kept in `raw` only |
 * | names of `Object.prototype` (`__proto__`, `constructor`) | left out of `raw` |
 * | a reply that also has `id`, `date` or `network` | a reply, with those filled in |
 * | a whole report and a whole reply in one request | none: `mixed` |
 * | `?a=b?id=1&…` (glued onto a URL that had a query) | `a` is `b`, `id` is `1` |
 * | POST with a form body, or with no Content-Type | query and body together |
 * | POST with JSON, multipart or the like | the body is not read; none if the query is not enough |
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
 * status, date as written (the instant depends on an option), message. Not `network`, which the
 * provider may look up anew, and not `event`, which depends on the node's options.
 *
 * It tells repeated delivery reports from new ones. It cannot do so for replies, which carry no date: a
 * second "Oui" from one phone, a month later, has the `eventId` of the first.
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

/** A longer text is not read: no number with all its separators reaches this. */
const LONGEST_NUMBER = 64;

/**
 * A phone number from a callback, however it is written, in the form in which numbers are sent, so that
 * a callback can be matched to its message. Digits to which the node would not send (`33123456789`,
 * `1234567`) are kept: the provider wrote them.
 *
 * @returns international digits without `+`, or null when the text is not a phone number
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
