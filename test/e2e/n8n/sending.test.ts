import { flow, node, SMS, startWith, type Json } from '../workflow';
import { PASSWORD, Workbench, type Execution, type NodeRun } from '../workbench';

jest.setTimeout(120_000);

let bench: Workbench;
/** Everything n8n showed of executions, for the test of secrets. */
const shown: string[] = [];

beforeAll(async () => {
	bench = await Workbench.open();
}, 240_000);

beforeEach(() => bench.emulator.reset());

afterAll(async () => await bench?.close());

const ONE = '33611223344';
const TWO = '33622334455';
const THREE = '33633445566';
const ORDERS = [ONE, TWO, THREE].map((phone, index) => ({ phone, order: index + 1 }));

const capitole = (parameters: Json = {}, settings: Json = {}) =>
	node(
		'SMS',
		SMS,
		{
			resource: 'sms',
			operation: 'send',
			recipients: '={{ $json.phone }}',
			text: '=Commande {{ $json.order }} : prête, 5 €',
			...parameters,
		},
		{ ...bench.credentials, ...settings },
	);

const seen = (execution: Execution): Execution => {
	shown.push(execution.text);
	return execution;
};
const run = async (parameters: Json = {}, settings: Json = {}, items: Json[] = ORDERS) =>
	seen(await bench.runFlow(flow('Sending', ...startWith(items), capitole(parameters, settings))));
const lastRun = ({ runs }: Execution): NodeRun => {
	const last = runs.SMS?.at(-1);
	if (!last) throw new Error('n8n did not run the node.');
	return last;
};
const sentTo = () => bench.emulator.messages.map(({ number }) => number).sort();
const violations = () => bench.emulator.requests.flatMap((request) => request.violations);

/** Refuses the first request, or all requests, for a number, for reasons unrelated to it. */
function refuseFor(number: string): void {
	bench.emulator.misbehave(({ document }) =>
		document?.recipients.includes(number) ? { kind: 'answer', body: 'TOO_LONG_MESSAGE' } : null,
	);
}

function refuseFirst(number: string): void {
	let isRefused = false;
	bench.emulator.misbehave(({ document }) => {
		if (isRefused || !document?.recipients.includes(number)) return null;
		isRefused = true;
		return { kind: 'answer', body: 'TOO_LONG_MESSAGE' };
	});
}

describe('each operation', () => {
	test('Send returns one item per input item, and each SMS arrives as written', async () => {
		const execution = await run({ sender: 'Ma Marque', id: 'CMD' });
		expect(execution.status).toBe('success');
		expect(lastRun(execution).outputs[0]).toEqual(
			ORDERS.map(({ phone, order }) =>
				expect.objectContaining({
					outcome: 'accepted',
					code: 'SENDING_OK',
					campaignId: 'CMD',
					recipient: phone,
					scheduledAt: null,
					text: `Commande ${order} : prête, 5 €`,
					warnings: '',
				}),
			),
		);
		expect(sentTo()).toEqual([ONE, TWO, THREE]);
		expect(bench.emulator.messages.map(({ text }) => text).sort()).toEqual(
			ORDERS.map(({ order }) => `Commande ${order} : prête, 5 €`),
		);
		expect(violations()).toEqual([]);
	});

	test('Preview reads a field as n8n evaluates it', async () => {
		const texts = [
			'Zoé, 5 € ',
			'={{ 1 + 1 }}',
			'{{ $json.a }}',
			'\ud83d\ude00',
			'\u0000',
			'007',
			7,
			0.1,
		];
		const items = [...texts, null, '', true, ['a'], { b: 'c' }].map((a) => ({
			a,
			'A b': { c: a },
		}));
		const previews = async (text: string, id: string) => {
			const execution = await run(
				{ operation: 'preview', text, id },
				{ onError: 'continueRegularOutput' },
				items as Json[],
			);
			// Empty values are named by their expression.
			return lastRun(execution).outputs[0]?.map((row) =>
				row.code === 'MISSING_VALUE' ? row.code : row,
			);
		};
		const read = await previews('={{ $json.a }}', '=$`"\r\n {{ $json["A b"].c }} €');
		expect(read).toHaveLength(items.length);
		// Brackets make it more than a field, so n8n evaluates it.
		const evaluated = await previews('={{ ($json.a) }}', '=$`"\r\n {{ ($json["A b"].c) }} €');
		expect(read).toEqual(evaluated);
		expect(await previews('=$`"\r\n {{ $json.a }} €', '')).toEqual(
			await previews('=$`"\r\n {{ ($json.a) }} €', ''),
		);
	});

	test('Test Request confirms that the provider received the same text', async () => {
		const execution = await run({ operation: 'testRequest' }, {}, ORDERS.slice(0, 1));
		expect(lastRun(execution).outputs[0]).toEqual([
			expect.objectContaining({ firstDifference: null, httpStatus: 200 }),
		]);
		expect(JSON.stringify(lastRun(execution))).toContain('127.0.0.1');
		expect(bench.emulator.messages).toEqual([]);
	});

	test('Get Balance returns the credits', async () => {
		bench.emulator.credits = 4321;
		const execution = await run({ resource: 'account', operation: 'getBalance' });
		expect(lastRun(execution).outputs[0]).toEqual(ORDERS.map(() => ({ creditsLeft: 4321 })));
		expect(bench.emulator.messages).toEqual([]);
	});
});

