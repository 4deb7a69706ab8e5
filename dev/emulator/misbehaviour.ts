import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import type { SmsDocument } from './document';

/**
 * What may go wrong with one request. `accepts` says whether its SMS go out all the same (the answer
 * is lost, the message is not); without it, see `ACCEPTS`.
 */
export type Misbehaviour = { readonly accepts?: boolean } & (
	| { readonly kind: 'slow'; readonly ms: number }
	| { readonly kind: 'status'; readonly status: number; readonly body?: string | Buffer }
	| { readonly kind: 'answer'; readonly body: string | Buffer; readonly contentType?: string }
	| { readonly kind: 'redirect'; readonly location?: string; readonly status?: 301 | 302 | 307 }
	| {
			readonly kind:
				| 'resetBeforeReading'
				| 'resetAfterReading'
				| 'closeWithoutAnswer'
				| 'html'
				| 'cutOff'
				| 'neverEnds'
				| 'empty'
				| 'huge';
	  }
) & { readonly headers?: Readonly<Record<string, string>> };

type Kind = Misbehaviour['kind'];

/** What the plain reading of each kind would be, where a test does not say. */
const ACCEPTS: Readonly<Record<Kind, boolean>> = {
	slow: true,
	resetBeforeReading: false,
	resetAfterReading: true,
	closeWithoutAnswer: true,
	cutOff: true,
	neverEnds: true,
	empty: true,
	status: false,
	html: false,
	answer: false,
	huge: false,
	redirect: false,
};

/** A request that was not read is never accepted. */
export const accepts = (misbehaviour: Misbehaviour | null): boolean =>
	misbehaviour === null ||
	(misbehaviour.kind !== 'resetBeforeReading' &&
		(misbehaviour.accepts ?? ACCEPTS[misbehaviour.kind]));

/**
 * Sees a request that was read and says what shall go wrong with it, or null for nothing. To break
 * the connection before the body is read, queue the misbehaviour instead.
 */
export type Mischief = (request: {
	/** 0 for the first one since the start or the last reset. */
	readonly index: number;
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly document: SmsDocument | null;
}) => Misbehaviour | null;

const HTML =
	'<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>' +
	'<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>\n';

const HUGE = 10 * 1024 * 1024;

/** Breaks the connection so that the client sees ECONNRESET. */
export function resetConnection(response: ServerResponse): void {
	const { socket } = response;
	if (!socket) return;
	if ('encrypted' in socket) socket.destroy();
	else socket.resetAndDestroy();
}

/**
 * Answers as the misbehaviour wants. `truth` is what a provider in good health would say, `text` the
 * content type it says it with.
 */
export async function misbehave(
	misbehaviour: Misbehaviour,
	response: ServerResponse,
	truth: Buffer,
	text: string,
): Promise<void> {
	const send = (status: number, type: string, body: string | Buffer) => {
		response.writeHead(status, {
			'content-type': type,
			'content-length': Buffer.byteLength(body),
			...misbehaviour.headers,
		});
		response.end(body);
	};
	switch (misbehaviour.kind) {
		case 'slow':
			return send(200, text, truth);
		case 'resetBeforeReading':
		case 'resetAfterReading':
			return resetConnection(response);
		case 'closeWithoutAnswer':
			response.socket?.destroySoon();
			return;
		case 'status':
			return send(misbehaviour.status, text, misbehaviour.body ?? '');
		case 'html':
			return send(200, text, HTML);
		case 'answer':
			return send(200, misbehaviour.contentType ?? text, misbehaviour.body);
		case 'empty':
			return send(200, text, '');
		case 'huge':
			return send(200, text, Buffer.alloc(HUGE, 'SENDING_KO '));
		case 'redirect':
			response.writeHead(misbehaviour.status ?? 302, {
				location: misbehaviour.location ?? '/api/elsewhere',
				...misbehaviour.headers,
			});
			response.end();
			return;
		case 'cutOff':
			response.writeHead(200, { 'content-type': text, 'content-length': truth.length + 100 });
			response.write(truth.subarray(0, Math.ceil(truth.length / 2)), () => response.destroy());
			return;
		case 'neverEnds':
			response.writeHead(200, { 'content-type': text });
			while (response.writable && !response.destroyed) {
				response.write('.');
				await wait(50, undefined, { ref: false });
			}
	}
}
