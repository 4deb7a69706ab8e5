import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Answer {
	/** 0 when the connection was closed without an answer. */
	status: number;
	body: string;
	/** From connecting to the end of the answer. */
	ms: number;
}

/**
 * Sends a request as it is, byte for byte, on a connection of its own.
 *
 * @param from the local address to call from, e.g. another one of the loopback range
 * @throws Error when there is no end of the answer within ten seconds
 */
export async function exchange(
	url: string,
	request: Buffer | string,
	from?: string,
): Promise<Answer> {
	const { hostname, port } = new URL(url);
	const text = request.toString('latin1').replace('\r\n', '\r\nConnection: close\r\n');
	const bytes = typeof request === 'string' ? Buffer.from(text) : Buffer.from(text, 'latin1');
	const begun = performance.now();
	const socket = connect({
		host: hostname,
		port: Number(port),
		...(from !== undefined && { localAddress: from }),
	});
	socket.setTimeout(10_000, () => socket.destroy(new Error('No answer within ten seconds.')));
	socket.write(bytes);
	const answer = (await buffer(socket).catch(ignoreReset)).toString();
	const [head = '', ...rest] = answer.split('\r\n\r\n');
	return {
		status: Number(head.split(' ')[1] ?? 0),
		// Node sends a body of unknown length in chunks.
		body: rest.join('\r\n\r\n').replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/g, ''),
		ms: performance.now() - begun,
	};
}

/** A server that has answered closes the connection, whatever is still on its way to it. */
function ignoreReset(cause: unknown): Buffer {
	const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
	if (code === 'ECONNRESET' || code === 'EPIPE') return Buffer.alloc(0);
	throw cause;
}
