import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { Emulator, type EmulatorOptions } from './emulator';
import { readBody } from './request';

/** An emulator for all tests of a file: starts before the first one and resets after each. */
export function emulatorForTests(options: Partial<EmulatorOptions> = {}): Emulator {
	const emulator = new Emulator(options);
	beforeAll(async () => await emulator.listen());
	afterEach(() => emulator.reset());
	afterAll(async () => await emulator.close());
	return emulator;
}

export interface Received {
	readonly method: string;
	readonly url: string;
	readonly body: string;
}

/** A callback URL that answers `202 OK`, and what it received in the current test. */
export function receiverForTests(): { readonly url: string; readonly received: Received[] } {
	const received: Received[] = [];
	const server = http.createServer((request, response) => {
		void readBody(request).then((body) => {
			const { method = '', url = '' } = request;
			received.push({ method, url, body: body?.toString('latin1') ?? '' });
			response.writeHead(202).end('OK');
		});
	});
	beforeAll(async () => await once(server.listen(0, '127.0.0.1'), 'listening'));
	beforeEach(() => {
		received.length = 0;
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	return {
		get url() {
			return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/sms`;
		},
		received,
	};
}
