import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import type { SmsDocument } from './document';

/** One way in which a request can go wrong. */
export type Misbehaviour = (
	| { readonly kind: 'slow'; readonly ms: number }
	| { readonly kind: 'status'; readonly status: number; readonly body?: string | Buffer }
	| { readonly kind: 'answer'; readonly body: string | Buffer }
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
) & {
	/** Whether its SMS are sent anyway: the answer is lost, the message is not. */
	readonly accepts?: boolean;
	readonly headers?: Readonly<Record<string, string>>;
};

/** Kinds that send the SMS unless a test says otherwise. */
const ACCEPT: ReadonlyArray<Misbehaviour['kind']> = [
	'slow',
	'resetAfterReading',
	'closeWithoutAnswer',
	'cutOff',
	'neverEnds',
	'empty',
];

export const accepts = (misbehaviour: Misbehaviour | null): boolean =>
	misbehaviour === null || (misbehaviour.accepts ?? ACCEPT.includes(misbehaviour.kind));

/**
 * Chooses the misbehaviour for a request, null for none, after it has been read. To break the connection
 * before the body is read, queue the misbehaviour instead.
 */
export type Mischief = (request: {
	/** Counts from 0 since the start or the last reset. */
	readonly index: number;
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly document: SmsDocument | null;
}) => Misbehaviour | null;

/** PHP's default content type. */
const TEXT = { 'content-type': 'text/html; charset=UTF-8' };

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

/** Answers with the misbehaviour. `truth` is the answer of a healthy provider. */
export async function misbehave(
	misbehaviour: Misbehaviour,
	response: ServerResponse,
	truth: Buffer,
): Promise<void> {
	const send = (status: number, body: string | Buffer, headers: object = {}) => {
		const length = { 'content-length': Buffer.byteLength(body) };
		response.writeHead(status, { ...TEXT, ...length, ...headers, ...misbehaviour.headers });
		response.end(body);
	};
	switch (misbehaviour.kind) {
		case 'slow':
			return send(200, truth);
		case 'resetBeforeReading':
		case 'resetAfterReading':
			return resetConnection(response);
		case 'closeWithoutAnswer':
			response.socket?.destroySoon();
			return;
		case 'status':
			return send(misbehaviour.status, misbehaviour.body ?? '');
		case 'html':
			return send(200, HTML);
		case 'answer':
			return send(200, misbehaviour.body);
		case 'empty':
			return send(200, '');
		case 'huge':
			return send(200, Buffer.alloc(HUGE, 'SENDING_KO '));
		case 'redirect': {
			const { status = 302, location = '/api/elsewhere' } = misbehaviour;
			return send(status, '', { location });
		}
		case 'cutOff':
			response.writeHead(200, { ...TEXT, 'content-length': truth.length + 100 });
			response.write(truth.subarray(0, Math.ceil(truth.length / 2)), () => response.destroy());
			return;
		case 'neverEnds':
			response.writeHead(200, TEXT);
			while (response.writable && !response.destroyed) {
				response.write('.');
				await wait(50, undefined, { ref: false });
			}
	}
}
