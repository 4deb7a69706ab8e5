import { codeMeaning, codeOfStatus, type NotLeftCode, type Outcome } from '../sms/codes';

/** The outcome when an HTTP client throws instead of returning a response. */
export interface FailureOutcome {
	readonly outcome: Outcome;
	readonly code: string;
	readonly message: string;
}

/**
 * Decides from a thrown error whether the request may have left: `notSent` only if it certainly did
 * not, else `unknown`, also when nested errors disagree. A thrown status counts as its row in
 * `codes.ts` says.
 *
 * Knows the errors of Node and axios, and n8n's wrappers. Messages have only our own words, so they
 * hold no secret.
 */
export function classifyFailure(failure: unknown): FailureOutcome {
	const thrown = errorsWithin(failure);
	const status = thrown.map(statusOf).find((one) => one !== null) ?? null;
	// A thrown 2xx broke off in its body.
	if (status !== null && (status < 200 || status >= 300)) {
		const code = codeOfStatus(status);
		const { outcome, meaning } = codeMeaning(code);
		return { outcome, code, message: meaning };
	}
	const reason = thrown.map(whyNotSent).find((one) => one !== undefined);
	const isCertain = reason !== undefined && status === null && !thrown.some(mayHaveLeft);
	const code = isCertain ? reason : 'NO_ANSWER';
	const what =
		!isCertain && thrown.some(isTimeout)
			? 'No whole answer came within the time limit: the SMS may have been sent'
			: codeMeaning(code).meaning;
	const detail = thrown.map(errorCode).find((one) => SHOWN_CODE.test(one));
	const message = detail === undefined ? what : `${what} (${detail})`;
	return { outcome: isCertain ? 'notSent' : 'unknown', code, message };
}

// Safe to show: shaped like a code, without the words that n8n keeps out of messages.
const SHOWN_CODE = /^(?!.*(?:ERROR|FAILURE|PROBLEM|MISTAKE))[A-Z][A-Z0-9_]{2,60}$/;

type Thrown = Readonly<Record<string, unknown>>;

/**
 * The properties that hold wrapped errors: `cause` (Node, axios, n8n), `errors` (AggregateError, for a
 * host with several addresses), `errorResponse` (n8n's NodeApiError around anything but an Error),
 * `error` and `reason` (n8n's older request helper), `context` (n8n's errors).
 */
const WRAPPED = ['cause', 'errors', 'errorResponse', 'error', 'reason', 'context'];
const MOST_LEVELS = 6;

/** The thrown error and those it wraps, outermost first. */
function errorsWithin(failure: unknown): Thrown[] {
	const found = new Set<Thrown>();
	let level = [failure].filter(isThrown);
	for (let depth = 0; depth < MOST_LEVELS; depth += 1) {
		for (const thrown of level) found.add(thrown);
		level = level.flatMap(wrappedIn).filter((thrown) => !found.has(thrown));
	}
	return [...found];
}

const isThrown = (value: unknown): value is Thrown => typeof value === 'object' && value !== null;
const wrappedIn = (thrown: Thrown): Thrown[] =>
	WRAPPED.flatMap((key) => thrown[key]).filter(isThrown);
const field = (value: unknown, key: string): unknown => (isThrown(value) ? value[key] : undefined);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const STATUS = /^[1-5][0-9]{2}$/;

// n8n's NodeApiError has the code, or the status, as `httpCode`. In n8n 1.x, only that and `messages`
// remain of the wrapped error, because the class redeclares `cause`, which empties it.
function errorCode({ code, httpCode }: Thrown): string {
	const found = text(code) || text(httpCode);
	return STATUS.test(found) ? '' : found;
}

function statusOf({ response, httpCode }: Thrown): number | null {
	const status = field(response, 'status') ?? field(response, 'statusCode');
	if (typeof status === 'number' && status > 0) return status;
	return STATUS.test(text(httpCode)) ? Number(httpCode) : null;
}

const messagesOf = ({ message, messages }: Thrown): string[] =>
	[message, messages].flat().map(text);

