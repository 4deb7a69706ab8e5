import * as n8nWorkflow from 'n8n-workflow';
import type { IDataObject, INodeType } from 'n8n-workflow';

import type { Misbehaviour } from '../../dev/emulator/emulator';
import { emulatorForTests } from '../../dev/emulator/forTests';
import { deduplicator, execute, itemsOf, type Flow } from '../engine/engine';

jest.setTimeout(90_000);

const emulator = emulatorForTests();
afterEach(() => {
	deduplicator.records.clear();
	deduplicator.broken = null;
	deduplicator.gap = () => 0;
	deduplicator.writes = 0;
});

const PHONE = '33611223344';
const REFUSED: Misbehaviour = { kind: 'answer', body: 'TOO_LONG_MESSAGE' };

let executions = 0;
function flowOf(
	keys: readonly string[],
	more: Partial<Flow> & { options?: IDataObject } = {},
): Flow {
	const { options = {}, ...flow } = more;
	return {
		// The same key means the same SMS.
		items: keys.map((key) => ({ key, phone: String(Number(PHONE) + keys.indexOf(key)) })),
		parameters: {
			recipients: '={{ $json.phone }}',
			text: "={{ $json.text ?? 'Bonjour' }}",
			options: { idempotencyKey: '={{ $json.key }}', ...options },
		},
		settings: { onError: 'continueRegularOutput' },
		executionId: String(++executions),
		...flow,
	};
}

async function send(
	...given: Parameters<typeof flowOf>
): Promise<Array<readonly [unknown, unknown]>> {
	const items = itemsOf(await execute(emulator, flowOf(...given)));
	return items.map(({ outcome, code }) => [outcome, code] as const);
}

const ACCEPTED = ['accepted', 'SENDING_OK'];
const DUPLICATE = ['duplicate', 'DUPLICATE_KEY'];
const REJECTED = ['rejected', 'TOO_LONG_MESSAGE'];
const IN_DOUBT = ['unknown', 'KEY_IN_DOUBT'];
const REUSED = ['rejected', 'KEY_REUSED'];

