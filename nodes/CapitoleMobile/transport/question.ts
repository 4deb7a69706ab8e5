import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { classifyFailure } from './failure';
import { exchange, type Exchange } from './exchange';

/** Milliseconds for requests that send no SMS. */
export const QUESTION_TIMEOUT_MS = 30_000;

/**
 * One POST that cannot send an SMS, so that a lost answer is only that.
 *
 * @throws NodeOperationError when no answer came
 */
export async function ask(
	context: IExecuteFunctions,
	url: string,
	document: string,
	timeout = QUESTION_TIMEOUT_MS,
): Promise<Exchange> {
	try {
		return await exchange(context, { url, document, timeout });
	} catch (failure) {
		const { code } = classifyFailure(failure);
		throw new NodeOperationError(context.getNode(), `The provider gave no answer (${code})`, {
			description:
				'Check the URL in the credential and the network of this machine, then try again.',
		});
	}
}
