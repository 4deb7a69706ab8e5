import { setTimeout as wait } from 'node:timers/promises';

import type { IExecuteFunctions } from 'n8n-workflow';

import type { Claim, KeyStore } from '../../nodes/CapitoleMobile/campaign/keys/keyStore';
import type { Clock } from '../../nodes/CapitoleMobile/campaign/keys/clock';
import { recordOf, type MarkRecord } from '../../nodes/CapitoleMobile/campaign/keys/markRecord';
import { MarkStore } from '../../nodes/CapitoleMobile/campaign/keys/markStore';
import { MemoryDeduplicator } from '../engine/memoryDeduplicator';

jest.setTimeout(60_000);

type KeysOf = (context: IExecuteFunctions, patience: number) => KeyStore;

/** The module as a process of its own would load it: with a writer of its own. */
function startProcess(): KeysOf {
	let loaded: KeysOf | undefined;
	jest.isolateModules(() => {
		({ keysOf: loaded } = jest.requireActual<{ keysOf: KeysOf }>(
			'../../nodes/CapitoleMobile/campaign/keys/n8nKeys',
		));
	});
	if (loaded === undefined) throw new Error('The module did not load');
	return loaded;
}

/** What n8n gives a node, as far as keys need it, over a store. */
function contextOf(store: MemoryDeduplicator, signal?: AbortSignal): IExecuteFunctions {
	const context = { workflow: { id: 'workflow' }, node: { id: 'node' } } as Parameters<
		MemoryDeduplicator['checkProcessedAndRecord']
	>[2];
	return {
		getWorkflow: () => ({ id: 'workflow' }),
		getNode: () => ({ id: 'node' }),
		getExecutionCancelSignal: () => signal,
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

const A = { key: 'order 4711', message: 'a' };
const B = { key: 'order 4711', message: 'b' };
const PATIENCE_MS = 300;

let store: MemoryDeduplicator;
let keysOf: KeysOf;
beforeEach(() => {
	store = new MemoryDeduplicator();
	keysOf = startProcess();
});

const run = (patience = PATIENCE_MS): KeyStore => keysOf(contextOf(store), patience);
const otherProcess = (patience = PATIENCE_MS): KeyStore =>
	startProcess()(contextOf(store), patience);
const marks = (): number => [...store.records.values()].flat().length;

/** The writer takes its own marks out after the run, once it has rested. */
async function tidiedTo(count: number): Promise<void> {
	for (let tries = 0; tries < 200 && marks() !== count; tries++) await wait(25);
	expect(marks()).toBe(count);
}

/** A run that claims A, sends under it and ends. */
async function runOf(end: 'sent' | 'inDoubt' | 'free'): Promise<void> {
	const keys = run();
	expect(await keys.claim(A)).toBe('claimed');
	await keys.settle(A, end);
	await keys.close();
}

/** What a run and another process are told of a key, each twice, without leaving anything behind. */
async function toldOf(use: typeof A): Promise<Claim[]> {
	const told: Claim[] = [];
	for (const keys of [run(0), run(0), otherProcess(0), otherProcess(0)]) {
		told.push(await keys.claim(use));
		await keys.close();
	}
	return told;
}
const four = (claim: Claim): Claim[] => [claim, claim, claim, claim];

describe('an idempotency key', () => {
	it.each([
		['sent', 3, 'sent', 'reused'],
		['inDoubt', 3, 'inDoubt', 'reused'],
	] as const)('that ended as %s leaves %i marks, and keeps its state', async (end, left, a, b) => {
		await runOf(end);
		await tidiedTo(left);
		expect(await toldOf(A)).toEqual(four(a));
		expect(await toldOf(B)).toEqual(four(b));
		expect(await toldOf(A)).toEqual(four(a));
		await tidiedTo(left);
	});

	it('that was given back leaves no mark, and is free for any message', async () => {
		await runOf('free');
		await tidiedTo(0);
		expect(await run().claim(B)).toBe('claimed');
	});

	it('is in doubt when the run that claimed it was killed, however often one asks', async () => {
		await run().claim(A);
		const startedAt = Date.now();
		expect(await otherProcess().claim(A)).toBe('inDoubt');
		expect(Date.now() - startedAt).toBeGreaterThanOrEqual(PATIENCE_MS - 5);
		expect(await otherProcess(1).claim(A)).toBe('inDoubt');
		expect(await otherProcess(1).claim(B)).toBe('reused');
		expect(await otherProcess(1).claim(A)).toBe('inDoubt');
	});

	it('waits for the run that holds it, also in another process', async () => {
		const first = run();
		await first.claim(A);
		const claim = otherProcess(60_000).claim(A);
		await wait(200);
		await first.settle(A, 'free');
		expect(await claim).toBe('claimed');
	});

	it('goes on under the run that has it from an earlier try', async () => {
		await runOf('sent');
		const again = run();
		expect(await again.claim(A, 'sent')).toBe('claimed');
		expect(await otherProcess(1).claim(A)).toBe('inDoubt');
		await again.settle(A, 'inDoubt');
		await again.close();
		expect(await toldOf(A)).toEqual(four('inDoubt'));
	});

	it('is kept where the earlier try that goes on had another one', async () => {
		const again = run();
		expect(await again.claim(A, 'sent')).toBe('claimed');
		await again.settle(A, 'sent');
		await again.close();
		expect(await toldOf(A)).toEqual(four('sent'));
		expect(await toldOf(B)).toEqual(four('reused'));
	});

	it('is gone on with by one run at a time, and not for another message', async () => {
		await runOf('sent');
		const [first, second] = [run(), run()];
		expect(await first.claim(A, 'sent')).toBe('claimed');
		await expect(second.claim(A, 'sent')).rejects.toThrow('Another run goes on');
		await first.settle(A, 'sent');
		expect(await second.claim(B, 'sent')).toBe('reused');
		expect(await second.claim(A, 'sent')).toBe('claimed');
		await second.settle(A, 'sent');
		await Promise.all([first.close(), second.close()]);
		expect(await toldOf(A)).toEqual(four('sent'));
	});

	it('is asked for with few others at a time, so that asking takes little room', async () => {
		const uses = Array.from({ length: 1_000 }, (_, at) => ({
			key: `k${String(at)}`,
			message: 'a',
		}));
		const all = async (keys: KeyStore): Promise<Claim[]> =>
			await Promise.all(uses.map(async (use) => await keys.claim(use)));
		const first = run();
		await all(first);
		await Promise.all(uses.map(async (use) => await first.settle(use, 'sent')));
		await first.close();
		await tidiedTo(3_000);
		const again = run();
		const asking = all(again);
		let most = 0;
		let isOver = false;
		void asking.then(() => (isOver = true));
		while (!isOver) {
			most = Math.max(most, marks());
			await wait(5);
		}
		expect(new Set(await asking)).toEqual(new Set(['sent']));
		await again.close();
		expect(most).toBeGreaterThan(3_100);
		expect(most).toBeLessThan(3_300);
		await tidiedTo(3_000);
	});

	it('is no longer waited for once the execution is stopped', async () => {
		await run().claim(A);
		const stop = new AbortController();
		const claim = startProcess()(contextOf(store, stop.signal), 60_000).claim(A);
		await wait(150);
		stop.abort();
		expect(await claim).toBe('cancelled');
	});

	it('is claimed after a first write that failed', async () => {
		store.broken = new Error('SQLITE_BUSY');
		const claim = run().claim(A);
		await wait(20);
		store.broken = null;
		expect(await claim).toBe('claimed');
	});

	it('cannot be claimed while the store is broken', async () => {
		store.broken = new Error('no such table');
		const keys = run();
		await expect(keys.claim(A)).rejects.toBe(store.broken);
		await keys.close();
	});

	it('shares its writes with others that are claimed together', async () => {
		const keys = run();
		const uses = Array.from({ length: 500 }, (_, at) => ({
			key: `key ${String(at)}`,
			message: 'a',
		}));
		const claims = await Promise.all(uses.map(async (use) => await keys.claim(use)));
		expect(new Set(claims)).toEqual(new Set(['claimed']));
		await Promise.all(uses.map(async (use) => await keys.settle(use, 'sent')));
		await keys.close();
		await tidiedTo(1_500);
		expect(store.writes).toBeLessThanOrEqual(6);
	});
});

describe('a machine that sleeps while a key is noted', () => {
	it('does not hold up the keys that follow for hours', async () => {
		let now = 0;
		const clock: Clock = {
			now: () => now,
			sleep: async (ms) => {
				now += ms;
				await wait(0);
			},
			random: () => 0,
		};
		const HOUR_MS = 3_600_000;
		const kept = recordOf(contextOf(store));
		const record: MarkRecord = {
			...kept,
			note: async (added) => {
				now += marks() === 0 ? HOUR_MS : 5;
				return await kept.note(added);
			},
		};
		const writer = new MarkStore(record, 'writer', clock);
		await writer.add(['first']);
		for (let key = 0; key < 10; key++) await writer.add([`key ${String(key)}`]);
		expect(now - HOUR_MS).toBeLessThan(120_000);
	});
});
