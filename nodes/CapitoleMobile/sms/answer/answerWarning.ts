import type { Answer } from './answer';
import { codeMeaning } from '../codes';
import type { Warning } from '../warning';

/**
 * What the user should know about an answer beside the outcomes. Quotes nothing of it: only a quote
 * of the whole is known to hold no secret, see `createQuoter`.
 *
 * @param hasNotAsked whether the answer refuses numbers that nobody asked for
 * @param isUnclear whether the answer leaves open what became of some number for a reason of its own
 */
export function answerWarnings(
	answer: Answer,
	{ hasNotAsked, isUnclear }: { hasNotAsked: boolean; isUnclear: boolean },
): Warning[] {
	const warnings: Warning[] = [];
	if (answer.senderReplaced) {
		const { meaning, remedy } = codeMeaning('TOO_LONG_SENDER');
		warnings.push({ code: 'TOO_LONG_SENDER', message: `${meaning}. ${remedy}` });
	}
	if (answer.notUnderstood.length > 0 || hasNotAsked || isUnclear) {
		const message = `The provider's answer ${oddity(answer, hasNotAsked)}.`;
		warnings.push({ code: 'UNEXPECTED_ANSWER', message });
	}
	return warnings;
}

function oddity(answer: Answer, hasNotAsked: boolean): string {
	const { sendingOk, refusals, refused, notUnderstood } = answer;
	if (notUnderstood.length > 0) return 'has words that the provider does not document';
	if (hasNotAsked) return 'refuses numbers that were not asked';
	if (sendingOk && refusals.length > 0) return `says both SENDING_OK and ${refusals.join(', ')}`;
	return refused.length > 0 ? 'refuses a number without saying which of several' : 'is empty';
}
