import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { exchange, type Exchange } from './exchange';
import { classifyFailure } from './failure';

/** Milliseconds for requests that send no SMS. */
export const PROBE_TIMEOUT_MS = 30_000;

/**
 * One POST that cannot send an SMS, so that a lost answer is only that.
 *
 * @throws NodeApiError when no answer came
 */
export async function probe(
	context: IExecuteFunctions,
	url: string,
	document: string,
	timeout = PROBE_TIMEOUT_MS,
): Promise<Exchange> {
	try {
		return await exchange(context, { url, document, timeout });
	} catch (failure) {
		const { code } = classifyFailure(failure);
		// Not around what was thrown: that holds the request, and the request holds the password.
		throw new NodeApiError(
			context.getNode(),
			{},
			{
				message: `The provider gave no answer (${code})`,
				description:
					'Check the URL in the credential and the network of this machine, then try again.',
			},
		);
	}
}
