import { readAnswer, type Answer } from './answer';
import { codeMeaning, codeOfStatus } from '../codes';
import { sameForAll, type RequestResult } from './outcome';
import { resultOfAnswer } from './result';
import type { Quote } from '../secrets';
import type { Warning } from '../warning';

/** An HTTP response, read as far as it was read. */
export interface Response {
	readonly status: number;
	readonly body: string;
	/** False when the body was cut, by a limit or by the connection. */
	readonly complete: boolean;
	/** See `readRetryAfter`. */
	readonly retryAfterMs: number | null;
}

/**
 * What an HTTP response means for each number of its request.
 *
 * - 5xx: `unknown`, whatever the body says. A server that broke down while answering may have
 *   written a code before or after the SMS went out.
 * - Any other status: a body with documented codes is read as `resultOfAnswer` says, since web servers
 *   and proxies set statuses, but no one but the provider writes these codes.
 * - 200 (2xx) without such a code: `unknown`.
 * - Other statuses without: as the table of codes says.
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
	const isFine = status >= 200 && status < 300;
	const answer = readAnswer(body);
	const { isOdd, ...result } = resultOfAnswer(answer, recipients);
	// @assumption CODES_COUNT_WHATEVER_THE_STATUS: below 500, documented codes in an answer are the provider's own word, with whatever HTTP status they come.
	const isSettled = complete && status < 500 && (isFine || hasCode(answer));
	const isQuoted = body !== '' && (isOdd || !isSettled);
	const code = codeOfStatus(status);
	return {
		...(isSettled ? result : sameForAll(recipients, codeMeaning(code).outcome, code)),
		creditsLeft: answer.creditsLeft,
		warnings: isQuoted ? [...result.warnings, quotation(body, quote)] : result.warnings,
		status,
		retryAfterMs,
	};
}

function hasCode({ sendingOk, senderReplaced, refusals, refused }: Answer): boolean {
	return sendingOk || senderReplaced || refusals.length > 0 || refused.length > 0;
}

function quotation(body: string, quote: Quote): Warning {
	const message = `The answer began: ${JSON.stringify(quote(body))}`;
	return { code: 'UNEXPECTED_ANSWER', message };
}
