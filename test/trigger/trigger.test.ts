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

/** The only item of the execution that was started. */
const itemOf = ({ result }: Exchange): IDataObject => result?.workflowData?.[0]?.[0]?.json ?? {};

/** The result for n8n if no execution may start. */
const NOTHING = { noWebhookResponse: true };

describe('the trigger over HTTP', () => {
	test.each(callbackFixtures.map((fixture) => [fixture.name, fixture] as const))(
		'answers %s and returns the expected item or none',
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
	])('names the event that is not chosen and starts nothing: %s', async (query, what) => {
		const others = await trigger({ parameters: { events: [] } });
		const webhookResponse = `OK, but this trigger does not listen for ${what}`;
		expect(await others.get(query)).toEqual({
			status: 200,
			body: webhookResponse,
			result: { webhookResponse },
		});
		const chosen = await (await trigger()).get(query);
		expect([chosen.body, chosen.result?.workflowData]).toEqual(['OK', [[expect.anything()]]]);
	});

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
	])('reads %s as the fields of its kind, the most important first', async (query, expected) => {
		const item = itemOf(await (await trigger()).get(query));
		const row = { ...expected, eventId: expect.any(String), receivedAt: expect.any(String) };
		expect(item).toEqual(row);
		expect(Object.keys(item)).toEqual(Object.keys(row));
	});

	test('returns rows that match their schema exactly', async () => {
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

	test('returns a whole callback with Simplify off, the most important fields first', async () => {
		const server = await trigger({ parameters: { options: { simplify: false } } });
		expect(Object.keys(itemOf(await server.get(REPLY))).join()).toBe(
			'event,phone,message,status,campaignId,date,network,optOut,eventId,receivedAt,raw',
		);
	});

	test('has one unnamed output, or one per chosen event in their order', async () => {
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
		'shows how to try %s if it is chosen, and receives that',
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
		// n8n's response when an execution starts; it ignores the result of `webhook`.
		expect(webhooks.map(({ responseData }) => responseData)).toEqual(['OK', 'OK']);
		expect(webhooks.filter(({ ndvHideUrl }) => ndvHideUrl !== true)).toHaveLength(1);
	});
});

describe('an unreadable body', () => {
	test('gets 400 and starts nothing', async () => {
		const server = await trigger({ body: 'unreadable' });
		expect(await server.exchange(post('text/plain', REPLY, 'x'))).toEqual({
			status: 400,
			body: 'Not read: the body is cut off, too long for n8n, or compressed.',
			result: NOTHING,
		});
	});

	test('is not needed if n8n has already parsed it: the query decides', async () => {
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
		'is accepted in %s and left out of the item',
		async (query) => {
			const item = itemOf(await (await trigger({ credential })).get(query));
			expect(item).toMatchObject({ event: 'delivered', campaignId: '1' });
			expect(JSON.stringify(item)).not.toContain('k3y');
		},
	);

	test('is checked even for an event that is not chosen', async () => {
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
	])('answers %s with %s', async (ip, status) => {
		const server = await trigger({ parameters, ...(ip !== undefined && { ip }) });
		const exchange = await server.get(REPLY);
		expect(exchange.status).toBe(status);
		expect(exchange.result?.workflowData === undefined).toBe(status !== 200);
	});

	test('ignores X-Forwarded-For unless n8n is set to trust it', async () => {
		const server = await trigger({ parameters });
		const http = get(REPLY).replace('\r\n', '\r\nX-Forwarded-For: 192.0.2.77\r\n');
		expect((await server.exchange(http)).status).toBe(403);
	});
});

/** Values that resolve to nothing. */
const GIVE_NOTHING = [
	...['={{ $vars.nothing }}', '={{ "" }}', '={{ null }}', '={{ undefined }}', '={{ "\t " }}'],
	...['={{ [].join(", ") }}', '=', '=  ', '   '],
];

describe('a secret or allowlist that resolves to nothing', () => {
	test.each([...GIVE_NOTHING, ' , ', '={{ " ; " }}'])(
		'answers 503 for an allowlist: %j',
		async (ipWhitelist) => {
			const server = await trigger({ parameters: { options: { ipWhitelist } } });
			const { status, result } = await server.get(REPLY);
			expect([status, result]).toEqual([503, NOTHING]);
			expect(server.log).toEqual([
				expect.stringContaining('IP(s) Allowlist resolves to no address'),
			]);
		},
	);

	test.each(GIVE_NOTHING)('answers 503 for a secret: %j', async (callbackSecret) => {
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
	])('is not the same as %s, which accepts everyone', async (_what, options) => {
		const server = await trigger(options);
		expect((await server.get(REPLY)).status).toBe(200);
		expect(server.log).toEqual([]);
	});

	// The raw credential comes from an undocumented part of n8n: see readCallbackSecret.
	test.each(['={{ "" }}', ''])(
		'includes the secret %j if n8n does not reveal whether the field was left empty',
		async (callbackSecret) => {
			const server = await trigger({ credential: { callbackSecret }, hidesInternals: true });
			const { status, result } = await server.get(REPLY);
			expect([status, result]).toEqual([503, NOTHING]);
			expect(server.log[0]).toMatch(/does not reveal whether the Callback Secret was left empty/);
		},
	);

	test('is never a fixed secret, whatever n8n reveals', async () => {
		const credential = { callbackSecret: 'k3y' };
		const server = await trigger({ credential, hidesInternals: true });
		expect((await server.get(`secret=k3y&${REPLY}`)).status).toBe(200);
		expect((await server.get(REPLY)).status).toBe(401);
	});

	test('is not an expression that returns a value', async () => {
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
	])('run in order: %s', async (_what, query, options, expected) => {
		const { status, body, result } = await (await trigger(options)).get(query);
		expect([status, result]).toEqual([expected, NOTHING]);
		expect(body).not.toContain('gone');
	});
});

describe('activation', () => {
	// An allowlist that resolves to nothing yet is only logged.
	test.each([{}, { ipWhitelist: '={{ $vars.nothing }}' }])('succeeds with %j', async (options) => {
		expect(await (await trigger({ parameters: { options } })).activate()).toBe(true);
	});

	test.each([
		[{ ipWhitelist: '192.0.2.1, example.com' }, /“example\.com” in IP\(s\) Allowlist/],
		[{ timezone: 'Europe/Pariss' }, /“Europe\/Pariss” is not a time zone/],
		[{ stopKeywords: 'assez,'.repeat(2_000) }, /STOP Keywords is too long/],
		[{ ipWhitelist: '192.0.2.1,'.repeat(2_000) }, /IP\(s\) Allowlist is too long/],
	])('is refused with %j and names the value to change', async (options, message) => {
		const server = await trigger({ parameters: { options } });
		await expect(server.activate()).rejects.toThrow(message);
	});
});
