import { codeMeaning, type Outcome, REFUSAL_CODES, type Warning } from '../codes';
import type { Answer } from './answer';
import { namedNumbers, type NamedNumbers } from './namedNumbers';

export interface RecipientOutcome {
	/** As in the request. */
	readonly recipient: string;
	readonly outcome: Outcome;
	/** A code in `codes.ts`, or `HTTP_` and a status. */
	readonly code: string;
	/** With STOPPED_EARLIER: the code that stopped the run. */
	readonly cause?: string;
}

/** The result of one request. Its texts hold no secret. */
export interface RequestResult {
	/** One for each number of the request, in order. */
	readonly outcomes: readonly RecipientOutcome[];
	/** SMS credits left; null if the answer does not say. */
	readonly creditsLeft: number | null;
	readonly warnings: readonly Warning[];
	/** The code that stops the run, because further requests would get the same answer. */
	readonly stop: string | null;
	/** Null if no response came. */
	readonly status: number | null;
	/** Milliseconds to wait, from the Retry-After header; null if there is none. */
	readonly retryAfterMs: number | null;
}

/** The same outcome for all recipients, for example when no answer came. */
export function sameForAll(
	recipients: readonly string[],
	outcome: Outcome,
	code: string,
	cause?: string,
): RequestResult {
	const known = { outcome, code, ...(cause === undefined ? {} : { cause }) };
	return {
		outcomes: recipients.map((recipient) => ({ recipient, ...known })),
		creditsLeft: null,
		warnings: [],
		stop: null,
		status: null,
		retryAfterMs: null,
	};
}

/** The meaning of an answer's body, whatever its HTTP status. */
export interface AnswerResult extends Pick<RequestResult, 'outcomes' | 'creditsLeft' | 'stop'> {
	/** About documented codes. */
	readonly warnings: readonly Warning[];
	/** Why a person should see the answer, or null: goes on from "The provider's answer". */
	readonly oddity: string | null;
}

type KnownOutcome = Pick<RecipientOutcome, 'outcome' | 'code'>;

const NOT_UNDERSTOOD: KnownOutcome = { outcome: 'unknown', code: 'UNKNOWN_ANSWER' };

/**
 * What an answer means for each number of its request.
 *
 * @param recipients international digits without `+`
 */
export function resultOfAnswer(answer: Answer, recipients: readonly string[]): AnswerResult {
	const named = namedNumbers(answer, recipients);
	const rest = outcomeOfOthers(answer, named);
	const { refusals, senderReplaced, creditsLeft } = answer;
	return {
		outcomes: recipients.map((recipient): RecipientOutcome => {
			const code = named.refused.get(recipient);
			if (code !== undefined) return { recipient, outcome: 'rejected', code };
			return { recipient, ...(named.inDoubt.has(recipient) ? NOT_UNDERSTOOD : rest) };
		}),
		creditsLeft,
		warnings: senderReplaced ? [warningOf('TOO_LONG_SENDER')] : [],
		stop: refusals.find((code) => codeMeaning(code).stops === 'atOnce') ?? null,
		oddity: oddityOf(answer, named, rest),
	};
}

/** The outcome of numbers that the answer does not name. */
function outcomeOfOthers(answer: Answer, { isSomeoneRefused }: NamedNumbers): KnownOutcome {
	const refusal = REFUSAL_CODES.find((code) => answer.refusals.includes(code));
	// @assumption OK_BESIDE_REFUSAL_IS_UNKNOWN: SENDING_OK and a code that refuses the whole request contradict each other, so it is unknown whether the SMS was sent.
	if (answer.sendingOk && refusal) return NOT_UNDERSTOOD;
	// @assumption NO_SENDING_OK_IS_NOT_ACCEPTED: if an answer has a refusing code and no SENDING_OK, none of the request's numbers was accepted, even if the credits would have paid for some.
	if (refusal) return { outcome: 'rejected', code: refusal };
	if (isSomeoneRefused) return { outcome: 'unknown', code: 'NOT_NAMED' };
	// @assumption OK_SERVES_THE_NUMBERS_NOT_NAMED: with SENDING_OK, the numbers of the request that are not named as refused were accepted.
	if (answer.sendingOk) return { outcome: 'accepted', code: 'SENDING_OK' };
	// @assumption PARTLY_NAMED_IS_UNKNOWN: without SENDING_OK, if only some numbers of a request are named as refused, the outcome of the others is unknown.
	if (answer.refused.length > 0) return { outcome: 'unknown', code: 'NOT_NAMED' };
	// @assumption TOO_LONG_SENDER_ALONE_IS_SENT: the page calls it a warning and says that a short number is used instead, so the SMS was sent if the answer says nothing else.
	if (answer.senderReplaced && answer.notUnderstood.length === 0) {
		return { outcome: 'accepted', code: 'TOO_LONG_SENDER' };
	}
	return NOT_UNDERSTOOD;
}

function warningOf(code: 'TOO_LONG_SENDER'): Warning {
	const { meaning, remedy } = codeMeaning(code);
	return { code, message: `${meaning}. ${remedy}` };
}

/** Quotes nothing of the answer: only `createQuoter` knows what may be shown. */
function oddityOf(
	{ sendingOk, refusals, refused, inDoubt, notUnderstood }: Answer,
	{ isSomeoneRefused, hasOthers }: NamedNumbers,
	rest: KnownOutcome,
): string | null {
	if (inDoubt.length > 0 || notUnderstood.length > 0) {
		return 'has words that the provider does not document';
	}
	if (hasOthers) return 'refuses numbers that were not in the request';
	if (rest.code !== NOT_UNDERSTOOD.code && !isSomeoneRefused) return null;
	if (sendingOk && refusals.length > 0) return `says both SENDING_OK and ${refusals.join(', ')}`;
	return refused.length > 0 ? 'refuses one of several numbers but does not say which' : 'is empty';
}
