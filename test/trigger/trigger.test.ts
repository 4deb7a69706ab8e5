import { callbackFixtures } from '../sms/callback/callbackFixtures';
import { TriggerServer, type TriggerOptions } from './triggerServer';

const servers: TriggerServer[] = [];
const trigger = async (options?: TriggerOptions): Promise<TriggerServer> => {
	const server = await new TriggerServer(options).start();
	servers.push(server);
	return server;
};

afterEach(async () => {
	await Promise.all(servers.splice(0).map(async (server) => await server.stop()));
});

const REPORT = 'id=1&gsm=33610203040&status=DELIVERED&network=Orange&date=2020-03-10+09:20:10';
const REPLY = 'num=33610203040&message=Hello+World';
const STOP = 'num=33610203040&message=STOP';

describe('the trigger over HTTP', () => {
	test.each(callbackFixtures.map((fixture) => [fixture.name, fixture] as const))(
		'answers %s and gives the expected item or none',
		async (_name, { http, expected, context = {} }) => {
			const { timezone, stopKeywords } = context;
			const server = await trigger({
				parameters: {
					options: {
						...(timezone && { timezone }),
						...(stopKeywords && { stopKeywords: stopKeywords.join(', ') }),
					},
				},
			});
			const { status, body, result } = await server.exchange(http);
			if (expected.event === null) {
				expect([status, result]).toEqual([400, { noWebhookResponse: true }]);
				expect(body).not.toBe('');
			} else {
				expect([status, body]).toEqual([200, 'OK']);
				expect(result?.workflowData).toEqual([
					[{ json: { ...expected, eventId: expect.any(String), receivedAt: expect.any(String) } }],
				]);
			}
		},
	);

	test('answers OK to an event that is not chosen, and starts nothing', async () => {
		const server = await trigger({ parameters: { events: ['stop'] } });
		expect(await server.get(REPLY)).toEqual({
			status: 200,
			body: 'OK',
			result: { webhookResponse: 'OK' },
		});
		expect((await server.get(STOP)).result?.workflowData).toHaveLength(1);
	});

	test('has one unnamed output, or one for each chosen event in the order chosen', async () => {
		const events = ['stop', 'delivered', 'reply'];
		expect((await trigger({ parameters: { events } })).outputs()).toEqual(['']);
		expect((await trigger({})).outputs()).toEqual(['']);

		const server = await trigger({ parameters: { events, options: { splitOutputs: true } } });
		expect(server.outputs()).toEqual(['STOP', 'Delivered', 'Reply']);
		for (const [at, query] of [STOP, REPORT, REPLY].entries()) {
			const { result } = await server.get(query);
			expect(result?.workflowData?.map((items) => items.length)).toEqual(
				events.map((_event, index) => (index === at ? 1 : 0)),
			);
		}
		const all = await trigger({ parameters: { options: { splitOutputs: true } } });
		expect(all.outputs()).toEqual(['Delivered', 'Not Delivered', 'Other Status', 'Reply', 'STOP']);
	});

	test('shows one URL in the editor and takes GET and POST at the same path', async () => {
		const webhooks = (await trigger()).description.webhooks ?? [];
		expect(webhooks.map(({ httpMethod }) => httpMethod)).toEqual(['GET', 'POST']);
		expect(new Set(webhooks.map(({ path }) => path)).size).toBe(1);
		// What n8n answers when an execution starts: it does not look at what `webhook` returns.
		expect(webhooks.map(({ responseData }) => responseData)).toEqual(['OK', 'OK']);
		expect(webhooks.filter(({ ndvHideUrl }) => ndvHideUrl !== true)).toHaveLength(1);
	});
});

describe('a body that cannot be read', () => {
	const post = (contentType: string): string =>
		`POST /?${REPLY} HTTP/1.1\r\nHost: n8n\r\nContent-Type: ${contentType}\r\nContent-Length: 1\r\n\r\nx`;

	test('is answered by 400, and starts nothing', async () => {
		const server = await trigger({ body: 'unreadable' });
		const { status, body, result } = await server.exchange(post('text/plain'));
		expect([status, body]).toEqual([
			400,
			'Not read: the body is cut off, too long for n8n, or packed.',
		]);
		expect(result).toEqual({ noWebhookResponse: true });
	});

	test('is not asked for when n8n has taken it apart itself: the query decides', async () => {
		const { status, result } = await (
			await trigger()
		).exchange(post('Multipart/form-data; boundary=x'));
		expect(status).toBe(200);
		expect(result?.workflowData?.[0]?.[0]?.json).toMatchObject({ event: 'reply' });
	});
});

