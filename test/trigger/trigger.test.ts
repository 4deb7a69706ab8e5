import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { NodeHelpers, type IDataObject, type INodeProperties } from 'n8n-workflow';

import { EVENTS } from '../../nodes/CapitoleMobile/trigger/fields';
import { callbackFixtures } from '../sms/callback/callbackFixtures';
import { get, post, TriggerServer, type Exchange, type TriggerOptions } from './triggerServer';

const SCHEMA = join(
	__dirname,
	'../../nodes/CapitoleMobile/CapitoleSmsTrigger/__schema__/v2.0.0/output.json',
);

const servers: TriggerServer[] = [];
const trigger = async (options?: TriggerOptions): Promise<TriggerServer> => {
	const server = await new TriggerServer(options).start();
	servers.push(server);
	return server;
};

afterEach(async () => {
	await Promise.all(servers.splice(0).map(async (server) => await server.stop()));
});

const PHONE = '33610203040';
const REPORT = `id=1&gsm=${PHONE}&status=DELIVERED&network=Orange&date=2020-03-10+09:20:10`;
const REPLY = `num=${PHONE}&message=Hello+World`;
const STOP = `num=${PHONE}&message=STOP`;

/** The only item that started an execution. */
const itemOf = ({ result }: Exchange): IDataObject => result?.workflowData?.[0]?.[0]?.json ?? {};

/** What n8n gets when no execution may start. */
const NOTHING = { noWebhookResponse: true };

describe('the trigger over HTTP', () => {
	test.each(callbackFixtures.map((fixture) => [fixture.name, fixture] as const))(
		'answers %s and gives the expected item or none',
		async (_name, { http, expected, context = {} }) => {
			const { timezone, stopKeywords } = context;
			const server = await trigger({
				parameters: {
					options: {
						simplify: false,
						...(timezone && { timezone }),
						...(stopKeywords && { stopKeywords: stopKeywords.join(', ') }),
					},
				},
			});
			const { status, body, result } = await server.exchange(http);
			if (expected.event === null) {
				expect([status, result]).toEqual([400, NOTHING]);
				expect(body).not.toBe('');
			} else {
				expect([status, body]).toEqual([200, 'OK']);
				expect(result?.workflowData).toEqual([
					[{ json: { ...expected, eventId: expect.any(String), receivedAt: expect.any(String) } }],
				]);
			}
		},
	);

	test.each([
		[REPLY, 'replies'],
		[STOP, 'opt-outs'],
		[REPORT, 'delivered SMS'],
		[REPORT.replace('DELIVERED', 'INVALID_DESTINATION_ADDRESS'), 'failed SMS'],
		[REPORT.replace('DELIVERED', 'EXPIRED'), 'other statuses'],
	])(
		'tells the caller of an event that is not chosen, and starts nothing: %s',
		async (query, what) => {
			const others = await trigger({ parameters: { events: [] } });
			const webhookResponse = `OK, but this trigger does not listen for ${what}`;
			expect(await others.get(query)).toEqual({
				status: 200,
				body: webhookResponse,
				result: { webhookResponse },
			});
			const chosen = await (await trigger()).get(query);
			expect([chosen.body, chosen.result?.workflowData]).toEqual(['OK', [[expect.anything()]]]);
		},
	);

	const report = { event: 'delivered', phone: PHONE, status: 'DELIVERED' };
	const reply = { event: 'reply', phone: PHONE, message: 'Hello World' };
	test.each([
		[
			`${REPORT}&x=1`,
			{ ...report, campaignId: '1', date: '2020-03-10T09:20:10+01:00', network: 'Orange' },
		],
		[`gsm=${PHONE}&status=DELIVERED`, { ...report, campaignId: null, date: null, network: null }],
		[REPLY, { ...reply, optOut: 'no' }],
		[`num=${PHONE}&message=`, { ...reply, message: '', optOut: 'no' }],
		[`${REPLY}&id=7`, { ...reply, campaignId: '7', optOut: 'no' }],
		[STOP, { ...reply, event: 'stop', message: 'STOP', optOut: 'yes' }],
	])('gives of %s what its kind can have, meaning first', async (query, expected) => {
		const item = itemOf(await (await trigger()).get(query));
		const row = { ...expected, eventId: expect.any(String), receivedAt: expect.any(String) };
		expect(item).toEqual(row);
		expect(Object.keys(item)).toEqual(Object.keys(row));
	});

	test('gives rows that hold what their schema says, and nothing else', async () => {
		const { properties } = JSON.parse(readFileSync(SCHEMA, 'utf8')) as {
			properties: Record<string, { type: string | string[] }>;
		};
		const seen = new Set<string>();
		const server = await trigger();
		for (const { http } of callbackFixtures) {
			for (const [name, value] of Object.entries(itemOf(await server.exchange(http)))) {
				seen.add(name);
				expect([properties[name]?.type].flat()).toContain(value === null ? 'null' : typeof value);
			}
		}
		expect([...seen].sort()).toEqual(Object.keys(properties).sort());
	});

	test('gives all of a callback with Simplify off, meaning first', async () => {
		const server = await trigger({ parameters: { options: { simplify: false } } });
		expect(Object.keys(itemOf(await server.get(REPLY))).join()).toBe(
			'event,phone,message,status,campaignId,date,network,optOut,eventId,receivedAt,raw',
		);
	});

	test('has one unnamed output, or one for each chosen event in the order chosen', async () => {
		const events = ['stop', 'delivered', 'reply'];
		expect((await trigger({ parameters: { events } })).outputs()).toEqual(['']);
		expect((await trigger({})).outputs()).toEqual(['']);

		const server = await trigger({ parameters: { events, options: { splitOutputs: true } } });
		expect(server.outputs()).toEqual(['Opt-Out (STOP)', 'SMS Delivered', 'Reply Received']);
		for (const [at, query] of [STOP, REPORT, REPLY].entries()) {
			const { result } = await server.get(query);
			expect(result?.workflowData?.map((items) => items.length)).toEqual(
				events.map((_event, index) => (index === at ? 1 : 0)),
			);
		}
		const all = await trigger({ parameters: { options: { splitOutputs: true } } });
		expect(all.outputs()).toEqual(Object.values(EVENTS).map(({ name }) => name));
	});

	test('names its events on the canvas as in the list', async () => {
		const events = ['stop', 'delivered'];
		const server = await trigger({ parameters: { events } });
		expect(server.subtitle()).toBe('Opt-Out (STOP), SMS Delivered');
	});

	test.each(Object.entries(EVENTS))(
		'shows how to try %s where it is chosen, and hears that',
		async (event, { name, example }) => {
			const server = await trigger({ parameters: { events: [event] } });
			const { properties } = server.description;
			const shown = properties.filter((property: INodeProperties) =>
				NodeHelpers.displayParameter({ events: [event] }, property, null, server.description),
			);
			const texts = shown.map(({ displayName }) => displayName.replaceAll('<wbr />&amp;', '&'));
			expect(texts.filter((text) => text.includes(' tries '))).toEqual([
				`<code>${example}</code> behind the Test URL tries ${name}.`,
			]);
			expect(itemOf(await server.get(example.slice(1)))).toMatchObject({ event });
		},
	);

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
	test('is answered by 400, and starts nothing', async () => {
		const server = await trigger({ body: 'unreadable' });
		expect(await server.exchange(post('text/plain', REPLY, 'x'))).toEqual({
			status: 400,
			body: 'Not read: the body is cut off, too long for n8n, or compressed.',
			result: NOTHING,
		});
	});

	test('is not asked for when n8n has taken it apart itself: the query decides', async () => {
		const http = post('Multipart/form-data; boundary=x', REPLY, 'x');
		expect(itemOf(await (await trigger()).exchange(http))).toMatchObject({ event: 'reply' });
	});
});

