import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { Trouble } from './npm';

/** Returns a free port of 127.0.0.1: `wanted`, or any. Throws the error of `listen`. */
export async function freePort(wanted = 0): Promise<number> {
	const server = createServer().listen(wanted, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	await once(server.close(), 'close');
	return port;
}

/**
 * @param option the command's option for this port, e.g. `--port`
 * @throws Trouble if the port is taken or not allowed
 */
export async function requireFreePort(port: number, option: string): Promise<void> {
	await freePort(port).catch((error: unknown) => {
		const isTaken = String(error).includes('EADDRINUSE');
		const what = isTaken ? 'is taken by another program' : `cannot be used (${String(error)})`;
		throw new Trouble(
			`Port ${port} ${what}: end that program, or choose another port, e.g. npm start -- ${option} ${port + 1}`,
		);
	});
}
