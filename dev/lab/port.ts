import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { Trouble } from './npm';

/** A port of 127.0.0.1 that is free now: the one asked for, or any. Throws the code of `listen`. */
export async function freePort(wanted = 0): Promise<number> {
	const server = createServer().listen(wanted, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	await once(server.close(), 'close');
	return port;
}

/**
 * @param option the command's option that chooses another port, e.g. `--port`
 * @throws Trouble when the port is taken or not allowed
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
