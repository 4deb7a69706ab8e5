import net, { type AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import type { IDataObject } from 'n8n-workflow';

import { startEmulator, type Emulator, type Misbehaviour } from '../../dev/emulator/emulator';
import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf, type Ended, type Flow } from '../engine/engine';
import { startGateway, type Gateway } from '../engine/gateway';

jest.setTimeout(60_000);

const USERNAME = 'boulangerie-77';
const PASSWORD = 'Très&<secret>"é€';

// Passwords are bytes to the provider: all of ISO-8859-15 arrives unchanged.
const account = { username: USERNAME, password: PASSWORD };
const provider = emulatorForTests(account);
const secure = emulatorForTests({ ...account, isHttps: true });
let gateway: Gateway;
let secureGateway: Gateway;
beforeEach(async () => {
	clock.waits.length = 0;
	gateway = await startGateway(provider.origin);
	secureGateway = await startGateway(secure.origin);
});
afterEach(async () => {
	await gateway.close();
	await secureGateway.close();
});

const at = (origin: string): string => `${origin}/api/sendsms/xml`;
const throughGateway = (): string => at(`http://127.0.0.1:${String(gateway.port)}`);

async function sendOne(sendUrl: string, more: Partial<Flow> & { timeout?: number } = {}) {
	const { timeout = 20_000, ...flow } = more;
	const startedAt = Date.now();
	const ended = await execute(provider, {
		items: [{ phone: '33611223344' }],
		parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour', options: { timeout } },
		settings: { onError: 'continueRegularOutput' },
		credentials: { ...account, sendUrl, callbackSecret: 'rappel-9x' },
		...flow,
	});
	return { ended, ms: Date.now() - startedAt };
}

function only(ended: Ended): IDataObject {
	const items = itemsOf(ended);
	expect(items).toHaveLength(1);
	return items[0] ?? {};
}

/** Everything that n8n would store of an execution, including hidden properties of errors. */
const everythingIn = ({ run }: Ended): string =>
	inspect(run, { depth: Infinity, maxArrayLength: null, maxStringLength: null, showHidden: true });

function expectNoSecret(ended: Ended): void {
	const all = everythingIn(ended);
	const written = encodeURIComponent(PASSWORD);
	for (const secret of [USERNAME, PASSWORD, written, 'Très', 'Tr%E8s', 'secret>', 'rappel-9x']) {
		expect(all).not.toContain(secret);
	}
}

function expectPlainWords({ error }: IDataObject): { message: string; description: string } {
	const [, message = '', description = ''] =
		/^(.*?\([A-Z0-9_]+\))\. (.*)$/.exec(String(error)) ?? [];
	return { message, description };
}

const answerOf = (encoding: string, body: Buffer | string): Misbehaviour => ({
	kind: 'answer',
	body,
	headers: { 'content-encoding': encoding },
	accepts: true,
});
/** `SENDING_OK;9542` without its last bytes, which unpacks to `SENDING_OK;95` or similar. */
const cut = (encoding: string, packed: Buffer): [string, Misbehaviour] => [
	`${encoding}, cut`,
	answerOf(encoding, packed.subarray(0, -9)),
];

