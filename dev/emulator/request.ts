import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { readDocument, type SmsDocument } from './document';
import { readForm } from './form';
import type { Misbehaviour } from './misbehaviour';
import { decodeBytes, type Reader } from './reader';

/** A request to the API as received. */
export interface ReceivedRequest {
	readonly method: string;
	/** With the query, if any. */
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly at: Date;
	rawBody: Buffer;
	/** The percent-decoded variable `XML`; null if it is missing. */
	xmlBytes: Buffer | null;
	/** Null without well-formed XML. */
	document: SmsDocument | null;
	/** Deviations from the provider's page; tests assert that there are none. */
	violations: string[];
	/** The number of SMS sent. */
	accepted: number;
	/** The provider's answer, even if it never arrived; empty if a misbehaviour came before it. */
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

/** Reads the whole body; null if the caller disconnects. */
export const readBody = async (message: IncomingMessage): Promise<Buffer | null> =>
	await buffer(message).catch(() => null);

/** Reads form, text and document into the request, and adds the violations. */
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
