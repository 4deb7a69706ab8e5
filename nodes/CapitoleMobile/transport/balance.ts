import type { IExecuteFunctions } from 'n8n-workflow';

import { readAnswer } from '../sms/answer/answer';
import { codeMeaning } from '../sms/answer/codeMeaning';
import { readLogin } from '../sms/answer/login';
import { buildEmptyDocument } from '../sms/document/document';
import { Refused } from '../sms/refused';
import { readAccount } from './account';
import { textOf } from './exchange';
import { probe } from './probe';

/**
 * The SMS credits left on the account, by a request that cannot send an SMS; null where the answer
 * does not tell.
 *
 * @throws Refused for a wrong login, and when no answer of the provider's came
 */
export async function askBalance(
	context: IExecuteFunctions,
	timeout?: number,
): Promise<number | null> {
	const { sendUrl, quote } = await readAccount(context);
	const { status, bytes } = await probe(context, sendUrl, buildEmptyDocument(), timeout);
	const body = textOf(bytes);
	const login = readLogin(readAnswer(body));
	if (login.state === 'accepted') return login.creditsLeft;
	if (login.state === 'refused') {
		const { meaning, remedy } = codeMeaning('AUTH_FAILED');
		throw new Refused('AUTH_FAILED', `${meaning} (AUTH_FAILED)`, remedy);
	}
	throw new Refused(
		status >= 200 && status < 300 ? 'UNKNOWN_ANSWER' : `HTTP_${String(status)}`,
		'The answer is not one that the provider documents',
		`Check the Sending URL in the credential. The answer began: ${JSON.stringify(quote(body))}`,
	);
}
