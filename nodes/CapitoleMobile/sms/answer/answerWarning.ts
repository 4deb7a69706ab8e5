import type { Answer } from './answer';
import { PROVIDER_CODES } from './codes';
import type { Warning } from '../warning';

const MOST_QUOTED = 3;
// +, 00 and the 15 digits of ITU-T E.164, with some to spare.
const LONGEST_NUMBER = 20;

/**
 * What the user should know about an answer beside the outcomes. Quotes nothing of it but numbers:
 * words out of their context might be pieces of a secret that redaction cannot know again. The
 * excerpt shows the rest.
 *
 * @param notAsked numbers that the answer refuses and nobody asked for
 * @param isUnclear whether the answer leaves open what became of some number for a reason of its own
 */
export function answerWarnings(
	answer: Answer,
	{ notAsked, isUnclear }: { notAsked: readonly string[]; isUnclear: boolean },
): Warning[] {
	const warnings: Warning[] = [];
	if (answer.senderReplaced) {
		const { meaning, remedy } = PROVIDER_CODES.TOO_LONG_SENDER;
		warnings.push({ code: 'TOO_LONG_SENDER', message: `${meaning}. ${remedy}` });
	}
	if (answer.notUnderstood.length > 0 || notAsked.length > 0 || isUnclear) {
		warnings.push({ code: 'UNEXPECTED_ANSWER', message: oddity(answer, notAsked) });
	}
	return warnings;
}

function oddity(answer: Answer, notAsked: readonly string[]): string {
	const { sendingOk, refusals, refused, notUnderstood } = answer;
	if (notUnderstood.length > 0) {
		return "The provider's answer has words that the provider does not document.";
	}
	if (notAsked.length > 0) {
		return `The provider's answer refuses numbers that were not asked: ${list(notAsked)}.`;
	}
	if (sendingOk && refusals.length > 0) {
		return `The provider's answer says both SENDING_OK and ${refusals.join(', ')}.`;
	}
	if (refused.length > 0) {
		return "The provider's answer refuses a number without saying which of several.";
	}
	return "The provider's answer is empty.";
}

const list = (numbers: readonly string[]): string =>
	numbers
		.slice(0, MOST_QUOTED)
		.map((number) => number.slice(0, LONGEST_NUMBER))
		.join(', ') + (numbers.length > MOST_QUOTED ? ' and others' : '');
