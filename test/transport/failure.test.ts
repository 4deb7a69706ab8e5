import type { AddressInfo } from 'node:net';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';

import axios, { type AxiosRequestConfig } from 'axios';
import {
	NodeApiError as NodeApiError2,
	NodeOperationError,
	UserError,
	type INode,
} from 'n8n-workflow';

import { classifyFailure } from '../../nodes/CapitoleMobile/transport/failure';
import { SELF_SIGNED } from '../../dev/emulator/certificate';

// n8n 1.x has its own n8n-workflow, inside n8n-core's package.
const { NodeApiError: NodeApiError1 } = jest.requireActual<{ NodeApiError: typeof NodeApiError2 }>(
	'../../node_modules/n8n-core-1/node_modules/n8n-workflow',
);

const node = { id: '1', name: 'Capitole SMS', type: 'capitoleSms', typeVersion: 1 } as INode;
const { key, cert } = SELF_SIGNED;
const BODY = `XML=${'x'.repeat(2_000)}`;

/** Runs a server for one test, and counts the bytes of plain text it receives. */
async function withServer<T>(
	server: net.Server | http.Server | https.Server | tls.Server,
	use: (port: number) => Promise<T>,
): Promise<T> {
	const sockets = new Set<net.Socket>();
	server.on('connection', (socket: net.Socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		return await use((server.address() as AddressInfo).port);
	} finally {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	}
}

/** The error that axios throws with such a server. */
const failureAt = async (
	server: net.Server,
	scheme = 'http',
	options: AxiosRequestConfig = {},
): Promise<unknown> =>
	await withServer(server, async (port) => axiosFailure(`${scheme}://127.0.0.1:${port}/`, options));

/** The error that axios throws when set up like n8n's requests that follow no redirects. */
async function axiosFailure(url: string, options: AxiosRequestConfig = {}): Promise<unknown> {
	try {
		await axios.post(url, BODY, { maxRedirects: 0, proxy: false, ...options });
	} catch (failure) {
		return failure;
	}
	throw new Error('an answer came');
}

/** A failure as thrown, and as passed on by both versions of n8n. */
const asSeen = (failure: unknown): Array<[string, unknown]> => [
	['bare', failure],
	['from n8n 2', new NodeApiError2(node, failure as never)],
	['from n8n 1', new NodeApiError1(node, failure as never)],
	['wrapped again', new NodeOperationError(node, new NodeApiError2(node, failure as never))],
	['in a plain object', { errorResponse: { cause: failure } }],
];

function expectOutcome(failure: unknown, outcome: string, code: string): void {
	for (const [how, seen] of asSeen(failure)) {
		const found = classifyFailure(seen);
		expect([how, found.outcome, found.code]).toEqual([how, outcome, code]);
	}
}

// faults.test.ts covers the common ones in n8n's engine.
describe('classifyFailure, on errors of axios', () => {
	test('says notSent for a refused connection to a host with several addresses', async () => {
		const port = await withServer(net.createServer(), async (free) => free);
		const lookup = (
			_host: string,
			_options: object,
			done: (reason: null, addresses: Array<{ address: string; family: number }>) => void,
		) => {
			done(null, [
				{ address: '127.0.0.1', family: 4 },
				{ address: '127.0.0.2', family: 4 },
			]);
		};
		const agent = new http.Agent({ lookup: lookup as never, autoSelectFamily: true });
		const failure = await axiosFailure(`http://several.invalid:${port}/`, { httpAgent: agent });
		expectOutcome(failure, 'notSent', 'COULD_NOT_CONNECT');
		expect((failure as { code: string }).code).toBe('ECONNREFUSED');
	});

	test('says notSent for an untrusted certificate, and no byte of the request arrives', async () => {
		for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
			let received = 0;
			const server = tls.createServer({ key, cert, minVersion: version, maxVersion: version });
			server.on('secureConnection', (socket) => {
				socket.on('error', () => undefined);
				socket.on('data', (data) => (received += data.length));
			});
			await withServer(server, async (port) => {
				expectOutcome(await axiosFailure(`https://127.0.0.1:${port}/`), 'notSent', 'TLS_REFUSED');
				const httpsAgent = new https.Agent({ ca: cert, servername: 'elsewhere.invalid' });
				const elsewhere = await axiosFailure(`https://127.0.0.1:${port}/`, { httpsAgent });
				expectOutcome(elsewhere, 'notSent', 'TLS_REFUSED');
				await new Promise((resolve) => setTimeout(resolve, 50));
			});
			expect(received).toBe(0);
		}
	});

	test('says notSent for a server without a common TLS version', async () => {
		const httpsAgent = new https.Agent({ minVersion: 'TLSv1.3' });
		const server = tls.createServer({ key, cert, maxVersion: 'TLSv1.2' });
		expectOutcome(await failureAt(server, 'https', { httpsAgent }), 'notSent', 'TLS_REFUSED');
	});

	test('says notSent for a connection closed before the handshake', async () => {
		const server = net.createServer((socket) => socket.destroy());
		expectOutcome(await failureAt(server, 'https'), 'notSent', 'TLS_REFUSED');
	});

	test('says unknown for an answer that is not HTTP', async () => {
		const server = net.createServer((socket) =>
			socket.once('data', () => socket.end('SENDING_OK\r\n\r\n')),
		);
		expectOutcome(await failureAt(server), 'unknown', 'NO_ANSWER');
	});

	test('says notSent for an immediate reset only if connecting itself failed', async () => {
		const failure = await failureAt(net.createServer((socket) => socket.resetAndDestroy()));
		const { message } = failure as Error;
		const { outcome } = classifyFailure(failure);
		expect(outcome).toBe(message.startsWith('connect ') ? 'notSent' : 'unknown');
	});

	test('says unknown for a time limit and for a cancelled request', async () => {
		const late = await failureAt(net.createServer(), 'http', { timeout: 60 });
		const cancelled = await failureAt(net.createServer(), 'http', { signal: AbortSignal.abort() });
		for (const failure of [late, cancelled]) expectOutcome(failure, 'unknown', 'NO_ANSWER');
		expect(classifyFailure(late).message).toContain('within the time limit');
		expect(classifyFailure(cancelled).message).not.toContain('time limit');
	});

	test.each(['not a url', 'http://', 'ftp://127.0.0.1/', 'http:/127.0.0.1'])(
		'says notSent for the URL %j',
		async (url) => {
			expectOutcome(await axiosFailure(url), 'notSent', 'INVALID_URL');
		},
	);

	test.each([
		[500, 'unknown', 'HTTP_500'],
		[404, 'rejected', 'HTTP_404'],
		[429, 'notSent', 'HTTP_429'],
		[302, 'unknown', 'HTTP_302'],
		[407, 'notSent', 'PROXY_REFUSED'],
	])('treats a thrown status %i like a returned one', async (status, outcome, code) => {
		const server = http.createServer((_request, response) => {
			const headers = { location: 'http://127.0.0.1:1/' };
			response.writeHead(status, headers).end('{"code":"ECONNREFUSED"}');
		});
		expectOutcome(await failureAt(server), outcome, code);
	});
});

