import type { IExecuteFunctions } from 'n8n-workflow';

import { readBalance } from '../sms/answer/response';
import { buildEmptyDocument } from '../sms/document/document';
import { Refused } from '../sms/refused';
import { readAccount } from './account';
import { exchange, textOf, type Exchange } from './exchange';
import { classifyFailure } from './failure';

/** Milliseconds for requests that send no SMS. */
export const PROBE_TIMEOUT_MS = 30_000;

/**
 * One POST that cannot send an SMS, so that a lost answer is only that.
 *
 * @throws Refused when no answer came
 */
export async function probe(
	context: IExecuteFunctions,
	url: string,
	document: string,
	timeout = PROBE_TIMEOUT_MS,
): Promise<Exchange> {
	return await exchange(context, { url, document, timeout }).catch((failure: unknown) => {
		throw noAnswer(failure);
	});
}

/** Not around the failure: that holds the request, and the request the password. */
export function noAnswer(failure: unknown): Refused {
	const { code } = classifyFailure(failure);
	return new Refused(
		code,
		`The provider gave no answer (${code})`,
		'Check the URL in the credential and the network of this machine, then try again.',
	);
}

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
