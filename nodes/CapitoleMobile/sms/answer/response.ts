import { DateTime } from 'luxon';

import { codeMeaning, codeOfStatus, NUMBER_CODES, type Warning } from '../codes';
import { Refused } from '../refused';
import type { Quote } from '../secrets';
import { type Answer, readAnswer } from './answer';
import { type RequestResult, resultOfAnswer, sameForAll } from './result';

export interface Response {
	readonly status: number;
	readonly body: string;
	/** False if a size limit or the connection cut the body. */
	readonly complete: boolean;
	/** See `readRetryAfter`. */
	readonly retryAfterMs: number | null;
}

/** The codes that an answer to a sent SMS may contain. */
const MAY_BE_SENT = new RegExp(['SENDING_OK', 'TOO_LONG_SENDER', ...NUMBER_CODES].join('|'), 'i');

/**
 * What an HTTP response means for each number of its request.
 *
 * - 5xx: `unknown`, whatever the body says. A server that crashes may have written a code before or
 *   after the SMS left.
 * - Any other status with documented codes in the body: see `resultOfAnswer`. Web servers and proxies
 *   set statuses, but only the provider writes these codes.
 * - 2xx without such a code: `unknown`.
 * - Any other status without one: its row in `codes.ts`, unless the body mentions a code in passing.
 * - A cut body: `unknown`, because the missing codes may change the meaning of the others.
 *
 * @param recipients international digits without `+`
 * @param quote shows the part of an unclear body that may be shown
 */
export function resultOfResponse(
	{ status, body, complete, retryAfterMs }: Response,
	recipients: readonly string[],
	quote: Quote,
): RequestResult {
	const answer = readAnswer(body);
	const { oddity, warnings, ...result } = resultOfAnswer(answer, recipients);
	// @assumption CODES_COUNT_WHATEVER_THE_STATUS: documented codes in an answer are the provider's own, whatever the HTTP status below 500.
	const isSettled =
		complete &&
		status < 500 &&
		(codeOfStatus(status) === 'UNKNOWN_ANSWER' || saysSomething(answer));
	const unsettled = complete ? `came with HTTP status ${status}` : 'is incomplete';
	const odd = isSettled ? oddity : body === '' ? null : unsettled;
	return {
		...(isSettled
			? result
			: openOrRefused(status, complete && !MAY_BE_SENT.test(body), recipients)),
		creditsLeft: answer.creditsLeft,
		warnings: odd === null ? warnings : [...warnings, unexpected(odd, body, quote)],
		status,
		retryAfterMs,
	};
}

function unexpected(odd: string, body: string, quote: Quote): Warning {
	const quoted = body === '' ? '' : ` The answer began: ${JSON.stringify(quote(body))}`;
	return { code: 'UNEXPECTED_ANSWER', message: `The provider's answer ${odd}.${quoted}` };
}

function saysSomething({ sendingOk, senderReplaced, refusals, refused, inDoubt }: Answer): boolean {
	return (
		sendingOk || senderReplaced || [refusals, refused, inDoubt].some(({ length }) => length > 0)
	);
}

/** @param isPlain whether the body is complete and has no code of the provider's */
function openOrRefused(
	status: number,
	isPlain: boolean,
	recipients: readonly string[],
): RequestResult {
	const code = codeOfStatus(status);
	const { outcome } = codeMeaning(code);
	return outcome === 'unknown' || isPlain
		? sameForAll(recipients, outcome, code)
		: sameForAll(recipients, 'unknown', 'UNKNOWN_ANSWER');
}

/**
 * Reads a Retry-After header, in seconds or as an HTTP date (RFC 9110, 10.2.3), as milliseconds.
 *
 * @param now milliseconds since the epoch
 * @returns null for anything else
 */
export function readRetryAfter(header: unknown, now: number): number | null {
	if (typeof header !== 'string') return null;
	const value = header.trim();
	if (/^[0-9]{1,9}$/.test(value)) return Number(value) * 1000;
	const at = DateTime.fromHTTP(value).toMillis();
	return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/**
 * The SMS credits left, from the answer to `buildEmptyDocument`; null if it does not say. A provider
 * that misses the text, the recipient or credits has accepted the login. It may check them in any
 * order, so AUTH_FAILED counts wherever it stands.
 *
 * @throws Refused for a wrong login, or an answer that is not the provider's
 */
export function readBalance(body: string, quote: Quote, status = 200): number | null {
	const { refusals, creditsLeft, notUnderstood, sendingOk } = readAnswer(body);
	if (refusals.includes('AUTH_FAILED')) {
		const { meaning, remedy } = codeMeaning('AUTH_FAILED');
		throw new Refused('AUTH_FAILED', `${meaning} (AUTH_FAILED)`, remedy);
	}
	if ((refusals.length > 0 || sendingOk) && notUnderstood.length === 0) return creditsLeft;
	throw new Refused(
		status >= 200 && status < 300 ? 'UNKNOWN_ANSWER' : `HTTP_${String(status)}`,
		'The answer is not one that the provider documents',
		`Check the Sending URL in the credential. The answer began: ${JSON.stringify(quote(body))}`,
	);
}