const untilRequested = async (): Promise<void> => {
	while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('an idempotency key in two executions', () => {
	it('keeps its own outcome if another item sends the same text to the same number', async () => {
		expect(await send(['order 1'])).toEqual([ACCEPTED]);
		const items = ['order 1', 'order 2'].map((key) => ({ key, phone: PHONE }));
		const options = { combineItems: true };
		expect(await send([], { items, options })).toEqual([DUPLICATE, ACCEPTED]);
		emulator.misbehave(REFUSED);
		const others = ['order 1', 'order 3'].map((key) => ({ key, phone: PHONE }));
		expect(await send([], { items: others, options })).toEqual([DUPLICATE, REJECTED]);
		expect(emulator.messages).toHaveLength(2);
	});

	it.each([
		['is sent once', null, [ACCEPTED, DUPLICATE]],
		['goes to the second when the first is refused', REFUSED, [REJECTED, ACCEPTED]],
	])('%s if both run at the same time', async (_, misbehaviour, outcomes) => {
		emulator.configure({ delayMs: 300 });
		emulator.misbehave(misbehaviour);
		const both = await Promise.all([send(['order 1']), send(['order 1'])]);
		expect(both.flat()).toEqual(expect.arrayContaining(outcomes));
		expect(emulator.messages).toHaveLength(1);
	});

	it('is sent once if both run at the same time in two processes', async () => {
		const other = loadNodeAgain();
		deduplicator.gap = () => Math.random() * 40;
		let certain = 0;
		for (let round = 0; round < 3; round++) {
			deduplicator.records.clear();
			emulator.reset();
			const key = `order ${String(round)}`;
			const both = await Promise.all([
				send([key, `first ${key}`]),
				send([key, `second ${key}`], { nodeType: other }),
			]);
			const sentTo = emulator.requests.flatMap(({ document }) => document?.recipients ?? []);
			expect(sentTo.filter((number) => number === PHONE).length).toBeLessThanOrEqual(1);
			// A machine that pauses longer than a key rests leaves the key in doubt.
			if (both.flat().some(([, code]) => code === 'KEY_IN_DOUBT')) continue;
			certain++;
			expect(both.map(([shared]) => shared)).toEqual(expect.arrayContaining([ACCEPTED, DUPLICATE]));
			expect(both.map(([, own]) => own)).toEqual([ACCEPTED, ACCEPTED]);
			expect(sentTo).toHaveLength(3);
		}
		expect(certain).toBeGreaterThan(0);
	});

	it('is not in doubt while its run waits for a database slower than the time limit', async () => {
		deduplicator.gap = () => 300;
		const both = await Promise.all(
			[1, 2].map(async () => await send(['order 1', 'order 2'], { options: { timeout: 500 } })),
		);
		expect(both.flat().sort()).toEqual([ACCEPTED, ACCEPTED, DUPLICATE, DUPLICATE]);
		expect(emulator.requests).toHaveLength(2);
	});
});

/** A run in another process that stays silent this long is presumed killed. */
const SHORT_PATIENCE_MS = 500;

/** The run with the keys is alive but, for longer than a request may take, sends nothing under most of them. */
describe.each([
	['the same process', (): INodeType[] => []],
	['two processes', () => [1, 2].map(() => loadNodeAgain({ patienceMs: SHORT_PATIENCE_MS }))],
] as const)('keys of a slow run, claimed in %s', (_, load) => {
	const keys = Array.from({ length: 12 }, (_item, index) => `order ${String(index)}`);
	const slowly = { parallelRequests: 1, timeout: 3_000 };

	/** Runs the same campaign twice; the second starts after the first has made a request. */
	async function both(options: IDataObject): Promise<Array<Array<readonly [unknown, unknown]>>> {
		const [first, second] = load();
		const one = send(keys, { options, ...(first && { nodeType: first }) });
		await untilRequested();
		const other = send(keys, { options, ...(second && { nodeType: second }) });
		return await Promise.all([one, other]);
	}

	const eachOnce = keys.map((key) => String(Number(PHONE) + keys.indexOf(key)));

	it.each<[string, number, IDataObject, Misbehaviour | ((index: number) => Misbehaviour | null)]>([
		[
			'it was told to wait (429)',
			0,
			slowly,
			(index) =>
				index === 0 ? { kind: 'status', status: 429, headers: { 'retry-after': '4' } } : null,
		],
		[
			'it claimed them for Maximum SMS, as three were used before',
			3,
			{ ...slowly, maxSms: 9 },
			{ kind: 'slow', ms: 400 },
		],
	])('are not in doubt: %s', async (_reason, used, options, misbehaviour) => {
		await send(keys.slice(0, used));
		emulator.reset();
		emulator.misbehave(
			typeof misbehaviour === 'function' ? ({ index }) => misbehaviour(index) : () => misbehaviour,
		);
		const outcomes = await both(options);
		const codes = keys.map((_key, item) => outcomes.map((rows) => rows[item]?.[1]).sort());
		expect(codes).toEqual(
			keys.map((_key, item) => ['DUPLICATE_KEY', item < used ? 'DUPLICATE_KEY' : 'SENDING_OK']),
		);
		expect(emulator.messages.map(({ number }) => number).sort()).toEqual(eachOnce.slice(used));
	});
});

describe('a killed campaign that another process runs again', () => {
	const PARALLEL = 5;
	const keys = Array.from({ length: 100 }, (_, item) => `order ${String(item)}`);
	const options = { parallelRequests: PARALLEL };
	const numberOf = (key: string): string => String(Number(PHONE) + keys.indexOf(key));

	/** The store and the provider at this moment: all that remains after a process is killed. */
	const leftBehind = () => ({
		records: [...deduplicator.records].map(([name, marks]) => [name, [...marks]] as const),
		sent: new Set(emulator.messages.map(({ number }) => number)),
	});

	it('sends nothing twice and leaves at most 4 x Parallel Requests in doubt', async () => {
		deduplicator.gap = () => Math.random() * 20;
		const kills: Array<ReturnType<typeof leftBehind>> = [];
		emulator.misbehave(({ index }) => {
			if (index % 45 === 30) kills.push(leftBehind());
			return { kind: 'slow', ms: 20 };
		});
		await execute(emulator, flowOf(keys, { options }));
		expect(kills).toHaveLength(2);
		for (const { records, sent } of kills) {
			deduplicator.records.clear();
			for (const [name, marks] of records) deduplicator.records.set(name, [...marks]);
			emulator.reset();
			const nodeType = loadNodeAgain({ patienceMs: 3000 });
			const again = await send(keys, { nodeType, options });
			const having = (code: string): string[] =>
				keys.filter((_, item) => again[item]?.[1] === code).map(numberOf);
			expect(having('DUPLICATE_KEY').filter((number) => !sent.has(number))).toEqual([]);
			expect(having('SENDING_OK').filter((number) => sent.has(number))).toEqual([]);
			expect(having('KEY_IN_DOUBT').length).toBeGreaterThan(0);
			expect(having('KEY_IN_DOUBT').length).toBeLessThanOrEqual(4 * PARALLEL);
		}
	});
});

/** Loads Capitole SMS and all its modules again, as another process would. */
function loadNodeAgain(changed: { keptKeys?: number; patienceMs?: number } = {}): INodeType {
	let loaded: INodeType | undefined;
	jest.isolateModules(() => {
		// A process has its own too, but it takes long to load.
		jest.doMock('n8n-workflow', () => n8nWorkflow);
		const folder = '../../nodes/CapitoleMobile/campaign/keys';
		const change = (file: string, constants: object): void => {
			const actual = jest.requireActual<object>(`${folder}/${file}`);
			jest.doMock(`${folder}/${file}`, () => ({ ...actual, ...constants }));
		};
		if (changed.keptKeys !== undefined) change('markRecord', { KEPT_KEYS: changed.keptKeys });
		if (changed.patienceMs !== undefined) change('keyStore', { PATIENCE_MS: changed.patienceMs });
		const { CapitoleSms } = jest.requireActual<{ CapitoleSms: new () => INodeType }>(
			'../../nodes/CapitoleMobile/CapitoleSms/CapitoleSms.node',
		);
		loaded = new CapitoleSms();
		jest.dontMock(`${folder}/markRecord`);
		jest.dontMock(`${folder}/keyStore`);
	});
	if (loaded === undefined) throw new Error('The node did not load');
	return loaded;
}

it('Retry On Fail keeps a key', async () => {
	emulator.misbehave(REFUSED);
	const settings = { onError: 'continueRegularOutput', retryOnFail: true } as const;
	expect(await send(['order 1', 'order 1', 'order 2'], { settings })).toEqual([
		// Refused at first; by then the second was sent under its key.
		DUPLICATE,
		ACCEPTED,
		ACCEPTED,
	]);
	expect(emulator.messages).toHaveLength(2);
});

const LOST: Misbehaviour = { kind: 'closeWithoutAnswer' };

/** Sends SMS with the given keys, numbers and texts. */
async function sendItems(
	items: readonly IDataObject[],
	more: Parameters<typeof flowOf>[1] = {},
): Promise<Array<readonly [unknown, unknown]>> {
	return await send([], { items, ...more });
}

/** The outcome of a repeated SMS in the same run and in the next, after each outcome of the first. */
describe('the same SMS under the same key', () => {
	const two = { key: 'order 1', phone: `${PHONE},33611223345` };
	it.each([
		['accepted', null, ACCEPTED, DUPLICATE, DUPLICATE],
		['rejected', REFUSED, REJECTED, ACCEPTED, DUPLICATE],
		['lost', LOST, ['unknown', 'NO_ANSWER'], IN_DOUBT, IN_DOUBT],
		['a 502', { kind: 'status', status: 502 }, ['unknown', 'HTTP_502'], IN_DOUBT, IN_DOUBT],
		['a page', { kind: 'html' }, ['unknown', 'UNKNOWN_ANSWER'], IN_DOUBT, IN_DOUBT],
	] as const)('after %s', async (_, misbehaviour, first, sameRun, nextRun) => {
		if (misbehaviour !== null) emulator.misbehave(misbehaviour);
		expect(await send(['order 1', 'order 1'])).toEqual([first, sameRun]);
		expect(await send(['order 1', 'order 1'])).toEqual([nextRun, nextRun]);
		expect(emulator.messages.length).toBeLessThanOrEqual(1);
	});

	it('after one that did not leave', async () => {
		const sendUrl = 'http://127.0.0.1:1/api/sendsms/xml';
		const [first, second] = await send(['order 1', 'order 1'], { credentials: { sendUrl } });
		expect(first).toEqual(['notSent', 'COULD_NOT_CONNECT']);
		expect(second?.[0]).toBe('notSent');
		expect(await send(['order 1', 'order 1'])).toEqual([ACCEPTED, DUPLICATE]);
	});

	it.each([
		['is not a failure', null, null],
		[
			'has a remedy if the first is in doubt',
			LOST,
			/\(KEY_IN_DOUBT\)\. Before you send it again, check/,
		],
	])('%s', async (_, misbehaviour, error) => {
		emulator.misbehave(misbehaviour);
		const [, again] = itemsOf(await execute(emulator, flowOf(['order 1', 'order 1'])));
		expect(again).toMatchObject({ recipient: PHONE, details: { recipients: [PHONE] } });
		if (error === null) expect(again).not.toHaveProperty('error');
		else expect(again?.error).toMatch(error);
	});

	it('after one sent to only some of its numbers', async () => {
		const body = `SENDING_OK\n33611223345_IS_BLACKLISTED`;
		emulator.misbehave({ kind: 'answer', accepts: true, body });
		const [, second] = await sendItems([two, two]);
		expect(second).toEqual(DUPLICATE);
		expect(await sendItems([two, two])).toEqual([DUPLICATE, DUPLICATE]);
		expect(emulator.requests).toHaveLength(1);
	});

	it('after one with an unknown outcome for some of its numbers', async () => {
		emulator.misbehave(({ index }) => (index === 1 ? LOST : null));
		const options = { maxRecipients: 1, parallelRequests: 1 };
		const [first, second] = await sendItems([two, two], { options });
		expect(first?.[0]).toBe('partial');
		expect(second).toEqual(IN_DOUBT);
		expect(await sendItems([two, two])).toEqual([IN_DOUBT, IN_DOUBT]);
		expect(emulator.requests).toHaveLength(2);
	});
});

describe('another SMS under the same key', () => {
	const first = { key: 'order 1', phone: PHONE, text: 'Bonjour' };
	const others = [
		{ ...first, text: 'Bonsoir' },
		{ ...first, phone: '33611223345' },
		{ ...first, phone: `${PHONE},33611223345` },
	];
	const refused = [REUSED, REUSED, REUSED];

	it.each([
		['was accepted', null, ACCEPTED, DUPLICATE],
		['is in doubt', LOST, ['unknown', 'NO_ANSWER'], IN_DOUBT],
	])('is refused if the first %s, in the same run and in the next', async (...row) => {
		const [, misbehaviour, outcome, again] = row;
		emulator.misbehave(misbehaviour);
		expect(await sendItems([first, ...others])).toEqual([outcome, ...refused]);
		expect(await sendItems([...others, first])).toEqual([...refused, again]);
		expect(emulator.requests).toHaveLength(1);
	});

	it('is refused in a few rounds of writing, however many there are', async () => {
		await sendItems([first]);
		deduplicator.writes = 0;
		const many = Array.from({ length: 40 }, (_, item) => ({ ...first, text: `Bon ${item}` }));
		expect(await sendItems(many)).toEqual(many.map(() => REUSED));
		expect(deduplicator.writes).toBeLessThan(20);
	});

	it('is refused while another run sends the first', async () => {
		emulator.configure({ delayMs: 1_500 });
		const under = sendItems([first]);
		await untilRequested();
		expect(await sendItems(others)).toEqual(refused);
		expect(await under).toEqual([ACCEPTED]);
	});

	it('counts as the same SMS if only the order of its numbers differs', async () => {
		const [one, another] = ['33611223344,33611223345', '33611223345;33611223344'];
		expect(await sendItems([{ ...first, phone: one }])).toEqual([ACCEPTED]);
		expect(await sendItems([{ ...first, phone: another }])).toEqual([DUPLICATE]);
	});

	it('counts as the same SMS if one of its numbers is now on Do Not Contact', async () => {
		const both = { ...first, phone: '33611223344,33611223345' };
		expect(await sendItems([both])).toEqual([ACCEPTED]);
		const options = { doNotContact: '33611223345' };
		expect(await sendItems([both], { options })).toEqual([DUPLICATE]);
		expect(await sendItems([first], { options })).toEqual([REUSED]);
	});

	it('even if that number alone made its letters cost more', async () => {
		const { parameters, ...flow } = flowOf(['order 1']);
		const run = async (options: IDataObject) => {
			const { options: key } = parameters as { options: IDataObject };
			const marketing = {
				...{ recipients: `${PHONE},34622334455`, route: 'M', text: 'ê'.padEnd(65, 'x') },
				options: { ...key, ...options },
			};
			const ended = await execute(emulator, { ...flow, parameters: marketing });
			return itemsOf(ended).map(({ outcome, code }) => [outcome, code]);
		};
		expect(await run({})).toEqual([ACCEPTED]);
		expect(await run({ doNotContact: PHONE })).toEqual([DUPLICATE]);
	});
});

describe('with Combine Items, a number in two items with the same message gets one SMS', () => {
	const [OWN, OTHER] = ['33611223345', '33611223346'];
	const first = { key: 'first', phone: PHONE };
	const second = { key: 'second', phone: PHONE };
	const stopping = { key: 'stopping', phone: '33611223347', text: 'Bonsoir' };
	const combined = { options: { combineItems: true, parallelRequests: 1 } };
	const RETRY = { onError: 'stopWorkflow', retryOnFail: true, maxTries: 3 } as const;
	const sentTo = (): string[] => emulator.messages.map(({ number }) => number).sort();

	const numbersOf = (items: ReadonlyArray<{ phone: string }>): string[] =>
		[...new Set(items.flatMap(({ phone }) => phone.split(',')))].sort();

	/** Meanwhile another run owns the keys of some items, and releases them without sending. */
	async function whileHeld(held: readonly IDataObject[], run: () => Promise<unknown>) {
		let refused = 0;
		let stopped = 0;
		emulator.misbehave(({ document }) => {
			if (refused++ < held.length) return REFUSED;
			const isStopped = document?.text === stopping.text && stopped++ === 0;
			return isStopped ? { kind: 'answer', body: 'AUTH_FAILED' } : null;
		});
		emulator.configure({ delayMs: 600 });
		const other = sendItems(held);
		while (emulator.requests.length < held.length) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		emulator.configure({ delayMs: 0 });
		await run();
		expect(await other).toEqual(held.map(() => REJECTED));
	}

	const withOwn = [
		{ ...first, phone: `${OWN},${PHONE}` },
		{ ...second, phone: `${PHONE},${OTHER}` },
	];

	it.each([
		['the key of the second', [first, second], [second]],
		['both keys', [first, second], [first, second]],
		['the key of the first, and each has its own number', withOwn, withOwn.slice(0, 1)],
	])('if another run owns %s and releases it', async (_, items, held) => {
		await whileHeld(held, async () => {
			expect(await sendItems(items, combined)).toEqual(items.map(() => ACCEPTED));
		});
		expect(sentTo()).toEqual(numbersOf(items));
		expect(await sendItems(items, combined)).toEqual(items.map(() => DUPLICATE));
	});

	it.each([['one was sent, and others of each', [...withOwn, stopping], withOwn.slice(0, 1)]])(
		'under Retry On Fail, if %s when the run was stopped',
		async (_, items, held) => {
			await whileHeld(held, async () => {
				const sent = await sendItems(items, { settings: RETRY, ...combined });
				expect(sent.map(([outcome]) => outcome)).toEqual(items.map(() => 'accepted'));
			});
			expect(sentTo()).toEqual(numbersOf(items));
		},
	);
});

describe("n8n's store of keys", () => {
	it('prevents SMS with a key from being sent if it is broken', async () => {
		deduplicator.broken = new Error('connect ECONNREFUSED database');
		const [item] = itemsOf(await execute(emulator, flowOf(['order 1'])));
		expect(item).toMatchObject({
			outcome: 'notSent',
			code: 'KEY_NOT_NOTED',
			error:
				'n8n could not save the key, so the SMS was not sent (KEY_NOT_NOTED). ' +
				'Save the workflow and check the database of n8n, then send again.',
		});
		expect(emulator.requests).toHaveLength(0);
	});

	it('loses no result if it breaks after an SMS has left, and Retry On Fail sends nothing twice', async () => {
		emulator.misbehave(({ document }) => {
			if (document?.recipients.includes(PHONE) === true) return null;
			deduplicator.broken = new Error('disk full');
			return REFUSED;
		});
		const settings = { onError: 'stopWorkflow', retryOnFail: true } as const;
		const options = { parallelRequests: 1, combineItems: false };
		const flow = flowOf(['order 1', 'order 2'], { settings, options });
		const ended = await execute(emulator, flow);
		expect(ended.error?.description).toContain('1 accepted');
		expect(emulator.messages).toHaveLength(1);
	});

	it('never gets more keys in one run than it keeps: nothing is sent', async () => {
		// 3 instead of 30,000, whose expressions n8n would evaluate for half a minute.
		const nodeType = loadNodeAgain({ keptKeys: 3 });
		const keys = ['a', 'b', 'c', 'd', 'a'];
		const settings = { onError: 'stopWorkflow' } as const;
		const ended = await execute(emulator, flowOf(keys, { nodeType, settings }));
		expect(ended.error).toEqual({
			message: 'Never Send Twice (Key): the items have 4 different keys, and the node remembers 3',
			description:
				'Send at most 3 items with a key at a time, for example with Loop Over Items. ' +
				'None was sent: 5 too many keys.',
		});
		expect(emulator.requests).toHaveLength(0);
	});
});
