import { readAnswer } from './answer';
import { outcomeOfStatus } from './httpStatus';
import type { RequestResult } from './outcome';
import { EXCERPT_SOURCE, resultOfAnswer, sameForAll } from './outcome';

/** An HTTP response, read as far as it was read. */
export interface Response {
	readonly status: number;
	readonly body: string;
	/** False when the body was cut, by a limit or by the connection. */
	readonly complete: boolean;
}

/**
 * What an HTTP response means for each number of its request.
 *
 * - 5xx: `unknown`, whatever the body says. A server that broke down while answering may have
 *   written a code before or after the SMS went out.
 * - Any other status: a body with documented codes is read as `resultOfAnswer` says, since web servers
 *   and proxies set statuses, but no one but the provider writes these codes.
 * - 200 (2xx) without such a code: `unknown`.
 * - Other statuses without: see `outcomeOfStatus`.
 * - A cut body: the codes still to come may change the meaning of those that came, so `unknown`.
 *
 * The `excerpt` of the result quotes the body and is NOT redacted.
 *
 * @param recipients the numbers asked, as international digits without `+`
 */
export function resultOfResponse(
	{ status, body, complete }: Response,
	recipients: readonly string[],
): RequestResult {
	const isFine = status >= 200 && status < 300;
	const answer = readAnswer(body);
	const result = resultOfAnswer(answer, body, recipients);
	if (isFine && complete) return result;
	const hasCode =
		answer.sendingOk ||
		answer.senderReplaced ||
		answer.refusals.length > 0 ||
		answer.refused.length > 0;
	// @assumption CODES_COUNT_WHATEVER_THE_STATUS: below 500, documented codes in an answer are the provider's own word, with whatever HTTP status they come.
	if (complete && status < 500 && hasCode) return result;
	const { outcome, code } = isFine
		? { outcome: 'unknown' as const, code: 'UNKNOWN_ANSWER' }
		: outcomeOfStatus(status);
	return {
		...sameForAll(recipients, outcome, code),
		warnings: result.warnings,
		creditsLeft: answer.creditsLeft,
		...(body === '' ? {} : { excerpt: result.excerpt ?? body.slice(0, EXCERPT_SOURCE) }),
	};
}
