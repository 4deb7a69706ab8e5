import { setTimeout as wait } from 'node:timers/promises';

import type { IExecuteFunctions } from 'n8n-workflow';

import type { KeyStore as Keys } from '../../nodes/CapitoleMobile/campaign/keys/keyStore';
import { MemoryDeduplicator } from '../engine/memoryDeduplicator';

jest.setTimeout(90_000);

type Constructor = new (context: IExecuteFunctions, run: string, patience: number) => Keys;

/** The module as a process of its own would load it: with its own queue of writes. */
function startProcess(): Constructor {
	let loaded: Constructor | undefined;
	jest.isolateModules(() => {
		({ KeyStore: loaded } = jest.requireActual<{ KeyStore: Constructor }>(
			'../../nodes/CapitoleMobile/campaign/keys/keyStore',
		));
	});
	if (loaded === undefined) throw new Error('The module did not load');
	return loaded;
}

/** What n8n gives a node, as far as keys need it, over a store. */
function contextOf(store: MemoryDeduplicator, nodeId: string): IExecuteFunctions {
	const context = { workflow: { id: 'workflow' }, node: { id: nodeId } } as Parameters<
		MemoryDeduplicator['checkProcessedAndRecord']
	>[2];
	return {
		getWorkflow: () => ({ id: 'workflow' }),
		getNode: () => ({ id: nodeId }),
		getExecutionCancelSignal: () => undefined,
		helpers: {
			checkProcessedAndRecord: async (
				marks: string[],
				scope: 'node',
				options: { mode: 'entries'; maxEntries?: number },
			) => await store.checkProcessedAndRecord(marks, scope, context, options),
			removeProcessed: async (marks: string[], scope: 'node') => {
				await store.removeProcessed(marks, scope, context);
			},
		},
	} as unknown as IExecuteFunctions;
}

let runs = 0;
const KEY = 'order 4711';
const PATIENCE_MS = 5000;
const between = (least: number, most: number): number => least + Math.random() * (most - least);

interface Round {
	readonly sent: number;
	readonly claims: readonly string[];
}

/** Two workers, and a third that writes other keys to the same record meanwhile. */
async function race(
	processes: readonly Constructor[],
	round: number,
	store: MemoryDeduplicator,
	isAccepted: () => boolean = () => true,
): Promise<Round> {
	const context = contextOf(store, `node ${String(round)}`);
	let sent = 0;
	const work = async (Process: Constructor, key: string): Promise<string> => {
		await wait(between(0, 20));
		const keys = new Process(context, `run ${String(++runs)}`, PATIENCE_MS);
		const claim = await keys.claim(key);
		if (claim === 'claimed') {
			await wait(between(0, 30));
			if (isAccepted()) {
				if (key === KEY) sent++;
				await keys.settle(key);
			} else await keys.release(key);
		}
		await keys.close();
		return claim;
	};
	const claims = await Promise.all(
		processes.map(async (Process, at) => await work(Process, at < 2 ? KEY : `other ${String(at)}`)),
	);
	return { sent, claims: claims.slice(0, 2) };
}