describe('the callback secret', () => {
	const credential = { username: 'u', password: 'p', callbackSecret: 'k3y-of-ours' };

	test.each([
		['none', REPLY],
		['an empty one', `secret=&${REPLY}`],
		['a wrong one', `secret=other&${REPLY}`],
		['a prefix of it', `secret=k3y-of&${REPLY}`],
		['a longer one', `secret=k3y-of-ours2&${REPLY}`],
		['another case', `secret=K3Y-OF-OURS&${REPLY}`],
		['it in another parameter', `password=k3y-of-ours&${REPLY}`],
	])('refuses %s with 401 and starts nothing', async (_what, query) => {
		const { status, result } = await (await trigger({ credential })).get(query);
		expect([status, result]).toEqual([401, { noWebhookResponse: true }]);
	});

	test('refuses it in the body', async () => {
		const body = `secret=k3y-of-ours&${REPLY}`;
		const { status } = await (
			await trigger({ credential })
		).exchange(
			`POST / HTTP/1.1\r\nHost: n8n\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
		);
		expect(status).toBe(401);
	});

	test('takes it before, behind, and with the callback glued on, and keeps it out of the item', async () => {
		const server = await trigger({ credential });
		for (const query of [
			`secret=k3y-of-ours&${REPORT}`,
			`${REPORT}&secret=k3y-of-ours`,
			`secret=k3y-of-ours?${REPORT}`,
			`secret=k3y-of-ours%3F${REPORT}`,
		]) {
			const { status, result } = await server.get(query);
			expect(status).toBe(200);
			const item = result?.workflowData?.[0]?.[0]?.json;
			expect(item).toMatchObject({ event: 'delivered', campaignId: '1' });
			expect(JSON.stringify(item)).not.toContain('k3y');
		}
	});

	test('says nothing of what is right before the secret is', async () => {
		const server = await trigger({ credential });
		const bodies = [REPLY, 'junk', 'num=x&message=y'].map(async (query) => {
			const { status, body } = await server.get(query);
			return `${status} ${body}`;
		});
		expect(new Set(await Promise.all(bodies)).size).toBe(1);
	});

	test('is not asked for when the credential has none', async () => {
		const server = await trigger({ credential: { ...credential, callbackSecret: '' } });
		expect((await server.get(REPLY)).status).toBe(200);
	});

	test('lets nothing pass when the credential cannot be read', async () => {
		const server = await trigger({
			credential: () => {
				throw new Error('gone');
			},
		});
		const { status, body, result } = await server.get(REPLY);
		expect([status, result]).toEqual([503, { noWebhookResponse: true }]);
		expect(body).not.toContain('gone');
	});
});

describe('the IP list', () => {
	const parameters = { options: { ipWhitelist: '192.0.2.0/24, 2001:db8::1' } };

	test.each([
		['192.0.2.77', 200],
		['::ffff:192.0.2.77', 200],
		['2001:db8:0::1', 200],
		['192.0.3.1', 403],
		['::ffff:192.0.3.1', 403],
		['2001:db8::2', 403],
		[undefined, 403],
	])('for %s answers %s', async (ip, status) => {
		const server = await trigger({ parameters, ...(ip !== undefined && { ip }) });
		const exchange = await server.get(REPLY);
		expect(exchange.status).toBe(status);
		expect(exchange.result?.workflowData === undefined).toBe(status !== 200);
	});

	test('believes no X-Forwarded-For that n8n was not told to believe', async () => {
		const server = await trigger({ parameters });
		const { status } = await server.exchange(
			`GET /?${REPLY} HTTP/1.1\r\nHost: n8n\r\nX-Forwarded-For: 192.0.2.77\r\n\r\n`,
		);
		expect(status).toBe(403);
	});

	test('is looked at before the secret', async () => {
		const server = await trigger({ parameters, credential: { callbackSecret: 'x' } });
		expect((await server.get(REPLY)).status).toBe(403);
	});
});

describe('activation', () => {
	test('goes through with the default options', async () => {
		expect(await (await trigger()).activate()).toBe(true);
	});

	test.each([
		[{ ipWhitelist: '192.0.2.1, example.com' }, /“example\.com” in IP\(s\) Allowlist/],
		[{ timezone: 'Europe/Pariss' }, /“Europe\/Pariss” is not a time zone/],
	])('is refused with %j, saying what to change', async (options, message) => {
		const server = await trigger({ parameters: { options } });
		await expect(server.activate()).rejects.toThrow(message);
	});
});