async function listening(server: net.Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return at(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
}
const closed = async (server: net.Server): Promise<unknown> =>
	await new Promise((resolve) => server.close(resolve));

/** Separates a slow machine from a request that never ends. */
const SLACK_MS = 20_000;
const LOOK_FIRST = /check in your Capitole Mobile account whether it was sent/;

describe('before the request leaves, nothing is sent and three attempts are made', () => {
	it('when the connection is refused', async () => {
		const { ended } = await sendOne(at('http://127.0.0.1:1'));
		const item = only(ended);
		expect(item).toMatchObject({ outcome: 'notSent', code: 'COULD_NOT_CONNECT' });
		expect(expectPlainWords(item)).toEqual({
			message: 'The provider could not be reached, so the SMS was not sent (COULD_NOT_CONNECT)',
			description: expect.stringMatching(/^Check the network and the URL .*ECONNREFUSED/),
		});
		expect(clock.waits).toEqual([500, 1500]);
		expectNoSecret(ended);
	});

	it('when the host is unknown', async () => {
		const { ended } = await sendOne(at('http://nowhere.invalid'));
		const item = only(ended);
		expect(item).toMatchObject({ outcome: 'notSent', code: 'HOST_NOT_FOUND' });
		expect(expectPlainWords(item).description).toMatch(/^Check the URL in the credential/);
		expectNoSecret(ended);
	});

	it.each([
		['the certificate is not trusted', () => secureGateway, () => secure],
		['the server speaks http only', () => gateway, () => provider],
	])('when %s', async (_, relay, server) => {
		// n8n 1 sends the host name in the handshake, where an IP address is not allowed.
		const { ended } = await sendOne(at(`https://localhost:${String(relay().port)}`));
		const item = only(ended);
		expect(item).toMatchObject({ outcome: 'notSent', code: 'TLS_REFUSED' });
		expect(expectPlainWords(item).description).toMatch(/^Check that the URL in the credential/);
		expect(relay().connections()).toBe(3);
		expect(server().requests).toHaveLength(0);
		expectNoSecret(ended);
	});

	it('and the SMS is sent once if the server comes back meanwhile', async () => {
		const first = await startEmulator();
		const { port } = new URL(first.origin);
		await first.close();
		let second: Emulator | undefined;
		clock.meanwhile = async () => {
			second = await startEmulator({ ...account, port: Number(port) });
		};
		const { ended } = await sendOne(at(`http://127.0.0.1:${port}`));
		expect(only(ended)).toMatchObject({ outcome: 'accepted', details: { warnings: [] } });
		expect(second?.messages).toHaveLength(1);
		await second?.close();
	});
});

describe('a request that may have left is never repeated', () => {
	const NO_ANSWER = { outcome: 'unknown', code: 'NO_ANSWER' };
	const UNKNOWN_ANSWER = { outcome: 'unknown', code: 'UNKNOWN_ANSWER' };
	const refused = (status: number) => ({ outcome: 'rejected', code: `HTTP_${String(status)}` });
	const unknown = (status: number) => ({ outcome: 'unknown', code: `HTTP_${String(status)}` });
	const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>';
	const utf16 = Buffer.from('\ufeffSENDING_OK;12', 'utf16le');

	it.each<[string, Misbehaviour, { outcome: string; code: string }]>([
		['reset before it is read', { kind: 'resetBeforeReading' }, NO_ANSWER],
		['reset after it was read', { kind: 'resetAfterReading' }, NO_ANSWER],
		['closed without an answer', { kind: 'closeWithoutAnswer' }, NO_ANSWER],
		['half an answer', { kind: 'cutOff' }, NO_ANSWER],
		['301', { kind: 'redirect', status: 301 }, refused(301)],
		['302', { kind: 'redirect', status: 302 }, unknown(302)],
		['404', { kind: 'status', status: 404, body: HTML }, refused(404)],
		['500 with SENDING_OK', { kind: 'status', status: 500, body: 'SENDING_OK;1' }, unknown(500)],
		['502 with HTML', { kind: 'status', status: 502, body: HTML }, unknown(502)],
		['200 with HTML', { kind: 'html' }, UNKNOWN_ANSWER],
		['UTF-16', { kind: 'answer', body: utf16 }, UNKNOWN_ANSWER],
		['10 MB', { kind: 'huge' }, UNKNOWN_ANSWER],
		['200 MB in 200 kB', answerOf('gzip', gzipSync(Buffer.alloc(209_715_200))), UNKNOWN_ANSWER],
		['zipped, and not what it says', answerOf('gzip', 'SENDING_OK;12'), NO_ANSWER],
	])('%s', async (_, misbehaviour, expected) => {
		provider.misbehave(misbehaviour);
		const { ended } = await sendOne(throughGateway());
		const item = only(ended);
		expect(item).toMatchObject(expected);
		const { message, description } = expectPlainWords(item);
		expect(message).toContain(`(${expected.code})`);
		if (expected.outcome === 'unknown') expect(description).toMatch(LOOK_FIRST);
		else expect(description).not.toBe('');
		expect(provider.requests).toHaveLength(1);
		expect(gateway.connections()).toBe(1);
		expectNoSecret(ended);
	});

	it.each<[string, Misbehaviour]>([
		cut('gzip', gzipSync('SENDING_OK;9542')),
		cut('x-gzip', gzipSync('SENDING_OK;9542')),
		cut('deflate', deflateSync('SENDING_OK;9542')),
		cut('br', brotliCompressSync('SENDING_OK;9542')),
		['shorter than its Content-Length', { kind: 'cutOff' }],
	])('%s: an incomplete answer', async (_, misbehaviour) => {
		provider.misbehave(misbehaviour);
		const item = only((await sendOne(throughGateway())).ended);
		expect(item).toMatchObject({ ...NO_ANSWER, credits: 0, creditsLeft: null });
		expect(gateway.connections()).toBe(1);
	});

	it('truncated chunks: an incomplete answer', async () => {
		const server = net.createServer((socket) => {
			socket.on('error', () => undefined);
			socket.once('data', () => {
				socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nSENDING_OK;95\r\n');
			});
		});
		const { ended } = await sendOne(await listening(server));
		expect(only(ended)).toMatchObject({ ...NO_ANSWER, credits: 0, creditsLeft: null });
		await closed(server);
	});

	it('asks for an uncompressed answer', async () => {
		await sendOne(throughGateway());
		expect(provider.requests[0]?.headers['accept-encoding']).toBe('identity');
	});

	it('does not repeat it after a 429 with a code of the provider', async () => {
		provider.misbehave(() => ({
			kind: 'status',
			status: 429,
			body: 'SENDING_OK;12',
			accepts: true,
		}));
		const { ended } = await sendOne(throughGateway());
		expect(only(ended)).toMatchObject({ outcome: 'accepted', code: 'SENDING_OK' });
		expect(provider.requests).toHaveLength(1);
	});

	it('plain http on an https port', async () => {
		const { ended } = await sendOne(at(`http://127.0.0.1:${String(secureGateway.port)}`));
		expect(only(ended)).toMatchObject(NO_ANSWER);
		expect(secureGateway.connections()).toBe(1);
		expect(secure.requests).toHaveLength(0);
		expectNoSecret(ended);
	});

	it.each<[string, Misbehaviour]>([
		['a byte order mark', { kind: 'answer', body: '\ufeffSENDING_OK;12', accepts: true }],
		['404, but with its code', { kind: 'status', status: 404, body: 'SENDING_OK;12' }],
	])('%s does not invalidate an answer', async (_, misbehaviour) => {
		provider.misbehave(misbehaviour);
		const { ended } = await sendOne(throughGateway());
		expect(only(ended)).toMatchObject({ outcome: 'accepted', code: 'SENDING_OK', creditsLeft: 12 });
		expect(provider.requests).toHaveLength(1);
	});

	it('quotes nothing of an unknown answer with a secret in it', async () => {
		provider.misbehave(({ document }) => ({
			kind: 'answer',
			body: `<html>${JSON.stringify(document)} ${encodeURIComponent(PASSWORD)} rappel-9x</html>`,
		}));
		const { ended } = await sendOne(throughGateway(), { settings: { onError: 'stopWorkflow' } });
		expect(ended.error?.description).toContain(
			'The answer began: "(not shown: it may hold the password)"',
		);
		expectNoSecret(ended);
		const continued = await sendOne(throughGateway());
		expectNoSecret(continued.ended);
	});

	it('keeps secrets out of errors too', async () => {
		const settings = { onError: 'stopWorkflow' } as const;
		provider.misbehave({ kind: 'resetAfterReading' });
		const lost = await sendOne(throughGateway(), { settings });
		expect(lost.ended.error?.message).toContain('(NO_ANSWER)');
		expectNoSecret(lost.ended);
		const refusedOne = await sendOne(at('http://127.0.0.1:1'), { settings });
		expect(refusedOne.ended.error?.message).toContain('(COULD_NOT_CONNECT)');
		expectNoSecret(refusedOne.ended);
	});
});

describe('the time limit covers the whole exchange', () => {
	const TIMEOUT_MS = 600;

	/** Sends `start`, and then `repeated` for ever. */
	function dribble(start: string, repeated: string, onConnect: () => void): net.Server {
		return net.createServer((socket) => {
			onConnect();
			socket.write(start);
			const timer = setInterval(() => socket.write(repeated), 40);
			socket.on('error', () => undefined);
			socket.on('close', () => clearInterval(timer));
			socket.resume();
		});
	}

	it.each([
		['silent', '', ''],
		['dribbling its headers', 'HTTP/1.1 200 OK\r\n', 'X-More: 1\r\n'],
		['dribbling 100 Continue', '', 'HTTP/1.1 100 Continue\r\n\r\n'],
		['dribbling its body', 'HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n', 'S'],
		['dribbling chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nS\r\n'],
	])('with a server that is %s', async (_, start, repeated) => {
		let connections = 0;
		const server = dribble(start, repeated, () => connections++);
		const { ended, ms } = await sendOne(await listening(server), { timeout: TIMEOUT_MS });
		const item = only(ended);
		expect(item).toMatchObject({ outcome: 'unknown', code: 'NO_ANSWER' });
		expect(item.details).toMatchObject({
			warnings: [{ code: 'NO_ANSWER', message: expect.stringContaining('within the time limit') }],
		});
		expect(expectPlainWords(item).description).toMatch(LOOK_FIRST);
		expect(ms).toBeGreaterThanOrEqual(TIMEOUT_MS - 50);
		expect(ms).toBeLessThan(TIMEOUT_MS + SLACK_MS);
		expect(connections).toBe(1);
		expectNoSecret(ended);
		// Resolves only after the node has released its connection.
		await closed(server);
	});

	it('with a slow provider, or an answer that never ends', async () => {
		for (const misbehaviour of [{ kind: 'slow', ms: 30_000 }, { kind: 'neverEnds' }] as const) {
			provider.reset();
			provider.misbehave(misbehaviour);
			const { ended, ms } = await sendOne(throughGateway(), { timeout: TIMEOUT_MS });
			expect(only(ended)).toMatchObject({ outcome: 'unknown', code: 'NO_ANSWER' });
			expect(ms).toBeLessThan(TIMEOUT_MS + SLACK_MS);
			expect(provider.requests).toHaveLength(1);
		}
	});

	it('and waits for a slow provider within it', async () => {
		provider.misbehave({ kind: 'slow', ms: 700 });
		const { ended } = await sendOne(throughGateway());
		expect(only(ended)).toMatchObject({ outcome: 'accepted' });
	});
});

test('reads only the start of 10 MB, and keeps an excerpt', async () => {
	// Four, since a run stops after four such answers.
	const items = Array.from({ length: 4 }, (_, item) => ({ phone: String(33611223300 + item) }));
	provider.misbehave(() => ({ kind: 'huge' }));
	const { ended } = await sendOne(throughGateway(), { items });
	expect(itemsOf(ended)).toHaveLength(4);
	expect(provider.requests).toHaveLength(4);
	expect(everythingIn(ended).length).toBeLessThan(100_000);
	// A megabyte, plus what sockets and streams had buffered before they were closed.
	expect(gateway.mostBytes()).toBeLessThan(8 * 1024 * 1024);
});
