import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { readDocument, type SmsDocument } from './document';
import { readForm } from './form';
import type { Misbehaviour } from './misbehaviour';
import { decodeBytes, type Reader } from './reader';

/** A request to the API, as it came. */
export interface ReceivedRequest {
	readonly method: string;
	/** With the query, if any. */
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly at: Date;
	rawBody: Buffer;
	/** The variable `XML` after percent-decoding, or null without one. */
	xmlBytes: Buffer | null;
	/** Null when there was no well-formed XML. */
	document: SmsDocument | null;
	/** Everything that is not as the provider's page describes; tests assert that it is empty. */
	violations: string[];
	/** How many SMS went out because of it. */
	accepted: number;
	/** What the provider said, or would have: empty when a misbehaviour kept it from deciding. */
	answer: string;
	misbehaviour: Misbehaviour['kind'] | null;
}

export const startRequest = (message: IncomingMessage, at: Date): ReceivedRequest => ({
	method: message.method ?? '',
	path: message.url ?? '',
	headers: message.headers,
	at,
	rawBody: Buffer.alloc(0),
	xmlBytes: null,
	document: null,
	violations: [],
	accepted: 0,
	answer: '',
	misbehaviour: null,
});

/** The whole body, or null when the caller went away. */
export const readBody = async (message: IncomingMessage): Promise<Buffer | null> =>
	await buffer(message).catch(() => null);

/** Reads form, text and document into the request, noting what is not as on the page. */
export function readRequest(request: ReceivedRequest, reader: Reader): void {
	const { method, headers, rawBody, violations } = request;
	const form = readForm(method, headers['content-type'], rawBody);
	violations.push(...form.violations);
	request.xmlBytes = form.xmlBytes;
	if (!form.xmlBytes) return;
	const decoded = decodeBytes(form.xmlBytes, reader);
	const read = readDocument(decoded.text);
	violations.push(...decoded.violations, ...read.violations);
	request.document = read.document;
}