describe('the callback secret', () => {
	const credential = { callbackSecret: 'k3y-of-ours' };
	const inBody = `secret=k3y-of-ours&${REPLY}`;

	test.each([
		['none', get(REPLY)],
		['an empty one', get(`secret=&${REPLY}`)],
		['a wrong one', get(`secret=other&${REPLY}`)],
		['it in the body', post('application/x-www-form-urlencoded', '', inBody)],
	])('refuses %s with 401 and starts nothing', async (_what, http) => {
		const { status, result } = await (await trigger({ credential })).exchange(http);
		expect([status, result]).toEqual([401, NOTHING]);
	});

	test.each([`secret=k3y-of-ours&${REPORT}`, `secret=k3y-of-ours?${REPORT}`])(
		'is taken in %s, and kept out of the item',
		async (query) => {
			const item = itemOf(await (await trigger({ credential })).get(query));
			expect(item).toMatchObject({ event: 'delivered', campaignId: '1' });
			expect(JSON.stringify(item)).not.toContain('k3y');
		},
	);

	test('is the same for an event that is not chosen', async () => {
		const server = await trigger({ credential, parameters: { events: ['stop'] } });
		expect((await server.get(REPLY)).status).toBe(401);
	});
});

describe('the IP list', () => {
	const parameters = { options: { ipWhitelist: '192.0.2.0/24, 2001:db8::1' } };

	test.each([
		['192.0.2.77', 200],
		['192.0.3.1', 403],
		[undefined, 403],
	])('for %s answers %s', async (ip, status) => {
		const server = await trigger({ parameters, ...(ip !== undefined && { ip }) });
		const exchange = await server.get(REPLY);
		expect(exchange.status).toBe(status);
		expect(exchange.result?.workflowData === undefined).toBe(status !== 200);
	});

	test('believes no X-Forwarded-For that n8n was not told to believe', async () => {
		const server = await trigger({ parameters });
		const http = get(REPLY).replace('\r\n', '\r\nX-Forwarded-For: 192.0.2.77\r\n');
		expect((await server.exchange(http)).status).toBe(403);
	});
});

