import { connect, type Socket } from 'node:net';

export interface Answer {
	/** 0 when there was no answer. */
	status: number;
	body: string;
}

/**
 * Sends a request as it is, byte for byte, on a connection of its own.
 * Given up after ten seconds.
 *
 * @param from the local address to call from, e.g. another one of the loopback range
 */
export async function exchange(
	url: string,
	request: Buffer | string,
	from?: string,
): Promise<Answer> {
	const { hostname, port } = new URL(url);
	const text = request.toString('latin1').replace('\r\n', '\r\nConnection: close\r\n');
	const bytes = typeof request === 'string' ? Buffer.from(text) : Buffer.from(text, 'latin1');
	const socket = connect({
		host: hostname,
		port: Number(port),
		...(from !== undefined && { localAddress: from }),
	});
	const limit = setTimeout(() => socket.destroy(), 10_000);
	socket.write(bytes);
	const answer = await textOf(socket);
	clearTimeout(limit);
	const [head = '', ...rest] = answer.split('\r\n\r\n');
	return {
		status: Number(head.split(' ')[1] ?? 0),
		// Node sends a body of unknown length in chunks.
		body: rest.join('\r\n\r\n').replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/g, ''),
	};
}

/** What came until the connection ended, in whatever way it did. */
async function textOf(socket: Socket): Promise<string> {
	let text = '';
	socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
	// A server that has answered closes the connection, whatever is still on its way to it.
	socket.on('error', () => undefined);
	await new Promise((resolve) => socket.once('close', resolve));
	return text;
}