describe('classifyFailure', () => {
	const failure = (fields: object, message = 'Something') =>
		Object.assign(new Error(message), fields);

	test.each([
		['connect', 'ETIMEDOUT', 'notSent', 'COULD_NOT_CONNECT'],
		['connect', 'EHOSTUNREACH', 'notSent', 'COULD_NOT_CONNECT'],
		['connect', 'ENETUNREACH', 'notSent', 'COULD_NOT_CONNECT'],
		['connect', 'EACCES', 'notSent', 'COULD_NOT_CONNECT'],
		['getaddrinfo', 'EAI_AGAIN', 'notSent', 'HOST_NOT_FOUND'],
		['read', 'ETIMEDOUT', 'unknown', 'NO_ANSWER'],
		['read', 'EHOSTUNREACH', 'unknown', 'NO_ANSWER'],
		['write', 'EPIPE', 'unknown', 'NO_ANSWER'],
		['read', 'ECONNRESET', 'unknown', 'NO_ANSWER'],
		['', 'ETIMEDOUT', 'unknown', 'NO_ANSWER'],
		['', 'EHOSTUNREACH', 'unknown', 'NO_ANSWER'],
		['', 'ECONNREFUSED', 'notSent', 'COULD_NOT_CONNECT'],
		['', 'EAI_AGAIN', 'notSent', 'HOST_NOT_FOUND'],
		['', 'EADDRNOTAVAIL', 'notSent', 'COULD_NOT_CONNECT'],
		['', 'CERT_HAS_EXPIRED', 'notSent', 'TLS_REFUSED'],
		['', 'SELF_SIGNED_CERT_IN_CHAIN', 'notSent', 'TLS_REFUSED'],
		['', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'notSent', 'TLS_REFUSED'],
		['', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'notSent', 'TLS_REFUSED'],
		['', 'ERR_SSL_WRONG_VERSION_NUMBER', 'unknown', 'NO_ANSWER'],
		['', 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC', 'unknown', 'NO_ANSWER'],
		['', 'HPE_INVALID_CONSTANT', 'unknown', 'NO_ANSWER'],
		['', 'ERR_SOMETHING_NEW', 'unknown', 'NO_ANSWER'],
	])('%s %s: %s, %s', (syscall, code, outcome, expected) => {
		const message = syscall === '' ? code : `${syscall} ${code} 192.0.2.1:443`;
		const fields = { code, ...(syscall !== '' && { syscall }) };
		expectOutcome(failure(fields, message), outcome, expected);
	});

	test('says unknown for a damaged TLS record, although it is also EPROTO', () => {
		const message = 'write EPROTO 80:error:0A:SSL routines:ssl3_read_bytes:bad record mac';
		expectOutcome(failure({ code: 'EPROTO', syscall: 'write' }, message), 'unknown', 'NO_ANSWER');
	});

	test('says notSent for several failed addresses only if none was reached', () => {
		const refused = failure({ code: 'ECONNREFUSED', syscall: 'connect' });
		const timedOut = failure({ code: 'ETIMEDOUT', syscall: 'connect' });
		const reset = failure({ code: 'ECONNRESET', syscall: 'read' });
		const both = Object.assign(new AggregateError([timedOut, refused]), { code: 'ETIMEDOUT' });
		for (const seen of [both, new NodeApiError2(node, both as never)]) {
			expect(classifyFailure(seen).code).toBe('COULD_NOT_CONNECT');
		}
		// n8n 1.x drops the inner errors, and a bare ETIMEDOUT may come from an open connection.
		expect(classifyFailure(new NodeApiError1(node, both as never)).outcome).toBe('unknown');
		expectOutcome(new AggregateError([refused, reset]), 'unknown', 'NO_ANSWER');
	});

	const blockedAs = (name: string) =>
		Object.assign(new UserError('The request was blocked because it is'), { name });
	test.each([
		new UserError('Domain not allowed: This credential is restricted from accessing sms.example.'),
		blockedAs('SsrfBlockedIpError'),
		blockedAs('SsrfBlockedHostnameError'),
	])('%#: says notSent for a request that n8n blocks', (blocked) => {
		expectOutcome(blocked, 'notSent', 'BLOCKED_BY_N8N');
	});

	test('says notSent for a proxy that closes the tunnel before it is open', () => {
		const ended = new Error('Proxy connection ended before receiving CONNECT response');
		expectOutcome(ended, 'notSent', 'PROXY_REFUSED');
	});

	test.each([
		undefined,
		null,
		'connect ECONNREFUSED',
		42,
		{},
		[],
		new Error('socket hang up'),
		{ code: 7, syscall: {}, message: null },
	])('%#: says unknown for any other error', (thrown) => {
		expect(classifyFailure(thrown)).toMatchObject({ outcome: 'unknown', code: 'NO_ANSWER' });
	});

	test('classifies a failure that wraps itself, or ten thousand others', () => {
		const circle = { code: 'ECONNREFUSED', syscall: 'connect', cause: {} };
		circle.cause = { errors: [circle] };
		expect(classifyFailure(circle).outcome).toBe('notSent');
		let deep: unknown = new Error('innermost');
		for (let i = 0; i < 10_000; i += 1) deep = { cause: deep };
		expect(classifyFailure(deep).outcome).toBe('unknown');
	});

	test('takes only the code from the error into its texts', () => {
		const { message } = classifyFailure(
			failure({ code: 'ECONNRESET' }, 'hang up <password>s3cret</password>'),
		);
		expect(message).toContain('(ECONNRESET)');
		expect(message).not.toContain('s3cret');
		expect(classifyFailure(failure({ code: 'MY_SECRET=1' })).message).not.toContain('MY_SECRET');
		const { message: harsh } = classifyFailure(failure({ code: 'ERR_SSL_INTERNAL_ERROR' }));
		expect(harsh).not.toContain('ERR');
	});
});
