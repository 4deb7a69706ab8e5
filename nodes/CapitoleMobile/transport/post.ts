import type { IExecuteFunctions } from 'n8n-workflow';

import { type RequestResult, sameForAll } from '../sms/answer/result';
import { resultOfResponse } from '../sms/answer/response';
import type { Charset } from '../sms/document/charset';
import { buildDocument, type OutgoingMessage } from '../sms/document/document';
import type { Account } from './account';
import { exchange, textOf } from './exchange';
import { classifyFailure } from './failure';

/** What one request sends, and to which numbers: international digits without `+`. */
export interface PostRequest {
	readonly message: OutgoingMessage;
	readonly recipients: readonly string[];
}

/** Timers and clocks differ by less. */
const CLOCK_MS = 5;

/**
 * Makes the function that sends one request, once, and says what is known of each of its numbers. It
 * never throws, and its texts are free of secrets.
 *
 * @param timeout milliseconds for the request and its whole answer
 */
export function createPost(
	context: IExecuteFunctions,
	account: Account,
	{ charset, timeout }: { readonly charset: Charset; readonly timeout: number },
): (request: PostRequest) => Promise<RequestResult> {
	return async ({ message, recipients }) => {
		const lateAt = Date.now() + timeout - CLOCK_MS;
		try {
			const document = buildDocument(message, recipients, charset);
			const answer = await exchange(context, { url: account.sendUrl, document, timeout });
			const { status, bytes, isComplete, retryAfterMs } = answer;
			const response = { status, body: textOf(bytes), complete: isComplete, retryAfterMs };
			return resultOfResponse(response, recipients, account.quote);
		} catch (failure) {
			// n8n 1.x drops what tells the time limit from a cancellation.
			const seen = Date.now() < lateAt ? failure : { name: 'TimeoutError', cause: failure };
			return resultOfFailure(seen, recipients);
		}
	};
}

/** What is known of a request's numbers when the HTTP client threw. */
export function resultOfFailure(failure: unknown, recipients: readonly string[]): RequestResult {
	const { outcome, code, message } = classifyFailure(failure);
	return { ...sameForAll(recipients, outcome, code), warnings: [{ code: 'NO_ANSWER', message }] };
}
