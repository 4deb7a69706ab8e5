import type { IExecuteFunctions } from 'n8n-workflow';

import { LONGEST_ANSWER } from '../sms/answer/answer';
import { readRetryAfter } from '../sms/answer/response';

/** What came back for one POST. */
export interface Exchange {
	readonly status: number;
	/** The answer's bytes, cut after `LONGEST_ANSWER`. */
	readonly bytes: Buffer;
	/** Whether that is all of the answer. */
	readonly isComplete: boolean;
	/** Its header Retry-After as milliseconds from now; null where there is none. */
	readonly retryAfterMs: number | null;
}

// @assumption ANSWERS_COME_PLAIN: asked for an answer that is not compressed, the provider gives one. n8n unpacks what comes compressed all the same and does not tell one that is cut from a whole one, so what is not as long as its Content-Length counts as cut.
/**
 * One POST of a document, the credentials written in by the credential itself. Never more than one
 * request: redirects are not followed (the body holds a password), and no status makes n8n throw,
 * because n8n answers a thrown 401 by sending the request again.
 *
 * @param timeout milliseconds for the whole exchange, see `withLogin`
 * @throws whatever n8n's HTTP client throws, see `classifyFailure`
 */
export async function exchange(
	context: IExecuteFunctions,
	{ url, document, timeout }: { url: string; document: string; timeout: number },
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
	return {
		bytes: Buffer.concat(chunks).subarray(0, LONGEST_ANSWER),
		isComplete: size <= LONGEST_ANSWER,
	};
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** The provider's codes are ASCII; for the rest, UTF-8 where it is valid, else one byte a letter. */
export function textOf(bytes: Buffer): string {
	try {
		return UTF_8.decode(bytes);
	} catch {
		return bytes.toString('latin1');
	}
}
