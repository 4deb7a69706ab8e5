import http from 'node:http';

import { formOf, post, send, xmlOf } from './posting';
import { startEmulator, type Misbehaviour } from './emulator';
import { emulatorForTests } from './forTests';

const emulator = emulatorForTests();

const GOOD = formOf(xmlOf({}));
const attempt = async () =>
	await post(emulator.sendUrl, GOOD).then(
		({ status, text }) => ({ status, text }),
		(cause: NodeJS.ErrnoException) => ({ code: cause.code }),
	);

/** Without `accepts`: what the client sees, and whether the SMS went out. */
test.each<[Misbehaviour, object, boolean]>([
	[{ kind: 'resetBeforeReading' }, { code: 'ECONNRESET' }, false],
	[{ kind: 'resetAfterReading' }, { code: 'ECONNRESET' }, true],
	[{ kind: 'closeWithoutAnswer' }, { code: 'ECONNRESET' }, true],
	[{ kind: 'cutOff' }, { code: 'ECONNRESET' }, true],
	[{ kind: 'empty' }, { status: 200, text: '' }, true],
	[{ kind: 'slow', ms: 20 }, { status: 200, text: 'SENDING_OK;9999' }, true],
	[{ kind: 'status', status: 503, body: 'later' }, { status: 503, text: 'later' }, false],
	[{ kind: 'html' }, { status: 200, text: expect.stringContaining('502 Bad Gateway') }, false],
	[{ kind: 'answer', body: 'WHAT;1' }, { status: 200, text: 'WHAT;1' }, false],
	[{ kind: 'redirect' }, { status: 302, text: '' }, false],
])('%j', async (misbehaviour, seen, isAccepted) => {
	emulator.misbehave(misbehaviour);
	expect(await attempt()).toEqual(seen);
	expect(emulator.requests).toHaveLength(1);
	expect(emulator.requests[0]).toMatchObject({
		misbehaviour: misbehaviour.kind,
		accepted: isAccepted ? 1 : 0,
	});
	expect(emulator.messages).toHaveLength(isAccepted ? 1 : 0);
	expect(await attempt()).toMatchObject({ status: 200 });
});

test.each<Misbehaviour>([
	{ kind: 'resetAfterReading' },
	{ kind: 'closeWithoutAnswer' },
	{ kind: 'cutOff' },
	{ kind: 'empty' },
	{ kind: 'status', status: 502 },
	{ kind: 'html' },
	{ kind: 'answer', body: 'x' },
	{ kind: 'redirect' },
])('$kind, with the SMS going out or not as told', async (misbehaviour) => {
	emulator.misbehave({ ...misbehaviour, accepts: true }, { ...misbehaviour, accepts: false });
	await attempt();
	expect(emulator.messages).toHaveLength(1);
	await attempt();
	expect(emulator.messages).toHaveLength(1);
	expect(emulator.credits).toBe(9_999);
});

test('a huge answer is 10 MB', async () => {
	emulator.misbehave({ kind: 'huge' });
	expect((await post(emulator.sendUrl, GOOD)).body).toHaveLength(10 * 1024 * 1024);
});

test('an answer that never ends keeps coming until the caller goes away', async () => {
	emulator.misbehave({ kind: 'neverEnds' });
	const chunks = await new Promise<number>((resolve, reject) => {
		const call = http.request(emulator.sendUrl, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		call.on('error', reject);
		call.on('response', (response) => {
			let count = 0;
			response.on('data', () => {
				if (++count < 3) return;
				response.destroy();
				resolve(count);
			});
		});
		call.end(GOOD);
	});
	expect(chunks).toBe(3);
});

test('a slow provider that has not accepted yet forgets a caller who went away', async () => {
	emulator.misbehave({ kind: 'slow', ms: 100, accepts: false });
	await expect(
		fetch(emulator.sendUrl, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: GOOD,
			signal: AbortSignal.timeout(30),
		}),
	).rejects.toThrow();
	await new Promise((done) => setTimeout(done, 150));
	expect(emulator.messages).toEqual([]);
	emulator.misbehave({ kind: 'slow', ms: 10, accepts: false });
	expect(await attempt()).toEqual({ status: 200, text: 'SENDING_OK;9999' });
});

test('a queue is served one a request, null for good behaviour, then it is over', async () => {
	emulator.misbehave(null, { kind: 'answer', body: 'x' });
	const answers = [];
	for (let i = 0; i < 3; i++) answers.push(await send(emulator.sendUrl, {}));
	expect(answers).toEqual(['SENDING_OK;9999', 'x', 'SENDING_OK;9998']);
});

test('a function decides by what was read, until it is taken back', async () => {
	emulator.misbehave(({ document }) =>
		document?.recipients.includes('33622334455') ? { kind: 'answer', body: 'no' } : null,
	);
	expect(await send(emulator.sendUrl, {})).toBe('SENDING_OK;9999');
	expect(await send(emulator.sendUrl, { recipients: ['33622334455'] })).toBe('no');
	emulator.misbehave();
	expect(await send(emulator.sendUrl, { recipients: ['33622334455'] })).toBe('SENDING_OK;9998');
});

test('bytes, content type and headers of an answer can be chosen', async () => {
	const body = Buffer.from([0xff, 0x00, 0xe9]);
	emulator.misbehave(
		{ kind: 'answer', body, contentType: 'text/plain', headers: { 'x-proxy': 'yes' } },
		{ kind: 'redirect', location: '/api/other', status: 307 },
	);
	const first = await post(emulator.sendUrl, GOOD);
	expect(first.body).toEqual(body);
	expect(first.headers).toMatchObject({ 'content-type': 'text/plain', 'x-proxy': 'yes' });
	const second = await post(emulator.sendUrl, GOOD);
	expect([second.status, second.headers.location]).toEqual([307, '/api/other']);
});

test('every answer takes the base latency', async () => {
	emulator.configure({ delayMs: 60 });
	const start = performance.now();
	await attempt();
	expect(performance.now() - start).toBeGreaterThanOrEqual(55);
});

test('over https the certificate is its own, and the rest the same', async () => {
	const secure = await startEmulator({ isHttps: true });
	expect(secure.sendUrl).toMatch(/^https:/);
	expect(await send(secure.sendUrl, {})).toBe('SENDING_OK;9999');
	await expect(fetch(secure.sendUrl)).rejects.toMatchObject({
		cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
	});
	secure.misbehave({ kind: 'resetAfterReading' });
	await expect(post(secure.sendUrl, GOOD)).rejects.toMatchObject({ code: 'ECONNRESET' });
	await secure.close();
});
