import type { IExecuteFunctions } from 'n8n-workflow';

import { LONGEST_ANSWER } from '../sms/answer/answer';
import { readBalance, readRetryAfter, resultOfResponse } from '../sms/answer/response';
import { sameForAll, type RequestResult } from '../sms/answer/result';
import type { Charset } from '../sms/document/charset';
import { buildDocument, buildEmptyDocument, type OutgoingMessage } from '../sms/document/document';
import { Refused } from '../sms/refused';
import { readAccount, type Account } from './account';
import { classifyFailure } from './failure';

/** The response to one POST. */
interface Exchange {
	readonly status: number;
	/** The start of the body, at most `LONGEST_ANSWER` bytes. */
	readonly bytes: Buffer;
	readonly isComplete: boolean;
	/** The Retry-After header, in milliseconds from now; null if there is none. */
	readonly retryAfterMs: number | null;
}

// @assumption ANSWERS_COME_PLAIN: the provider does not compress an answer when it is asked not to. n8n unpacks a compressed answer all the same and does not notice when it is cut, so an answer whose length differs from its Content-Length counts as cut.
/**
 * Posts a document once; the credential adds the login. Redirects are not followed, because the body
 * holds a password, and no status makes n8n throw, because n8n sends the request again after a thrown
 * 401.
 *
 * @param timeout milliseconds for the whole exchange, see `withLogin`
 * @throws whatever n8n's HTTP client throws, see `classifyFailure`
 */
async function exchange(
	context: IExecuteFunctions,
	url: string,
	document: string,
	timeout: number,
): Promise<Exchange> {
	const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
		context,
		'capitoleMobileApi',
		{
			method: 'POST',
			url,
			headers: { 'Accept-Encoding': 'identity' },
			body: document,
			timeout,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
	);
	const { statusCode, headers, body } = response as {
		statusCode: number;
		headers?: { 'retry-after'?: unknown; 'content-length'?: unknown };
		body: AsyncIterable<Uint8Array>;
	};
	const retryAfterMs = readRetryAfter(headers?.['retry-after'], Date.now());
	const start = await readStart(body);
	const length = headers?.['content-length'];
	if (start.isComplete && length !== undefined && Number(length) !== start.bytes.length) {
		throw new Error('The answer is not as long as its Content-Length says');
	}
	return { status: statusCode, retryAfterMs, ...start };
}

/** Reads the start of a stream; leaving the loop early destroys the rest. */
export async function readStart(
	stream: AsyncIterable<Uint8Array>,
): Promise<Pick<Exchange, 'bytes' | 'isComplete'>> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of stream) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > LONGEST_ANSWER) break;
	}
	const bytes = Buffer.concat(chunks).subarray(0, LONGEST_ANSWER);
	return { bytes, isComplete: size <= LONGEST_ANSWER };
}

const UTF_8_DECODER = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 if valid, else Latin-1; the provider's codes are ASCII. */
export function textOf(bytes: Buffer): string {
	try {
		return UTF_8_DECODER.decode(bytes);
	} catch {
		return bytes.toString('latin1');
	}
}

/** Timers and clocks differ by less than this. */
const CLOCK_MS = 5;

/**
 * Creates the function that sends one request, once, and returns the outcome of each number. It never
 * throws, and its texts hold no secret.
 *
 * @param timeout milliseconds for the request and its whole answer
 */
export function createPost(
	context: IExecuteFunctions,
	{ sendUrl, quote }: Account,
	{ charset, timeout }: { readonly charset: Charset; readonly timeout: number },
) {
	return async ({
		message,
		recipients,
	}: {
		readonly message: OutgoingMessage;
		readonly recipients: readonly string[];
	}): Promise<RequestResult> => {
		const lateAt = Date.now() + timeout - CLOCK_MS;
		try {
			const document = buildDocument(message, recipients, charset);
			const { bytes, isComplete, ...answer } = await exchange(context, sendUrl, document, timeout);
			const response = { ...answer, body: textOf(bytes), complete: isComplete };
			return resultOfResponse(response, recipients, quote);
		} catch (failure) {
			// n8n 1.x drops what tells a timeout from a cancellation.
			const seen = Date.now() < lateAt ? failure : { name: 'TimeoutError', cause: failure };
			return resultOfFailure(seen, recipients);
		}
	};
}

/** The result of a request when the HTTP client threw. */
export function resultOfFailure(failure: unknown, recipients: readonly string[]): RequestResult {
	const { outcome, code, message } = classifyFailure(failure);
	return { ...sameForAll(recipients, outcome, code), warnings: [{ code: 'NO_ANSWER', message }] };
}

/** Milliseconds for requests that send no SMS. */
export const PROBE_TIMEOUT_MS = 30_000;

/**
 * Posts a document that cannot send an SMS, so that a lost answer does no harm.
 *
 * @throws Refused when no answer came
 */
export async function probe(
	context: IExecuteFunctions,
	url: string,
	document: string,
	timeout = PROBE_TIMEOUT_MS,
): Promise<Exchange> {
	return await exchange(context, url, document, timeout).catch((failure: unknown) => {
		throw noAnswer(failure);
	});
}

/** Does not wrap the failure, which holds the request and its password. */
export function noAnswer(failure: unknown): Refused {
	const { code } = classifyFailure(failure);
	return new Refused(
		code,
		`The provider gave no answer (${code})`,
		'Check the URL in the credential and the network of this machine, then try again.',
	);
}

/**
 * The SMS credits left on the account; null if the answer does not say.
 *
 * @throws Refused for a wrong login, or without an answer of the provider's
 */
export async function askBalance(
	context: IExecuteFunctions,
	timeout?: number,
): Promise<number | null> {
	const { sendUrl, quote } = await readAccount(context);
	const { status, bytes } = await probe(context, sendUrl, buildEmptyDocument(), timeout);
	return readBalance(textOf(bytes), quote, status);
}
