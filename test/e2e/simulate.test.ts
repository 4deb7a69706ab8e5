import net, { type AddressInfo } from 'node:net';

import { SIMULATED_CREDITS } from '../../nodes/CapitoleMobile/campaign/simulation';
import { FICTIONAL_NUMBERS } from '../../nodes/CapitoleMobile/sms/codes';
import { flow, node, SMS, startWith, type Flow, type FlowNode, type Json } from './workflow';
import { Workbench, type Execution } from './workbench';

jest.setTimeout(300_000);

/** A proxy that refuses: n8n's only way out, and it counts who comes. */
let connections = 0;
const proxy = net.createServer((socket) => {
	connections++;
	socket.on('error', () => socket.destroy());
	socket.resetAndDestroy();
});
let bench: Workbench;

beforeAll(async () => {
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
	const env = { HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: '127.0.0.1,localhost' };
	bench = await Workbench.open({ env });
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

const COUNT = 400;

/** Items of one run of the node: what stops a run has to come late in it. */
const BATCH = 16;

/** What each batch ends with. */
const ENDINGS: readonly Json[][] = [
	...FICTIONAL_NUMBERS.map(({ ending }) => [{ to: fictional(ending) }]),
	[{ to: `${ANYONE}, ${fictional('21')}` }],
	[{ to: `${ANYONE}, ${fictional('23')}` }],
	[{ to: 'demain' }],
	[
		{ to: ANYONE, key: 'same' },
		{ to: ANYONE, key: 'same' },
	],
	[{ to: fictional('11') }, { to: ANYONE }],
];

const ITEMS: readonly Json[] = Array.from({ length: COUNT / BATCH }, (_, batch) => {
	const ending = ENDINGS[batch] ?? [];
	const before = Array.from({ length: BATCH - ending.length }, (__, at) => ({
		to: String(33611000000 + batch * BATCH + at),
	}));
	return [...before, ...ending];
})
	.flat()
	.map((item, at) => ({ key: `key ${String(at)}`, ...item }));

const KEYED: Json = { simulate: true, idempotencyKey: '={{ $json.key }}' };

/** For 400 requests, one after the other, on a busy machine. */
const LIMIT_MS = 120_000;

const sms = (safeguards: Json, settings: Json): FlowNode => {
	const options = { parallelRequests: 1 };
	const fields = { recipients: '={{ $json.to }}', text: 'Bonjour', safeguards, options };
	return node('SMS', SMS, { resource: 'sms', operation: 'send', ...fields }, settings);
};

/** Items → Loop Over Items → Capitole SMS and back. */
function campaign(safeguards: Json, settings: Json): Flow {
	const made = flow(
		'Rehearsal',
		...startWith([...ITEMS]),
		node('Loop', 'n8n-nodes-base.splitInBatches', { batchSize: BATCH }, { typeVersion: 3 }),
		sms(safeguards, { onError: 'continueRegularOutput', ...settings }),
	);
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	return {
		...made,
		connections: {
			...made.connections,
			Loop: { main: [[], to('SMS')] },
			SMS: { main: [to('Loop')] },
		},
	};
}

const rowsOf = ({ runs }: Execution): Json[] =>
	(runs.SMS ?? []).flatMap(({ outputs }) => outputs[0] ?? []);

/** Without the balance: the made-up account is new with each run of the node. */
const asReal = (row: Json): Json => ({ ...row, simulated: null, creditsLeft: null });

test('400 items without a network: every outcome and code; then the same against the emulator', async () => {
	const leadsOutside = await bench.createCredential({ sendUrl: OUTSIDE }, 'Outside');
	const outside = { credentials: { capitoleMobileApi: { id: leadsOutside, name: 'Outside' } } };
	const simulated = rowsOf(await bench.runFlow(campaign(KEYED, outside), LIMIT_MS));
	expect([connections, bench.emulator.requests.length]).toEqual([0, 0]);

	expect(simulated).toHaveLength(COUNT);
	expect(simulated.filter((row) => row.simulated !== true)).toEqual([]);
	expect([...new Set(simulated.map(({ outcome }) => outcome))].sort()).toEqual([
		'accepted',
		'duplicate',
		'notSent',
		'partial',
		'rejected',
		'unknown',
	]);
	const codes = new Set(simulated.map(({ code }) => code));
	const expected = [
		...FICTIONAL_NUMBERS.map(({ code }) => code),
		...['STOPPED_EARLIER', 'DUPLICATE_KEY', 'NOT_A_NUMBER', 'NOT_NAMED'],
	];
	expect(expected.filter((code) => !codes.has(code))).toEqual([]);

	// Without the keys, whose notes in n8n's database would take minutes.
	const again = rowsOf(await bench.runFlow(campaign({ simulate: true }, {}), LIMIT_MS));
	expect([connections, bench.emulator.requests.length]).toEqual([0, 0]);
	const real = rowsOf(await bench.runFlow(campaign({}, bench.credentials), LIMIT_MS));
	expect(again.map(asReal)).toEqual(real.map(asReal));
	expect(bench.emulator.messages.length).toBeGreaterThan(300);
	expect(connections).toBe(0);
});

const small = (safeguards: Json, settings: Json, items: Json[] = [{ to: ANYONE }]): Flow =>
	flow('Small', ...startWith(items), sms(safeguards, settings));

test('that proxy is the way out: what is not simulated comes to it', async () => {
	const id = await bench.createCredential({ sendUrl: OUTSIDE }, 'Outside too');
	const settings = { credentials: { capitoleMobileApi: { id, name: 'Outside too' } } };
	await bench.runFlow(small({}, settings));
	expect(connections).toBeGreaterThan(0);
});

test('no credential is needed', async () => {
	const execution = await bench.runFlow(small({ simulate: true }, {}));
	expect(execution.status).toBe('success');
	expect(rowsOf(execution)).toEqual([
		expect.objectContaining({ outcome: 'accepted', simulated: true }),
	]);
	expect(execution.text).toContain('Simulated: 1 accepted');
});

test('Retry of a simulated execution, with Simulate turned off meanwhile, sends to all', async () => {
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
