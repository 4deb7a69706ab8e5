import { connect, type Socket } from 'node:net';

export interface Answer {
	/** 0 without an answer. */
	status: number;
	body: string;
}

/**
 * Sends a request byte for byte on its own connection. Gives up after ten seconds.
 *
 * @param from the local address to call from, for example another one in the loopback range
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

/** Everything received until the connection ended, for any reason. */
async function textOf(socket: Socket): Promise<string> {
	let text = '';
	socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
	// A server that has responded closes the connection, even with data still on the way.
	socket.on('error', () => undefined);
	await new Promise((resolve) => socket.once('close', resolve));
	return text;
}
