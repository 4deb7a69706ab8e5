import { DateTime } from 'luxon';

import { codeMeaning, codeOfStatus, NUMBER_CODES, type Warning } from '../codes';
import { Refused } from '../refused';
import type { Quote } from '../secrets';
import { type Answer, readAnswer } from './answer';
import { type RequestResult, resultOfAnswer, sameForAll } from './result';

/** An HTTP response, read as far as it was read. */
export interface Response {
	readonly status: number;
	readonly body: string;
	/** False when the body was cut, by a limit or by the connection. */
	readonly complete: boolean;
	/** See `readRetryAfter`. */
	readonly retryAfterMs: number | null;
}

/** What may stand in an answer to an SMS that was sent. */
const MAY_BE_SENT = new RegExp(['SENDING_OK', 'TOO_LONG_SENDER', ...NUMBER_CODES].join('|'), 'i');

/**
 * What an HTTP response means for each number of its request.
 *
 * - 5xx: `unknown`, whatever the body says. A server that broke down while answering may have
 *   written a code before or after the SMS went out.
 * - Any other status: a body with documented codes is read as `resultOfAnswer` says, since web servers
 *   and proxies set statuses, but no one but the provider writes these codes.
 * - 200 (2xx) without such a code: `unknown`.
 * - Other statuses without: as the table of codes says, unless the body mentions a code in passing.
 * - A cut body: the codes still to come may change the meaning of those that came, so `unknown`.
 *
 * @param recipients the numbers asked, as international digits without `+`
 * @param quote shows what may be shown of a body that did not settle the matter
 */
export function resultOfResponse(
	{ status, body, complete, retryAfterMs }: Response,
	recipients: readonly string[],
	quote: Quote,
): RequestResult {
	const answer = readAnswer(body);
	const { oddity, warnings, ...result } = resultOfAnswer(answer, recipients);
	// @assumption CODES_COUNT_WHATEVER_THE_STATUS: documented codes in an answer are the provider's own word, whatever its HTTP status below 500.
	const isSettled =
		complete &&
		status < 500 &&
		(codeOfStatus(status) === 'UNKNOWN_ANSWER' || saysSomething(answer));
	const unsettled = complete ? `came with HTTP status ${status}` : 'was not read to its end';
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

/** @param isPlain whether all of the answer came, and has nothing of the provider's in it */
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
 * Milliseconds to wait by a Retry-After header: seconds, or an HTTP date (RFC 9110, 10.2.3).
 *
 * @param header null, undefined or anything else that is neither gives null
 * @param now milliseconds since 1970
 */
export function readRetryAfter(header: unknown, now: number): number | null {
	if (typeof header !== 'string') return null;
	const value = header.trim();
	if (/^[0-9]{1,9}$/.test(value)) return Number(value) * 1000;
	const at = DateTime.fromHTTP(value).toMillis();
	return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/**
 * The SMS credits left, by the answer to `buildEmptyDocument`; null when it does not say. A provider that
 * finds the text or the recipient missing, or the credits too few, has let the login pass; it may look at
 * them in any order, so AUTH_FAILED counts wherever it stands.
 *
 * @throws Refused for a wrong login, or when the provider did not write the answer
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
