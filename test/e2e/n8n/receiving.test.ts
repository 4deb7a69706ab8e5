import { randomUUID } from 'node:crypto';

import { callbackFixtures } from '../../sms/callback/callbackFixtures';
import { Proxy } from '../proxy';
import { exchange, type Answer } from '../rawHttp';
import { flow, node, noOp, TRIGGER, type Json } from '../workflow';
import { CALLBACK_SECRET, PASSWORD, Workbench, type Execution } from '../workbench';

jest.setTimeout(120_000);

let bench: Workbench;

beforeAll(async () => {
	bench = await Workbench.open();
}, 240_000);

beforeEach(() => bench.emulator.reset());

afterAll(async () => await bench?.close());

/** A published workflow that starts with the trigger. */
class Receiver {
	private count = 0;

	private constructor(
		readonly id: string,
		readonly path: string,
	) {}

	static async publish(parameters: Json = {}, credentialId?: string): Promise<Receiver> {
		const webhookId = randomUUID();
		const credentials = credentialId && {
			credentials: { capitoleMobileApi: { id: credentialId, name: 'With secret' } },
		};
		const trigger = node('Trigger', TRIGGER, parameters, { webhookId, ...credentials });
		const outputs = ['1', '2', '3', '4', '5'].map((name) => noOp(`Output ${name}`));
		const path = `/webhook/${webhookId}/sms`;
		return new Receiver(await bench.publish(flow('Receiving', trigger, outputs), path), path);
	}

	get url(): string {
		return bench.n8n.url + this.path;
	}

	async get(query: string, headers = ''): Promise<Answer> {
		return await exchange(
			this.url,
			`GET ${this.path}${query} HTTP/1.1\r\nHost: n8n\r\n${headers}\r\n`,
		);
	}

