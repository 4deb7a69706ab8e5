import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';

import { ACTIONS } from './actions';
import { pageState } from './pageState';
import type { Emulator } from './emulator';
import { reasonOf } from './reason';
import { readBody } from './request';

const FOLDER = path.join(__dirname, 'page');
const FILES: Readonly<Record<string, { file: string; type: string }>> = {
	'/': { file: 'index.html', type: 'text/html; charset=utf-8' },
	'/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
	'/links.mjs': { file: 'links.mjs', type: 'text/javascript; charset=utf-8' },
	'/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
};
const ACTION_PATH = '/actions/';
const JSON_TYPE = 'application/json';

/** The page for people: phones, buttons, balance. */
export class Page {
	constructor(private readonly emulator: Emulator) {}

	/** Everything but the API, whose requests are counted. */
	serves({ url = '' }: IncomingMessage): boolean {
		return !url.startsWith('/api/');
	}

	async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
		const { method, url = '' } = message;
		const file = FILES[url];
		const action = url.startsWith(ACTION_PATH) ? ACTIONS[url.slice(ACTION_PATH.length)] : undefined;
		if (method === 'GET' && file) {
			const body = await readFile(path.join(FOLDER, file.file));
			response.writeHead(200, { 'content-type': file.type }).end(body);
		} else if (method === 'GET' && url === '/state') {
			this.sendJson(response, 200, pageState(this.emulator));
		} else if (method === 'POST' && action) {
			await this.act(action, message, response);
		} else {
			response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
		}
	}

	/** Only JSON is taken: another site's page cannot post that here without asking first. */
	private async act(
		action: (typeof ACTIONS)[string],
		message: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		try {
			if (message.headers['content-type'] !== JSON_TYPE) throw new Error('Send JSON.');
			const body: unknown = JSON.parse((await readBody(message))?.toString() ?? '');
			if (typeof body !== 'object' || body === null) throw new Error('Send an object.');
			await action(this.emulator, { ...body });
			this.sendJson(response, 200, pageState(this.emulator));
		} catch (cause) {
			const reason = reasonOf(cause);
			this.sendJson(response, 400, { reason });
		}
	}

	private sendJson(response: ServerResponse, status: number, value: unknown): void {
		response.writeHead(status, { 'content-type': JSON_TYPE, 'cache-control': 'no-store' });
		response.end(JSON.stringify(value));
	}
}
