import type { IExecuteFunctions } from 'n8n-workflow';

import { LONGEST_ANSWER } from '../sms/answer/answer';
import { readBalance, readRetryAfter, resultOfResponse } from '../sms/answer/response';
import { sameForAll, type RequestResult } from '../sms/answer/result';
import type { Charset } from '../sms/document/charset';
import { buildDocument, buildEmptyDocument, type OutgoingMessage } from '../sms/document/document';
import { Refused } from '../sms/refused';
import { readAccount, type Account } from './account';
import { classifyFailure } from './failure';

/** What came back for one POST. */
interface Exchange {
	readonly status: number;
	/** The answer's bytes, cut after `LONGEST_ANSWER`. */
	readonly bytes: Buffer;
	readonly isComplete: boolean;
	/** Its header Retry-After as milliseconds from now; null where there is none. */
	readonly retryAfterMs: number | null;
}

// @assumption ANSWERS_COME_PLAIN: asked for an answer that is not compressed, the provider gives one. n8n unpacks what comes compressed all the same and does not tell one that is cut from a whole one, so what is not as long as its Content-Length counts as cut.
/**
 * One POST of a document, the login written in by the credential. Never more than one request: redirects
 * are not followed (the body holds a password), and no status makes n8n throw, because n8n answers a
 * thrown 401 by sending the request again.
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

/** The first bytes of a stream; leaving the loop early destroys the rest. */
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

/** The provider's codes are ASCII; for the rest, UTF-8 where it is valid, else one byte a letter. */
export function textOf(bytes: Buffer): string {
	try {
		return UTF_8_DECODER.decode(bytes);
	} catch {
		return bytes.toString('latin1');
	}
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
	return await exchange(context, url, document, timeout).catch((failure: unknown) => {
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
 * The SMS credits left on the account; null where the answer does not tell.
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