	async post(body: string | Buffer, query = ''): Promise<Answer> {
		const head = `POST ${this.path}${query} HTTP/1.1\r\nHost: n8n\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
		return await exchange(this.url, Buffer.concat([Buffer.from(head), Buffer.from(body)]));
	}

	/** The next execution, which must be the only new one, and its only item. */
	async next(): Promise<{ item: Json; text: string }> {
		const { runs, status, text } = await bench.newest(this.id, ++this.count);
		expect(status).toBe('success');
		const [item = {}, ...more] = runs.Trigger?.[0]?.outputs.flat() ?? [];
		expect(more).toEqual([]);
		return { item, text };
	}

	/** All executions, once there are this many. */
	async all(count: number): Promise<Execution[]> {
		await bench.newest(this.id, count);
		const ids = await bench.executionIds(this.id);
		return await Promise.all(ids.map(async (id) => await bench.ended(id)));
	}

	async expectNothingNew(): Promise<void> {
		expect(await bench.executionIds(this.id)).toHaveLength(this.count);
	}
}

const REPORT = 'id=123456&gsm=33610203040&status=DELIVERED&network=Orange&date=2020-03-10+09:20:10';

describe('callbacks at the production URL of a published workflow', () => {
	const published = new Map<string, Promise<Receiver>>();
	const receiverFor = async ({ timezone = '', stopKeywords = [] as string[] } = {}) => {
		const options = {
			simplify: false,
			...(timezone && { timezone }),
			...(stopKeywords.length > 0 && { stopKeywords: stopKeywords.join(', ') }),
		};
		const key = JSON.stringify(options);
		const receiver = published.get(key) ?? Receiver.publish({ options });
		published.set(key, receiver);
		return await receiver;
	};

	test.each(callbackFixtures.map((fixture) => [fixture.name, fixture] as const))(
		'%s',
		async (_name, { http, expected, context }) => {
			const receiver = await receiverFor(context);
			const request = http.toString('latin1').replace('/webhook/sms', receiver.path);
			const { status, body } = await exchange(receiver.url, Buffer.from(request, 'latin1'));
			if (expected.event === null) {
				expect(status).toBe(400);
				await receiver.expectNothingNew();
				return;
			}
			expect([status, body]).toEqual([200, 'OK']);
			expect((await receiver.next()).item).toEqual({
				...expected,
				eventId: expect.any(String),
				receivedAt: expect.any(String),
			});
		},
	);

	test.each(['GET', 'POST'] as const)(
		"the emulator's own callbacks by %s, with a second `?`",
		async (callbackMethod) => {
			const { emulator } = bench;
			const credentialId = await bench.createCredential({ callbackSecret: CALLBACK_SECRET });
			const receiver = await Receiver.publish({ options: { splitOutputs: true } }, credentialId);
			emulator.configure({
				callbackMethod,
				callbackUrl: `${receiver.url}?secret=${CALLBACK_SECRET}`,
			});
			const { sendUrl } = emulator;
			const form = new URLSearchParams({ XML: documentFor('33611223344') });
			expect(await (await fetch(sendUrl, { method: 'POST', body: form })).text()).toMatch(
				/^SENDING_OK/,
			);
			const [{ id } = { id: 0 }] = emulator.messages;
			const callbacks = [
				await emulator.deliver(id),
				await emulator.deliver(id, 'INVALID_DESTINATION_ADDRESS'),
				await emulator.deliver(id, 'EXPIRED'),
				await emulator.reply('33611223344', 'Ça va, 5 € ?'),
				await emulator.stop('33611223344'),
			];
			for (const callback of callbacks) {
				expect(callback).toMatchObject({ status: 200, answer: 'OK', failure: null });
			}
			const found: string[] = [];
			for (const execution of await receiver.all(callbacks.length)) {
				expect(execution.text).not.toContain(CALLBACK_SECRET);
				for (const [index, items] of (execution.runs.Trigger?.[0]?.outputs ?? []).entries())
					for (const { event } of items) found.push(`${index} ${String(event)}`);
			}
			expect(found.sort()).toEqual([
				'0 delivered',
				'1 undelivered',
				'2 otherStatus',
				'3 reply',
				'4 stop',
			]);
		},
	);
});

const documentFor = (number: string) =>
	`<SMS><authentification><username>demo</username><password>${PASSWORD.replace('&', '&amp;').replace('<', '&lt;')}</password></authentification>` +
	`<message><text>Bonjour</text><id>ete26</id></message><recipients><gsm>${number}</gsm></recipients></SMS>`;

describe('the callback secret', () => {
	let receiver: Receiver;

	beforeAll(async () => {
		receiver = await Receiver.publish(
			{},
			await bench.createCredential({ callbackSecret: CALLBACK_SECRET }),
		);
	});

	test.each([
		['none', `?${REPORT}`],
		['an empty one', `?secret=&${REPORT}`],
		['a wrong one', `?secret=other&${REPORT}`],
		['a prefix of it', `?secret=${CALLBACK_SECRET.slice(0, -1)}&${REPORT}`],
		['one that it is a prefix of', `?secret=${CALLBACK_SECRET}x&${REPORT}`],
	])('%s: gets 401 and no execution', async (_what, query) => {
		expect((await receiver.get(query)).status).toBe(401);
		expect((await receiver.post(REPORT, query.replace(REPORT, ''))).status).toBe(401);
		await receiver.expectNothingNew();
	});

	test.each([
		['first', `?secret=${CALLBACK_SECRET}&${REPORT}`],
		['last', `?${REPORT}&secret=${CALLBACK_SECRET}`],
		['with the callback glued on', `?secret=${CALLBACK_SECRET}?${REPORT}`],
	])('the right one, %s: gets an item without the secret', async (_where, query) => {
		expect((await receiver.get(query)).status).toBe(200);
		const { item, text } = await receiver.next();
		expect(item).toMatchObject({ event: 'delivered', campaignId: '123456' });
		expect(text).not.toContain(CALLBACK_SECRET);
	});

	test("is not in n8n's most verbose log", () => {
		expect(bench.n8n.log.join('\n')).toMatch(/debug/i);
		expect(bench.n8n.log.filter((line) => line.includes(CALLBACK_SECRET))).toEqual([]);
		expect(bench.n8n.log.filter((line) => line.includes('Pa55word'))).toEqual([]);
	});
});

describe('a secret or allowlist that resolves to nothing', () => {
	const withSecret = async (callbackSecret: string) =>
		await Receiver.publish({}, await bench.createCredential({ callbackSecret }));
	const logged = (what: string) =>
		bench.n8n.log.filter((line) => line.includes(`rejects all callbacks: ${what}`));

	test.each(['={{ $vars.nothing }}', '='])(
		'answers 503 for the secret %j without an execution, and logs the reason',
		async (callbackSecret) => {
			const receiver = await withSecret(callbackSecret);
			const before = logged('The Callback Secret').length;
			for (const query of [`?${REPORT}`, `?secret=&${REPORT}`, `?secret=%20%20&${REPORT}`]) {
				expect((await receiver.get(query)).status).toBe(503);
			}
			expect((await receiver.post(REPORT)).status).toBe(503);
			await receiver.expectNothingNew();
			expect(logged('The Callback Secret').length).toBe(before + 4);
		},
	);

	test.each(['={{ $vars.nothing }}'])(
		'answers 503 for the allowlist %j without an execution, and logs the reason',
		async (ipWhitelist) => {
			const receiver = await Receiver.publish({ options: { ipWhitelist } });
			const before = logged('IP(s) Allowlist').length;
			expect((await receiver.get(`?${REPORT}`)).status).toBe(503);
			expect((await receiver.post(REPORT)).status).toBe(503);
			await receiver.expectNothingNew();
			expect(logged('IP(s) Allowlist').length).toBe(before + 2);
		},
	);

	test('is not the same as an empty field, which needs no secret', async () => {
		const receiver = await withSecret('');
		expect((await receiver.get(`?${REPORT}`)).status).toBe(200);
		await receiver.next();
	});
});

describe('the IP list behind a proxy, with N8N_PROXY_HOPS=1', () => {
	let receiver: Receiver;
	let proxy: Proxy;

	beforeAll(async () => {
		receiver = await Receiver.publish({ options: { ipWhitelist: '127.0.0.2, 192.0.2.0/24' } });
		proxy = await Proxy.start(bench.n8n.url);
	});

	afterAll(async () => await proxy.close());

	const call = async (from: string, headers = '') =>
		await exchange(
			proxy.url,
			`GET ${receiver.path}?${REPORT} HTTP/1.1\r\nHost: n8n\r\n${headers}\r\n`,
			from,
		);

	test('sees the address of the proxy’s caller', async () => {
		expect((await call('127.0.0.2')).status).toBe(200);
		await receiver.next();
		expect((await call('127.0.0.3')).status).toBe(403);
		await receiver.expectNothingNew();
	});

	test('ignores the caller’s own X-Forwarded-For', async () => {
		expect((await call('127.0.0.3', 'X-Forwarded-For: 192.0.2.7\r\n')).status).toBe(403);
		expect((await call('127.0.0.3', 'X-Real-IP: 192.0.2.7\r\n')).status).toBe(403);
		await receiver.expectNothingNew();
	});
});
