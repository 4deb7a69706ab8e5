import net, { type AddressInfo } from 'node:net';

import { SIMULATED_CREDITS } from '../../nodes/CapitoleMobile/campaign/simulation';
import { Asking, FORM, questionNode } from './asking';
import { Proxy } from './proxy';
import { flow, node, SMS, startWith, type Flow, type FlowNode, type Json } from './workflow';
import { Workbench, type Execution } from './workbench';

jest.setTimeout(300_000);

/** A proxy that refuses and counts connections: n8n's only way out. */
let connections = 0;
const proxy = net.createServer((socket) => {
	connections++;
	socket.on('error', () => socket.destroy());
	socket.resetAndDestroy();
});
let bench: Workbench;

const address = (url: string) => ({ WEBHOOK_URL: url, N8N_WEBHOOK_URL: url });

beforeAll(async () => {
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
	bench = await Workbench.open({
		env: {
			...{ HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: '127.0.0.1,localhost' },
			...address('https://example.fr/'),
			N8N_ENDPOINT_WEBHOOK_WAIT: 'n8n/webhook-waiting',
		},
	});
}, 240_000);

beforeEach(() => {
	connections = 0;
	bench.emulator.reset();
	bench.emulator.credits = SIMULATED_CREDITS;
});

afterAll(async () => {
	await bench?.close();
	proxy.close();
});

const OUTSIDE = 'https://sms.capitolemobile.com/api/sendsms/xml';
const ANYONE = '33611223344';
const fictional = (ending: string): string => `336399800${ending}`;

const sms = (safeguards: Json, settings: Json): FlowNode => {
	const options = { parallelRequests: 1 };
	const fields = { recipients: '={{ $json.to }}', text: 'Bonjour', safeguards, options };
	return node('SMS', SMS, { resource: 'sms', operation: 'send', ...fields }, settings);
};

const rowsOf = ({ runs }: Execution): Json[] =>
	(runs.SMS ?? []).flatMap(({ outputs }) => outputs[0] ?? []);

const small = (safeguards: Json, settings: Json, items: Json[] = [{ to: ANYONE }]): Flow =>
	flow('Small', ...startWith(items), sms(safeguards, settings));

test('a simulation makes no connection, whatever the SMS and its key', async () => {
	const id = await bench.createCredential({ sendUrl: OUTSIDE }, 'Outside');
	const settings = { credentials: { capitoleMobileApi: { id, name: 'Outside' } } };
	const phones = [ANYONE, ANYONE, fictional('21'), fictional('23'), fictional('41')];
	const safeguards = { simulate: true, idempotencyKey: '={{ $json.to }}' };
	const items = [...phones, 'demain'].map((to) => ({ to }));
	const execution = await bench.runFlow(
		small(safeguards, { onError: 'continueRegularOutput', ...settings }, items),
	);
	expect(rowsOf(execution).map(({ code, simulated }) => [code, simulated])).toEqual([
		['SENDING_OK', true],
		['DUPLICATE_KEY', true],
		['IS_BLACKLISTED', true],
		['IS_INVALID', true],
		['NO_ANSWER', true],
		['NOT_A_NUMBER', true],
	]);
	expect([connections, bench.emulator.requests.length]).toEqual([0, 0]);
});

test('an SMS that is not simulated reaches the proxy', async () => {
	const id = await bench.createCredential({ sendUrl: OUTSIDE }, 'Outside too');
	const settings = { credentials: { capitoleMobileApi: { id, name: 'Outside too' } } };
	await bench.runFlow(small({}, settings));
	expect(connections).toBeGreaterThan(0);
});

test('a simulation needs no credential', async () => {
	const execution = await bench.runFlow(small({ simulate: true }, {}));
	expect(execution.status).toBe('success');
	expect(rowsOf(execution)).toEqual([
		expect.objectContaining({ outcome: 'accepted', simulated: true }),
	]);
	expect(execution.text).toContain('Simulated: 1 accepted');
});

test('Retry of a simulated execution sends to all if Simulate is now off', async () => {
	const items = [{ to: ANYONE }, { to: fictional('41') }];
	const settings = { ...bench.credentials, retryOnFail: true, maxTries: 2, waitBetweenTries: 10 };
	const id = await bench.create(small({ simulate: true }, settings, items));
	const failed = await bench.run(id);
	expect(failed.status).toBe('error');
	expect(failed.runs.SMS?.at(-1)?.error?.message).toMatch(/^Simulated: .*\(NO_ANSWER\)$/);
	expect(bench.emulator.requests).toEqual([]);

	const saved = await bench.rest<Flow & { versionId: string }>('GET', `/rest/workflows/${id}`);
	const nodes = saved.nodes.map((one) =>
		one.name === 'SMS' ? { ...one, parameters: { ...one.parameters, safeguards: {} } } : one,
	);
	const { versionId } = saved;
	await bench.rest('PATCH', `/rest/workflows/${id}`, { nodes, versionId });
	await bench.retry(failed.id, true);
	expect(bench.emulator.messages.map(({ number }) => number).sort()).toEqual([
		ANYONE,
		fictional('41'),
	]);
});

describe('an n8n reached at https://example.fr/n8n/', () => {
	test('with the advised settings, the link shows the page and an answer arrives', async () => {
		const reverse = await Proxy.start(bench.n8n.url);
		try {
			const asking = new Asking(bench);
			const { executionId, link } = await asking.ask();
			expect(link).toMatch(/^https:\/\/example\.fr\/n8n\/webhook-waiting\//);
			const reached = link.replace('https://example.fr', reverse.url);
			expect(await (await fetch(reached)).text()).toContain('Commande de 240 € ?');
			const body = 'answer=approve';
			expect((await fetch(reached, { method: 'POST', headers: FORM, body })).status).toBe(200);
			const { items } = await asking.after(executionId);
			expect(items).toMatchObject([{ data: { approved: true } }]);
		} finally {
			await reverse.close();
		}
	});

	test('without them, no question leaves and the message names the settings', async () => {
		const other = await Workbench.open({ env: address('https://example.fr/n8n/') });
		try {
			const workflow = await new Asking(other).publish(questionNode());
			const { status, text } = await other.newest(workflow, 1);
			expect(status).toBe('error');
			expect(text).toContain(
				'https://example.fr/ and N8N_ENDPOINT_WEBHOOK_WAIT to n8n/webhook-waiting',
			);
			expect(other.emulator.requests).toEqual([]);
		} finally {
			await other.close();
		}
	});
});
