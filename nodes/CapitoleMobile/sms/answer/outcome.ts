import type { Answer } from './answer';
import { answerWarnings } from './answerWarning';
import { REFUSAL_CODES } from './codes';
import { refusedAmongAsked } from './refusedNumber';
import type { Warning } from '../warning';

/**
 * What is known of an SMS to one number.
 * - `accepted`: the provider took it.
 * - `rejected`: the provider, or a server before it, said no; sending it again as it is will not help.
 * - `notSent`: it did not leave; safe to try again.
 * - `unknown`: it left, and what became of it is not known; trying again may send it twice.
 * - `duplicate`: it was sent before under the same idempotency key, and not now.
 */
export type Outcome = 'accepted' | 'rejected' | 'notSent' | 'unknown' | 'duplicate';

export interface RecipientOutcome {
	/** The number as it was asked. */
	readonly recipient: string;
	readonly outcome: Outcome;
	/** One of `codes.ts`, or `HTTP_` and a status. */
	readonly code: string;
}

/** What one request brought. Its `excerpt` is NOT redacted; its other texts hold no secret. */
export interface RequestResult {
	/** One for each number asked, in order. */
	readonly outcomes: readonly RecipientOutcome[];
	/** SMS credits, as the answer said; null when it did not. */
	readonly creditsLeft: number | null;
	readonly warnings: readonly Warning[];
	/** Set when further requests would be answered the same: send none. */
	readonly stop: 'AUTH_FAILED' | 'NOT_ENOUGH_CREDITS' | null;
	/**
	 * The start of an answer that was not (wholly) understood. NOT redacted, and longer than is
	 * shown, so that redaction sees whole secrets: give it to `redactedExcerpt`.
	 */
	readonly excerpt?: string;
}

/** Characters of an answer kept for an excerpt, before redaction. */
export const EXCERPT_SOURCE = 4_000;

/** A result where all recipients share one fate, as when no answer came. */
export function sameForAll(
	recipients: readonly string[],
	outcome: Outcome,
	code: string,
): RequestResult {
	return {
		outcomes: recipients.map((recipient) => ({ recipient, outcome, code })),
		creditsLeft: null,
		warnings: [],
		stop: null,
	};
}

/**
 * What an answer means for each number of its request.
 *
 * @param answer as `readAnswer` gave it
 * @param body the text it was read from, for the excerpt
 * @param recipients the numbers asked, as international digits without `+`
 */
export function resultOfAnswer(
	answer: Answer,
	body: string,
	recipients: readonly string[],
): RequestResult {
	const { codes, notAsked, unnamed } = refusedAmongAsked(answer.refused, recipients);
	const rest = fateOfUnnamed(answer, unnamed !== null);
	const outcomes = recipients.map((recipient): RecipientOutcome => {
		const code = codes.get(recipient);
		return code ? { recipient, outcome: 'rejected', code } : { recipient, ...rest };
	});
	const isUnclear = rest.code === 'UNKNOWN_ANSWER' || unnamed !== null;
	const warnings = answerWarnings(answer, { notAsked, isUnclear });
	const isOdd = warnings.some(({ code }) => code === 'UNEXPECTED_ANSWER');
	return {
		outcomes,
		creditsLeft: answer.creditsLeft,
		warnings,
		stop: stopOf(answer),
		...(isOdd ? { excerpt: body.slice(0, EXCERPT_SOURCE) } : {}),
	};
}

/** What holds for the numbers that the answer does not name. */
function fateOfUnnamed(
	answer: Answer,
	isSomeoneRefused: boolean,
): { outcome: Outcome; code: string } {
	const refusal = REFUSAL_CODES.find((code) => answer.refusals.includes(code));
	// @assumption OK_BESIDE_REFUSAL_IS_UNKNOWN: SENDING_OK in one answer with a code that refuses the whole request contradicts it, so it is not known whether the SMS was sent.
	if (answer.sendingOk && refusal) return { outcome: 'unknown', code: 'UNKNOWN_ANSWER' };
	// @assumption NO_SENDING_OK_IS_NOT_ACCEPTED: a request whose answer has a refusing code and no SENDING_OK was accepted for none of its numbers, also where credits would have done for some.
	if (refusal) return { outcome: 'rejected', code: refusal };
	if (isSomeoneRefused) return { outcome: 'unknown', code: 'NOT_NAMED' };
	// @assumption OK_SERVES_THE_NUMBERS_NOT_NAMED: with SENDING_OK, the numbers of the request that are not named as refused were accepted.
	if (answer.sendingOk) return { outcome: 'accepted', code: 'SENDING_OK' };
	// @assumption PARTLY_NAMED_IS_UNKNOWN: without SENDING_OK, where only some numbers of a request are named as refused, nothing is known of the others.
	if (answer.refused.length > 0) return { outcome: 'unknown', code: 'NOT_NAMED' };
	// @assumption TOO_LONG_SENDER_ALONE_IS_SENT: the page calls it a warning and says that a short number is used instead, so the SMS went out when it is all that the answer says.
	if (answer.senderReplaced && answer.notUnderstood.length === 0) {
		return { outcome: 'accepted', code: 'TOO_LONG_SENDER' };
	}
	return { outcome: 'unknown', code: 'UNKNOWN_ANSWER' };
}

function stopOf({ refusals }: Answer): RequestResult['stop'] {
	if (refusals.includes('AUTH_FAILED')) return 'AUTH_FAILED';
	return refusals.includes('NOT_ENOUGH_CREDITS') ? 'NOT_ENOUGH_CREDITS' : null;
}

const ORDER: readonly Outcome[] = ['unknown', 'accepted', 'notSent', 'rejected', 'duplicate'];

/**
 * One outcome for an item of several numbers; the code is that of the first number that has it.
 *
 * - `unknown` wins over all: an SMS that may be out must never be hidden behind others.
 * - then `accepted`: something was sent and paid for, so the item must not be sent again as a whole;
 *   the numbers not served are in the item's `rejected`.
 * - then `notSent`: nothing was sent, and some of it is safe to send again as it is.
 * - then `rejected`, then `duplicate`: here everything was sent before.
 *
 * An item without numbers is `rejected` with NO_RECIPIENT: there was nothing to send.
 */
export function summarize(outcomes: readonly RecipientOutcome[]): {
	outcome: Outcome;
	code: string;
} {
	for (const outcome of ORDER) {
		const first = outcomes.find((one) => one.outcome === outcome);
		if (first) return { outcome, code: first.code };
	}
	return { outcome: 'rejected', code: 'NO_RECIPIENT' };
}