describe('nothing is sent twice', () => {
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };

	test("n8n's Retry On Fail retries only SMS that were not accepted", async () => {
		refuseFirst(TWO);
		const execution = await run({}, retrying);
		expect(execution.status).toBe('success');
		expect(lastRun(execution).outputs[0]?.map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'accepted',
			'accepted',
		]);
		expect(sentTo()).toEqual([ONE, TWO, THREE]);
		expect(bench.emulator.requests).toHaveLength(4);
	});

	test.each([
		['as it was', false],
		['as it is saved now', true],
	])(
		'Retry in the executions list, with the workflow %s, sends the SMS that were not accepted',
		async (_which, loadWorkflow) => {
			refuseFor(TWO);
			const failed = await run();
			expect(failed.status).toBe('error');
			expect(lastRun(failed).error?.description).toContain('2 accepted · ');
			expect(sentTo()).toEqual([ONE, THREE]);
			bench.emulator.misbehave();
			const retried = seen(await bench.retry(failed.id, loadWorkflow));
			expect([retried.mode, retried.status]).toEqual(['retry', 'success']);
			expect(lastRun(retried).outputs[0]).toHaveLength(3);
			expect(sentTo()).toEqual([ONE, TWO, THREE]);
		},
	);

	// n8n restores the data from the failure: a second Retry cannot know of the first.
	test('two Retries of a failed execution send once with an Idempotency Key', async () => {
		refuseFor(TWO);
		const failed = await run({ safeguards: { idempotencyKey: '=twice-{{ $json.order }}' } });
		bench.emulator.misbehave();
		await bench.retry(failed.id, false);
		const again = seen(await bench.retry(failed.id, false));
		expect(lastRun(again).outputs[0]?.map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'duplicate',
			'accepted',
		]);
		expect(sentTo()).toEqual([ONE, TWO, THREE]);
	});

	test('a second execution sends only new Idempotency Keys', async () => {
		const parameters = {
			safeguards: { idempotencyKey: '=order-{{ $json.order }}' },
		};
		const workflow = flow('Keys', ...startWith(ORDERS), capitole(parameters));
		refuseFor(TWO);
		const id = await bench.create(workflow);
		expect(seen(await bench.run(id)).status).toBe('error');
		bench.emulator.misbehave();
		const again = seen(await bench.run(id));
		expect(again.status).toBe('success');
		expect(lastRun(again).outputs[0]?.map(({ outcome }) => outcome)).toEqual([
			'duplicate',
			'accepted',
			'duplicate',
		]);
		expect(sentTo()).toEqual([ONE, TWO, THREE]);
		const third = seen(await bench.run(id));
		expect(lastRun(third).outputs[0]?.map(({ outcome }) => outcome)).toEqual([
			'duplicate',
			'duplicate',
			'duplicate',
		]);
		expect(sentTo()).toEqual([ONE, TWO, THREE]);
	});
});