function isTimeout(thrown: Thrown): boolean {
	// AbortSignal.timeout, which axios reports as a cancellation.
	const aborted = field(field(field(thrown.config, 'signal'), 'reason'), 'name');
	if (thrown.name === 'TimeoutError' || aborted === 'TimeoutError') return true;
	return messagesOf(thrown).some((message) => /^timeout of \d+ms exceeded$/.test(message));
}

/** Whether the error's own code, not one repeated from a wrapped error, leaves open if the request left. */
function mayHaveLeft(thrown: Thrown): boolean {
	const code = errorCode(thrown);
	if (code === '' || whyNotSent(thrown) !== undefined) return false;
	return !wrappedIn(thrown).some((inner) => errorCode(inner) === code);
}

/**
 * Codes that cannot come once a request is on its way. Not here: EHOSTUNREACH, ENETUNREACH, ETIMEDOUT
 * and the like, which can also end a connection that carried the request, so they need the syscall
 * `connect`; and ERR_SSL_WRONG_VERSION_NUMBER, which a record garbled later also gives. Node writes
 * nothing before it has verified the certificate (https://nodejs.org/api/tls.html, "X509 certificate
 * error codes").
 */
const ERROR_CODES: ReadonlyArray<readonly [RegExp, NotLeftCode]> = [
	[/^(?:ECONNREFUSED|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/, 'COULD_NOT_CONNECT'],
	[/^(?:ENOTFOUND|EAI_[A-Z]+)$/, 'HOST_NOT_FOUND'],
	[/^ERR_(?:INVALID_URL|INVALID_PROTOCOL|UNESCAPED_CHARACTERS)$/, 'INVALID_URL'],
	[/^(?:CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT_)/, 'TLS_REFUSED'],
	[/^(?:HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/, 'TLS_REFUSED'],
	[/^ERR_SSL_(?:NO_\w+_AVAILABLE|UNSUPPORTED_PROTOCOL|\w+_UNRECOGNIZED_NAME)$/, 'TLS_REFUSED'],
	[/^ERR_SSL_[\w/]+_ALERT_(?:HANDSHAKE_FAILURE|PROTOCOL_VERSION)$/, 'TLS_REFUSED'],
];

/** Starts of messages that only come before a request leaves, for errors without a code. */
const MESSAGES: ReadonlyArray<readonly [RegExp, NotLeftCode]> = [
	// After the handshake, OpenSSL accepts writes whatever the other side says, so this comes before it. A
	// damaged record is left out all the same.
	[/^write EPROTO (?!.*bad record).*\bssl\b/i, 'TLS_REFUSED'],
	[/^Client network socket disconnected before secure TLS/, 'TLS_REFUSED'],
	[/^connect E/, 'COULD_NOT_CONNECT'],
	[/^getaddrinfo E/, 'HOST_NOT_FOUND'],
	[/^Unsupported protocol /, 'INVALID_URL'],
	// https-proxy-agent, which n8n uses
	[/^Proxy connection ended before receiving CONNECT response/, 'PROXY_REFUSED'],
	[/^(?:No header received|Invalid header) from proxy CONNECT response/, 'PROXY_REFUSED'],
	// n8n's limits on hosts: in credentials, and against server-side request forgery
	[/^(?:Domain not allowed: |No allowed domains specified)/, 'BLOCKED_BY_N8N'],
	[
		/^(?:This credential is configured to prevent use within|Cannot determine the host for)/,
		'BLOCKED_BY_N8N',
	],
	[/^The request was blocked because /, 'BLOCKED_BY_N8N'],
];

function whyNotSent(thrown: Thrown): NotLeftCode | undefined {
	// Nothing leaves before the address is found and the connection is open.
	if (thrown.syscall === 'connect') return 'COULD_NOT_CONNECT';
	if (thrown.syscall === 'getaddrinfo') return 'HOST_NOT_FOUND';
	const messages = messagesOf(thrown);
	const byMessage = MESSAGES.find(([start]) => messages.some((message) => start.test(message)));
	const code = errorCode(thrown);
	return (byMessage ?? ERROR_CODES.find(([pattern]) => pattern.test(code)))?.[1];
}
