import type { OwnCode } from '../sms/answer/codes';
import { OWN_CODES } from '../sms/answer/codes';
import type { NotSentCode } from './failureEvidence';
import { evidenceOf } from './failureEvidence';
import type { FailureLevel } from './failureLevel';
import { failureLevels } from './failureLevel';
import type { StatusOutcome } from '../sms/answer/httpStatus';
import { outcomeOfStatus } from '../sms/answer/httpStatus';

/** What is known when an HTTP client threw instead of giving a response. See `StatusOutcome`. */
export type FailureOutcome = StatusOutcome;

// Ours to show: a code's shape, and none of the words that n8n keeps out of messages.
const SHOWN_CODE = /^(?!.*(?:ERROR|FAILURE|PROBLEM|MISTAKE))[A-Z][A-Z0-9_]{2,60}$/;

/**
 * Decides what is known of a request from what the HTTP client threw: `notSent` only where it is
 * certain that the request did not leave, `unknown` in all other cases. Where several of the errors
 * within disagree, it may have left. A status that was thrown counts as `outcomeOfStatus` says.
 *
 * Total: anything may be thrown at it. Knows Node's errors, axios's, and n8n's around them.
 * The texts are made of our words only, so no secret can be in them.
 *
 * @param failure what was caught
 */
export function classifyFailure(failure: unknown): FailureOutcome {
	const levels = failureLevels(failure);
	const status = levels.find((level) => level.status !== null)?.status ?? null;
	if (status !== null) {
		// A 2xx that was thrown broke off in its body.
		return status >= 200 && status < 300 ? noAnswer(levels) : outcomeOfStatus(status);
	}
	const evidence = levels.map(evidenceOf);
	const reason = evidence.find((one): one is NotSentCode => one !== null && one !== 'left');
	if (reason === undefined || evidence.includes('left')) return noAnswer(levels);
	return outcome('notSent', reason, OWN_CODES[reason].meaning, levels);
}

function noAnswer(levels: readonly FailureLevel[]): FailureOutcome {
	const meaning = levels.some(({ isTimeout }) => isTimeout)
		? 'No whole answer came within the time limit: the SMS may have been sent'
		: OWN_CODES.NO_ANSWER.meaning;
	return outcome('unknown', 'NO_ANSWER', meaning, levels);
}

function outcome(
	known: FailureOutcome['outcome'],
	code: OwnCode,
	meaning: string,
	levels: readonly FailureLevel[],
): FailureOutcome {
	const detail = levels.find((level) => SHOWN_CODE.test(level.code))?.code;
	const message = detail === undefined ? meaning : `${meaning} (${detail})`;
	return { outcome: known, code, message, remedy: OWN_CODES[code].remedy };
}