/** The value of Never Send Twice (Key), and the outcome in one execution and in the next. */
type Told = readonly [expression: string, first: string, next: string, more?: Json];
const NONE = 'rejected INVALID_INPUT';
const REUSED = 'rejected KEY_REUSED';
const DUPLICATE = 'duplicate DUPLICATE_KEY';
const KEYS: readonly Told[] = [
	...["''", "'  \\n'", 'null', 'undefined', '{ id: 1 }', "['a']", 'NaN', '1 / 0', '-1 / 0'].map(
		(expression): Told => [expression, NONE, NONE],
	),
	['0', 'accepted SENDING_OK', DUPLICATE],
	["'order 1'", 'accepted SENDING_OK', DUPLICATE],
	["'order 1'", DUPLICATE, DUPLICATE],
	["'order 1'", REUSED, REUSED, { order: 'another' }],
	["'order 1'", REUSED, REUSED, { phone: TWO }],
	["'order 1'", REUSED, REUSED, { phone: `${ONE}, ${TWO}` }],
];

test('each kind of key has its outcome in one execution and in the next', async () => {
	const values = KEYS.map(([expression]) => `() => (${expression})`).join();
	const safeguards = { idempotencyKey: `={{ [${values}][$itemIndex]() }}` };
	const items = KEYS.map(([, , , more]) => ({ phone: ONE, order: 'one', ...more }));
	const sms = capitole(
		{ safeguards, options: { parallelRequests: 1 } },
		{ onError: 'continueRegularOutput' },
	);
	const id = await bench.create(flow('Kinds of keys', ...startWith(items), sms));
	const told = async () =>
		lastRun(seen(await bench.run(id))).outputs[0]?.map(({ outcome, code, error }, at) => {
			expect(error !== undefined).toBe(outcome === 'rejected');
			return [KEYS[at]?.[0], `${String(outcome)} ${String(code)}`];
		});
	expect(await told()).toEqual(KEYS.map(([expression, first]) => [expression, first]));
	expect(await told()).toEqual(KEYS.map(([expression, , next]) => [expression, next]));
	expect(sentTo()).toEqual([ONE, ONE]);
});

describe("the credential's test", () => {
	test('accepts a correct login and shows the balance', async () => {
		bench.emulator.credits = 77;
		expect(await bench.testCredential({})).toEqual({
			status: 'OK',
			message: 'Login accepted, 77 SMS left',
		});
		expect(bench.emulator.messages).toEqual([]);
	});

	test('refuses a wrong password', async () => {
		const { status, message } = await bench.testCredential({ password: 'wrong-one' });
		expect(status).toBe('Error');
		expect(message).toMatch(/password/i);
		expect(message).not.toContain('wrong-one');
	});
});

test("n8n's executions and log never contain the password, in any encoding", async () => {
	bench.emulator.misbehave(({ document }) =>
		document ? { kind: 'answer', body: `Bad request: ${document.password}` } : null,
	);
	const echoed = await run({}, { onError: 'continueRegularOutput' }, ORDERS.slice(0, 1));
	expect(lastRun(echoed).outputs[0]?.[0]?.outcome).toBe('unknown');
	bench.emulator.misbehave(() => ({ kind: 'status', status: 500 }));
	await run({}, {}, ORDERS.slice(0, 1));
	const everything = [...shown, ...bench.n8n.log].join('\n');
	for (const spelling of [
		PASSWORD,
		'Api-Pa55word',
		encodeURIComponent(PASSWORD),
		encodeURIComponent('Api-Pa55word'),
	]) {
		expect(everything.includes(spelling)).toBe(false);
	}
	expect(shown.length).toBeGreaterThan(10);
});