describe('an idempotency key that two processes claim at the same moment', () => {
	let processes: readonly Constructor[];
	beforeAll(() => {
		processes = [startProcess(), startProcess(), startProcess()];
	});

	it('is sent once in each of 200 rounds, with 0 to 40 ms between reading and writing', async () => {
		const store = new MemoryDeduplicator();
		store.gap = () => between(0, 40);
		const rounds = await Promise.all(
			Array.from({ length: 200 }, async (_, round) => await race(processes, round, store)),
		);
		console.log(rounds.flatMap(({ claims }) => claims).filter((c) => c === 'inDoubt').length);
		expect(rounds.filter(({ sent }) => sent !== 1)).toEqual([]);
		// The other is told, or told that it is not known; it never takes the key for free.
		const others = rounds.map(({ claims }) => claims.filter((claim) => claim !== 'claimed'));
		expect(others.flat()).toHaveLength(200);
		expect(others.flat().every((claim) => claim === 'sent' || claim === 'inDoubt')).toBe(true);
		expect(others.flat().filter((claim) => claim === 'inDoubt').length).toBeLessThan(6);
	});

	it('is sent once where the store is slower than the shortest rest of a claim', async () => {
		const store = new MemoryDeduplicator();
		store.gap = () => between(90, 180);
		const rounds = await Promise.all(
			Array.from({ length: 50 }, async (_, round) => await race(processes, round, store)),
		);
		expect(rounds.filter(({ sent }) => sent !== 1)).toEqual([]);
	});

	it('is never taken for sent where no SMS was accepted', async () => {
		const store = new MemoryDeduplicator();
		store.gap = () => between(0, 40);
		const rounds = await Promise.all(
			Array.from(
				{ length: 100 },
				async (_, round) => await race(processes, round, store, () => false),
			),
		);
		console.log(rounds.flatMap(({ claims }) => claims).filter((c) => c === 'inDoubt').length);
		expect(rounds.flatMap(({ claims }) => claims)).not.toContain('sent');
	});

	it('may be sent twice by a process that stalls between reading and writing: the limit', async () => {
		const [Quick, Stalled] = [startProcess(), startProcess()];
		const store = new MemoryDeduplicator();
		await store.checkProcessedAndRecord(
			['older'],
			'node',
			{
				workflow: { id: 'workflow' } as never,
				node: { id: 'node' } as never,
			},
			{ mode: 'entries' },
		);
		store.gap = () => 300;
		const context = contextOf(store, 'node');
		const stalled = new Stalled(context, 'stalled', PATIENCE_MS).claim(KEY);
		await wait(20);
		store.gap = () => 0;
		const quick = new Quick(context, 'quick', PATIENCE_MS);
		expect(await quick.claim(KEY)).toBe('claimed');
		expect(await stalled).toBe('claimed');
	});

	it('is not, when the first has ended before the stalled one is through', async () => {
		const [Quick, Stalled] = [startProcess(), startProcess()];
		const store = new MemoryDeduplicator();
		store.records.set('workflow:node', ['older']);
		store.gap = () => 300;
		const context = contextOf(store, 'node');
		const stalled = new Stalled(context, 'stalled', PATIENCE_MS).claim(KEY);
		await wait(20);
		store.gap = () => 0;
		const quick = new Quick(context, 'quick', PATIENCE_MS);
		expect(await quick.claim(KEY)).toBe('claimed');
		await wait(400);
		await quick.settle(KEY);
		await quick.close();
		expect(await stalled).toBe('sent');
	});
});

describe('an idempotency key', () => {
	let Process: Constructor;
	beforeAll(() => {
		Process = startProcess();
	});
	let store: MemoryDeduplicator;
	let context: IExecuteFunctions;
	beforeEach(() => {
		store = new MemoryDeduplicator();
		// Another one for each test: a process writes a node's marks to one store.
		context = contextOf(store, `node ${String(++runs)}`);
	});
	const marks = (): string[] => [...store.records.values()].flat();
	const run = (patience = 300): Keys => new Process(context, `run ${String(++runs)}`, patience);

	it('leaves one mark behind once its SMS is sent, and none once it was refused', async () => {
		const keys = run();
		await keys.claim('a');
		await keys.claim('b');
		await keys.settle('a');
		await keys.release('b');
		await keys.close();
		expect(marks()).toHaveLength(1);
		expect(await run().claim('a')).toBe('sent');
		expect(marks()).toHaveLength(1);
		expect(await run().claim('b')).toBe('claimed');
	});

	it('is in doubt when the run that claimed it was killed, however often one asks', async () => {
		await run().claim(KEY);
		const startedAt = Date.now();
		expect(await run().claim(KEY)).toBe('inDoubt');
		expect(Date.now() - startedAt).toBeGreaterThanOrEqual(295);
		expect(await run(1).claim(KEY)).toBe('inDoubt');
		expect(await run(1).claim(KEY)).toBe('inDoubt');
	});

	it('waits for the run that holds it', async () => {
		const first = run();
		await first.claim(KEY);
		const second = run(PATIENCE_MS).claim(KEY);
		await wait(200);
		await first.release(KEY);
		expect(await second).toBe('claimed');
	});

	it('is claimed after a first write that failed', async () => {
		store.broken = new Error('SQLITE_BUSY');
		const claim = run().claim(KEY);
		await wait(20);
		store.broken = null;
		expect(await claim).toBe('claimed');
	});

	it('cannot be claimed while the store is broken', async () => {
		store.broken = new Error('no such table');
		await expect(run().claim(KEY)).rejects.toBe(store.broken);
	});

	it('shares its writes with others that are claimed together', async () => {
		const keys = run();
		const many = Array.from({ length: 500 }, (_, index) => `key ${String(index)}`);
		const claims = await Promise.all(many.map(async (key) => await keys.claim(key)));
		expect(new Set(claims)).toEqual(new Set(['claimed']));
		await Promise.all(many.map(async (key) => await keys.settle(key)));
		await keys.close();
		expect(store.writes).toBeLessThanOrEqual(10);
		expect(marks()).toHaveLength(500);
	});
});
