import type { IExecuteFunctions } from 'n8n-workflow';

import { readBalance } from '../sms/answer/balance';
import { buildEmptyDocument } from '../sms/document/document';
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
	return readBalance(textOf(bytes), quote, status);
}
