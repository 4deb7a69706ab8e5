import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';

import type { Provider } from './provider';

const FOLDER = path.join(__dirname, 'page');
const FILES: Readonly<Record<string, { file: string; type: string }>> = {
	'/': { file: 'index.html', type: 'text/html; charset=utf-8' },
	'/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
	'/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
};

/** The page for people: phones, buttons, balance. */
export class Page {
	constructor(private readonly provider: Provider) {}

	/** Everything but the API, whose requests are counted. */
	serves({ url = '' }: IncomingMessage): boolean {
		return !url.startsWith('/api/');
	}

	async handle({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
		const entry = FILES[url];
		if (!entry) {
			response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
			return;
		}
		const body = await readFile(path.join(FOLDER, entry.file)).catch(() => this.provider.origin);
		response.writeHead(200, { 'content-type': entry.type }).end(body);
	}
}
