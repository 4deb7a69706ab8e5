import { readCallbackDate } from './callbackDate';
import { readCallbackPhone } from './callbackPhone';
import { SECRET_PARAMETER } from './callbackSecret';
import { eventIdOf } from './eventId';
import { MAX_FORM_BYTES, readForm, type FormParameter } from './formBytes';
import { notACallback, type NotACallback } from './notACallback';
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

/** A delivery report, a reply or a STOP, as a workflow item. What the kind does not have is null. */
export interface Callback {
	readonly event: CallbackEvent;
	/** International digits without `+`. */
	readonly phone: string;
	readonly campaignId: string | null;
	/** The status as received. */
	readonly status: string | null;
	/** The operator's name. */
	readonly network: string | null;
	/** ISO 8601 with offset; null when there is none or it cannot be read (`raw` keeps it). */
	readonly date: string | null;
	/** The reply, as typed. */
	readonly message: string | null;
	readonly optOut: OptOut;
	/** The same for the same callback delivered again, see `eventIdOf`. */
	readonly eventId: string;
	/** ISO 8601, UTC. */
	readonly receivedAt: string;
	/** Every parameter as received and decoded, without the secret; a repeated one is an array. */
	readonly raw: Readonly<Record<string, string | string[]>>;
}

export interface CallbackRequest {
	/** The query string as received, without the `?`, one character per byte. */
	readonly rawQuery: string;
	readonly rawBody: Uint8Array | null;
	/** The Content-Type header. */
	readonly contentType: string | undefined;
}

export interface CallbackContext {
	/** IANA zone of the provider's dates. */
	readonly timezone: string;
	readonly stopKeywords: readonly string[];
	readonly receivedAt: Date;
}

const PARAMETERS = ['id', 'gsm', 'status', 'network', 'date', 'num', 'message'] as const;
const GLUED = new RegExp(`\\?(?=(?:${PARAMETERS.join('|')})=)`, 'i');

/**
 * Reads a request as one of the provider's two callbacks: `id, gsm, status, network, date`, or
 * `num, message`. Total: whatever is received, the result is a callback or says why it is none.
 *
 * | received | result |
 * |---|---|
 * | names in another case (`GSM`, `Message`) | read; `raw` has them as received |
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
 * | `status` in another case | read; `status` has it as received |
 */
export function readCallback(
	request: CallbackRequest,
	context: CallbackContext,
): Callback | NotACallback {
	const hasBody = request.rawBody !== null && request.rawBody.length > 0;
	const readsBody = hasBody && isForm(request.contentType);
	const query = readForm(request.rawQuery);
	const body = readsBody ? readBody(request.rawBody) : [];
	if (query === 'tooLong' || body === 'tooLong') return notACallback('tooLong');
	if (query === 'tooMany' || body === 'tooMany') return notACallback('tooMany');
	const form = [...query, ...body]
		.flatMap(unglue)
		.filter(({ name }) => name.toLowerCase() !== SECRET_PARAMETER);

	const gsm = valueOf(form, 'gsm');
	const status = valueOf(form, 'status');
	const num = valueOf(form, 'num');
	const message =
		form.find(({ name, value }) => name.toLowerCase() === 'message' && value !== '')?.value ??
		(form.some(({ name }) => name.toLowerCase() === 'message') ? '' : null);
	const isReport = gsm !== null && status !== null;
	const isReply = num !== null && message !== null;
	if (isReport && isReply) return notACallback('mixed');
	if (!isReport && !isReply) {
		return notACallback(hasBody && !readsBody ? 'bodyType' : 'incomplete');
	}
	const phone = readCallbackPhone((isReport ? gsm : num) ?? '');
	if (phone === null) return notACallback('phone');

	const optOut = isReply ? readOptOut(message, context.stopKeywords) : 'no';
	const replyEvent = optOut === 'yes' ? 'stop' : 'reply';
	const date = valueOf(form, 'date');
	const callback = {
		event: isReport ? reportEvent(status) : replyEvent,
		phone,
		campaignId: valueOf(form, 'id'),
		status: isReport ? status : null,
		network: valueOf(form, 'network'),
		date: date === null ? null : readCallbackDate(date, context.timezone),
		message: isReply ? message : null,
		optOut,
	} as const;
	return {
		...callback,
		eventId: eventIdOf({ ...callback, date }),
		receivedAt: context.receivedAt.toISOString(),
		raw: rawParameters(form),
	};
}

function reportEvent(status: string): CallbackEvent {
	const known = status.toUpperCase();
	if (known === 'DELIVERED') return 'delivered';
	return known === 'INVALID_DESTINATION_ADDRESS' ? 'undelivered' : 'otherStatus';
}

function isForm(contentType: string | undefined): boolean {
	const type = (contentType ?? '').split(';', 1).join('').trim().toLowerCase();
	// @assumption POST_BODY: the page shows parameters in the URL only; should the provider be set to POST, they come as a urlencoded form.
	return type === '' || type === 'application/x-www-form-urlencoded';
}

function readBody(rawBody: Uint8Array | null): ReturnType<typeof readForm> {
	if (rawBody === null) return [];
	if (rawBody.length > MAX_FORM_BYTES) return 'tooLong';
	return readForm(Buffer.from(rawBody).toString('latin1'));
}

/** Takes apart `secret=abc?id=1`; never looks into the provider's own values. */
function unglue({ name, value }: FormParameter): FormParameter[] {
	const glue = isOwn(name) ? -1 : value.search(GLUED);
	if (glue < 0) return [{ name, value }];
	const [gluedName = '', ...gluedValue] = value.slice(glue + 1).split('=');
	return [
		{ name, value: value.slice(0, glue) },
		{ name: gluedName, value: gluedValue.join('=') },
	];
}

function isOwn(name: string): boolean {
	return PARAMETERS.some((own) => own === name.toLowerCase());
}

/** The first value that is not blank, without white space around it. */
function valueOf(form: readonly FormParameter[], name: (typeof PARAMETERS)[number]): string | null {
	const isNamed = (each: FormParameter) => each.name.toLowerCase() === name;
	return form.find((each) => isNamed(each) && each.value.trim() !== '')?.value.trim() ?? null;
}

function rawParameters(form: readonly FormParameter[]): Record<string, string | string[]> {
	const values = new Map<string, string[]>();
	for (const { name, value } of form) {
		if (name in Object.prototype) continue;
		values.set(name, [...(values.get(name) ?? []), value]);
	}
	return Object.fromEntries(
		[...values].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all]),
	);
}
