import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';

import { ACTIONS } from './actions';
import { pageState } from './pageState';
import type { Emulator } from './emulator';
import { reasonOf } from './reason';
import { readBody } from './request';

const TYPES: Readonly<Record<string, string>> = {
	'index.html': 'text/html; charset=utf-8',
	'page.css': 'text/css; charset=utf-8',
	'links.mjs': 'text/javascript; charset=utf-8',
	'page.js': 'text/javascript; charset=utf-8',
};
const JSON_TYPE = 'application/json';

/** Everything but the API: requests for the page are not counted. */
export const isForPage = ({ url = '' }: IncomingMessage): boolean => !url.startsWith('/api/');

/** Serves the page: phones, buttons, balance. */
export async function servePage(
	emulator: Emulator,
	message: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const { method = '', url = '' } = message;
	const send = (status: number, type: string, body: string | Buffer) =>
		response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
	const sendJson = (status: number, value: unknown) =>
		send(status, JSON_TYPE, JSON.stringify(value));
	const file = url === '/' ? 'index.html' : url.slice(1);
	const type = TYPES[file];
	const [, action = ''] = /^\/actions\/(\w+)$/.exec(url) ?? [];
	if (method === 'GET' && type) send(200, type, await readFile(path.join(__dirname, 'page', file)));
	else if (method === 'GET' && url === '/state') sendJson(200, pageState(emulator));
	else if (method === 'POST' && ACTIONS[action]) {
		try {
			await ACTIONS[action](emulator, await readJson(message));
			sendJson(200, pageState(emulator));
		} catch (cause) {
			sendJson(400, { reason: reasonOf(cause) });
		}
	} else send(404, 'text/plain', 'Not found\n');
}

/** Accepts only JSON: other sites cannot post it here without a CORS preflight request. */
async function readJson(message: IncomingMessage): Promise<Record<string, unknown>> {
	if (message.headers['content-type'] !== JSON_TYPE) throw new Error('Send JSON.');
	const body: unknown = JSON.parse((await readBody(message))?.toString() ?? '');
	if (typeof body !== 'object' || body === null) throw new Error('Send an object.');
	return { ...body };
}
