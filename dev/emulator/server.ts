import http from 'node:http';
import https from 'node:https';

import { SELF_SIGNED } from './certificate';

export type Server = http.Server | https.Server;

/** Longer than any test waits between two requests: only misbehaviour breaks a connection. */
const KEEP_ALIVE_MS = 120_000;

export function createServer(isHttps: boolean): Server {
	const server = isHttps ? https.createServer(SELF_SIGNED) : http.createServer();
	server.keepAliveTimeout = KEEP_ALIVE_MS;
	return server;
}

export async function listen(server: Server, port: number, host: string): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			resolve();
		});
	});
}
