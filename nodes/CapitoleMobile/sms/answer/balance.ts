import { Refused } from '../refused';
import type { Quote } from '../secrets';
import { readAnswer } from './answer';
import { codeMeaning } from '../codes';

/**
 * The SMS credits left, by the answer to `buildEmptyDocument`; null when it does not say. A provider that
 * finds the text or the recipient missing, or the credits too few, has let the login pass; it may look at
 * them in any order, so AUTH_FAILED counts wherever it stands.
 *
 * @throws Refused for a wrong login, and for what is not an answer of the provider's
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
