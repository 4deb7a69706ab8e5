import type { Answer } from './answer';
import { answerWarnings } from './answerWarning';
import { codeMeaning, REFUSAL_CODES } from '../codes';
import type { RecipientOutcome, RequestResult } from './outcome';
import { refusedAmongAsked } from './refusedNumber';

/** What an answer says by itself, whatever it came with. */
export interface AnswerResult
	extends Pick<RequestResult, 'outcomes' | 'creditsLeft' | 'warnings' | 'stop'> {
	/** Whether the answer was not wholly understood, so that a person should see it. */
	readonly isOdd: boolean;
}

/**
 * What an answer means for each number of its request.
 *
 * @param recipients the numbers asked, as international digits without `+`
 */
export function resultOfAnswer(answer: Answer, recipients: readonly string[]): AnswerResult {
	const { codes, notAsked, unnamed } = refusedAmongAsked(answer.refused, recipients);
	const rest = fateOfUnnamed(answer, unnamed !== null);
	const isUnclear = rest.code === 'UNKNOWN_ANSWER' || unnamed !== null;
	const warnings = answerWarnings(answer, { hasNotAsked: notAsked.length > 0, isUnclear });
	return {
		outcomes: recipients.map((recipient): RecipientOutcome => {
			const code = codes.get(recipient);
			return code ? { recipient, outcome: 'rejected', code } : { recipient, ...rest };
		}),
		creditsLeft: answer.creditsLeft,
		warnings,
		stop: stopOf(answer),
		isOdd: warnings.some(({ code }) => code === 'UNEXPECTED_ANSWER'),
	};
}

/** What holds for the numbers that the answer does not name. */
function fateOfUnnamed(
	answer: Answer,
	isSomeoneRefused: boolean,
): Pick<RecipientOutcome, 'outcome' | 'code'> {
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
	return refusals.find((code) => codeMeaning(code).stops === 'atOnce') ?? null;
}