/** What a field may hold and still give nothing. */
const GIVE_NOTHING = [
	...['={{ $vars.nothing }}', '={{ "" }}', '={{ null }}', '={{ undefined }}', '={{ "\t " }}'],
	...['={{ [].join(", ") }}', '=', '=  ', '   '],
];

describe('a lock without a key', () => {
	test.each([...GIVE_NOTHING, ' , ', '={{ " ; " }}'])(
		'lets nobody in by an allowlist: %j',
		async (ipWhitelist) => {
			const server = await trigger({ parameters: { options: { ipWhitelist } } });
			const { status, result } = await server.get(REPLY);
			expect([status, result]).toEqual([503, NOTHING]);
			expect(server.log).toEqual([
				expect.stringContaining('IP(s) Allowlist resolves to no address'),
			]);
		},
	);

	test.each(GIVE_NOTHING)('lets nobody in by a secret: %j', async (callbackSecret) => {
		const server = await trigger({ credential: { callbackSecret } });
		for (const query of [
			REPLY,
			`secret=&${REPLY}`,
			`secret=${encodeURIComponent(callbackSecret)}&${REPLY}`,
		]) {
			const { status, body, result } = await server.get(query);
			expect([status, result]).toEqual([503, NOTHING]);
			expect(body).not.toMatch(/secret/i);
		}
		expect(server.log[0]).toMatch(/The Callback Secret of the credential resolves to nothing/);
	});

	test.each<[string, TriggerOptions]>([
		['no option and no credential', {}],
		['an option left empty', { parameters: { options: { ipWhitelist: '' } } }],
		['a credential without the field', { credential: { username: 'u' } }],
		['a field left empty', { credential: { callbackSecret: '' } }],
	])('is not %s: that is open to all', async (_what, options) => {
		const server = await trigger(options);
		expect((await server.get(REPLY)).status).toBe(200);
		expect(server.log).toEqual([]);
	});

	// The raw credential is behind what n8n does not document: see readCallbackSecret.
	test.each(['={{ "" }}', ''])(
		'is the secret %j where n8n no longer tells whether the field was left empty',
		async (callbackSecret) => {
			const server = await trigger({ credential: { callbackSecret }, hidesInternals: true });
			const { status, result } = await server.get(REPLY);
			expect([status, result]).toEqual([503, NOTHING]);
			expect(server.log[0]).toMatch(/does not reveal whether the Callback Secret was left empty/);
		},
	);

	test('is not a secret that is written in, whatever n8n tells', async () => {
		const credential = { callbackSecret: 'k3y' };
		const server = await trigger({ credential, hidesInternals: true });
		expect((await server.get(`secret=k3y&${REPLY}`)).status).toBe(200);
		expect((await server.get(REPLY)).status).toBe(401);
	});

	test('is not an expression that gives one', async () => {
		const server = await trigger({
			parameters: { options: { ipWhitelist: '={{ "192.0.2." + 7 }}' } },
			credential: { callbackSecret: '={{ "k3y" }}' },
			ip: '192.0.2.7',
		});
		expect((await server.get(`secret=k3y&${REPLY}`)).status).toBe(200);
		expect((await server.get(`secret=other&${REPLY}`)).status).toBe(401);
	});
});

describe('the checks', () => {
	const unreadable = () => {
		throw new Error('gone');
	};
	const elsewhere = { options: { ipWhitelist: '192.0.2.1' } };
	const secret = { callbackSecret: 'x' };

	test.each<[string, string, TriggerOptions, number]>([
		['the address', 'junk', { parameters: elsewhere, credential: unreadable }, 403],
		['the callback', 'junk', { credential: unreadable }, 400],
		['the callback, with the secret', 'secret=x&junk', { credential: secret }, 400],
		['the credential', REPLY, { credential: unreadable }, 503],
		['the secret', REPLY, { credential: secret }, 401],
	])('come in their order: %s', async (_what, query, options, expected) => {
		const { status, body, result } = await (await trigger(options)).get(query);
		expect([status, result]).toEqual([expected, NOTHING]);
		expect(body).not.toContain('gone');
	});
});

describe('activation', () => {
	// An allowlist that gives nothing yet is told in the log.
	test.each([{}, { ipWhitelist: '={{ $vars.nothing }}' }])(
		'goes through with %j',
		async (options) => {
			expect(await (await trigger({ parameters: { options } })).activate()).toBe(true);
		},
	);

	test.each([
		[{ ipWhitelist: '192.0.2.1, example.com' }, /“example\.com” in IP\(s\) Allowlist/],
		[{ timezone: 'Europe/Pariss' }, /“Europe\/Pariss” is not a time zone/],
		[{ stopKeywords: 'assez,'.repeat(2_000) }, /STOP Keywords is too long/],
		[{ ipWhitelist: '192.0.2.1,'.repeat(2_000) }, /IP\(s\) Allowlist is too long/],
	])('is refused with %j, saying what to change', async (options, message) => {
		const server = await trigger({ parameters: { options } });
		await expect(server.activate()).rejects.toThrow(message);
	});
});
