import { createServer, type AddressInfo } from 'node:net';

import { Trouble } from './npm';

const HOST = '127.0.0.1';

/** The port asked for, where it is free, or any free one for 0. Throws the code of `listen`. */
async function listenOnce(port: number): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, HOST, () => {
			const taken = (server.address() as AddressInfo).port;
			server.close(() => resolve(taken));
		});
	});
}

/** A port of 127.0.0.1 that is free now. */
export const freePort = async () => await listenOnce(0);

/**
 * @param option the command's option that chooses another port, e.g. `--port`
 * @throws Trouble when the port is taken or not allowed
 */
export async function requireFreePort(port: number, option: string): Promise<void> {
	try {
		await listenOnce(port);
	} catch (error) {
		const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
		const what = isTaken ? 'is taken by another program' : `cannot be used (${String(error)})`;
		throw new Trouble(
			`Port ${port} ${what}: end that program, or choose another port, e.g. npm start -- ${option} ${port + 1}`,
		);
	}
}
