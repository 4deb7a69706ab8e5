import http from 'node:http';
import https from 'node:https';

import { selfSignedCertificate } from './certificate';

export type Server = http.Server | https.Server;

export const createServer = (isHttps: boolean): Server =>
	isHttps ? https.createServer(selfSignedCertificate()) : http.createServer();

export async function listen(server: Server, port: number, host: string): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			resolve();
		});
	});
}
