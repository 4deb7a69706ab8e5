import { setTimeout as wait } from 'node:timers/promises';

import * as n8nWorkflow from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { Claim, KeyStore } from '../../nodes/CapitoleMobile/campaign/keys/keyStore';
import {
	type Clock,
	type MarkRecord,
	MarkWriter,
} from '../../nodes/CapitoleMobile/campaign/keys/markWriter';
import { recordOf } from '../../nodes/CapitoleMobile/campaign/keys/markRecord';
import { MemoryDeduplicator } from '../engine/memoryDeduplicator';

jest.setTimeout(60_000);

type KeysOf = (context: IExecuteFunctions) => KeyStore;

const PATIENCE_MS = 300;

/** Loads the module as a separate process would: with its own writer, and less patience. */
function startProcess(patience = PATIENCE_MS): KeysOf {
	let loaded: KeysOf | undefined;
	jest.isolateModules(() => {
		// A process has its own too, but it takes long to load.
		jest.doMock('n8n-workflow', () => n8nWorkflow);
		const store = '../../nodes/CapitoleMobile/campaign/keys/keyStore';
		const actual = jest.requireActual<object>(store);
		jest.doMock(store, () => ({ ...actual, PATIENCE_MS: patience }));
		({ keysOf: loaded } = jest.requireActual<{ keysOf: KeysOf }>(
			'../../nodes/CapitoleMobile/campaign/keys/markRecord',
		));
	});
	if (loaded === undefined) throw new Error('The module did not load');
	return loaded;
}

/** n8n's context as far as keys need it, over a store; a killed process waits for ever. */
function contextOf(
	store: MemoryDeduplicator,
	{ signal, killed }: { signal?: AbortSignal; killed?: AbortSignal } = {},
): IExecuteFunctions {
	const ifAlive = async (): Promise<void> => {
		if (killed?.aborted === true) await new Promise(() => undefined);
	};
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
			) => {
				await ifAlive();
				return await store.checkProcessedAndRecord(marks, scope, context, options);
			},
			removeProcessed: async (marks: string[], scope: 'node') => {
				await ifAlive();
				await store.removeProcessed(marks, scope, context);
			},
		},
	} as unknown as IExecuteFunctions;
}

const A = { key: 'order 4711', message: 'a' };
const B = { key: 'order 4711', message: 'b' };
let store: MemoryDeduplicator;
let keysOf: KeysOf;
beforeEach(() => {
	store = new MemoryDeduplicator();
	keysOf = startProcess();
});

/** Stores that no test has closed: their writers keep running and would keep jest's worker alive. */
const open = new Set<KeyStore>();
afterEach(async () => {
	await Promise.all([...open].map(async (keys) => await keys.close()));
});

function opened(keys: KeyStore): KeyStore {
	const close = keys.close.bind(keys);
	open.add(keys);
	keys.close = async () => {
		open.delete(keys);
		await close();
	};
	return keys;
}

const run = (): KeyStore => opened(keysOf(contextOf(store)));
const otherProcess = (): KeyStore => opened(startProcess()(contextOf(store)));
const marks = (): number => [...store.records.values()].flat().length;

/** Waits for the writer to erase its own marks, some time after the run. */
async function tidiedTo(count: number): Promise<void> {
	for (let tries = 0; tries < 200 && marks() !== count; tries++) await wait(25);
	expect(marks()).toBe(count);
}

/** A run that claims A, settles it this way and ends. */
async function runOf(end: 'sent' | 'inDoubt' | 'free'): Promise<void> {
	const keys = run();
	expect(await keys.claim(A)).toBe('claimed');
	await keys.settle(A, end);
	await keys.close();
}

/** Two claims in this process and two in another, each by a run that leaves nothing behind. */
async function toldOf(use: typeof A): Promise<Claim[]> {
	const told: Claim[] = [];
	for (const keys of [run(), run(), otherProcess(), otherProcess()]) {
		told.push(await keys.claim(use));
		await keys.close();
	}
	return told;
}
const four = (claim: Claim): Claim[] => [claim, claim, claim, claim];

describe('an idempotency key', () => {
	it.each(['sent', 'inDoubt'] as const)(
		'that ended as %s leaves three marks and keeps its state',
		async (end) => {
			await runOf(end);
			await tidiedTo(3);
			expect(await toldOf(A)).toEqual(four(end));
			expect(await toldOf(B)).toEqual(four('reused'));
			expect(await toldOf(A)).toEqual(four(end));
			await tidiedTo(3);
		},
	);

	it('that was released leaves no mark and is free for any message', async () => {
		await runOf('free');
		await tidiedTo(0);
		expect(await run().claim(B)).toBe('claimed');
	});

	it.each([
		['claimed', A],
		['went on under', { ...A, earlier: 'sent' } as const],
	])(
		'is in doubt if the run that %s it was killed, however often it is claimed',
		async (_, use) => {
			if ('earlier' in use) await runOf('sent');
			const killed = new AbortController();
			const victim = startProcess()(contextOf(store, { killed: killed.signal }));
			expect(await victim.claim(use)).toBe('claimed');
			killed.abort();
			const startedAt = Date.now();
			expect(await otherProcess().claim(A)).toBe('inDoubt');
			expect(Date.now() - startedAt).toBeGreaterThanOrEqual(PATIENCE_MS - 5);
			expect(await otherProcess().claim(A)).toBe('inDoubt');
			expect(await otherProcess().claim(B)).toBe('reused');
			expect(await otherProcess().claim(A)).toBe('inDoubt');
		},
	);

	it.each(['free', 'sent'] as const)(
		'makes several runs in two processes wait while its run is alive: %s',
		async (end) => {
			const processes = Array.from({ length: 2 }, () => startProcess(1000));
			const [first, ...asking] = [0, 0, 0, 1, 1].map((at) => {
				return processes[at]!(contextOf(store));
			});
			await first!.claim(A);
			let told = 0;
			const claims = asking.map(async (keys) => {
				const claim = await keys.claim(A);
				told++;
				if (claim === 'claimed') await keys.settle(A, 'sent');
				await keys.close();
				return claim;
			});
			await wait(2000);
			expect(told).toBe(0);
			await first!.settle(A, end);
			await first!.close();
			const others: Claim[] = Array.from({ length: 3 }, () => (end === 'free' ? 'sent' : end));
			expect((await Promise.all(claims)).sort()).toEqual(
				[...others, end === 'free' ? 'claimed' : end].sort(),
			);
			await tidiedTo(3);
		},
	);

	it('is continued by one run at a time, and only for its own message', async () => {
		await runOf('sent');
		const [first, second] = [run(), run()];
		const again = { ...A, earlier: 'sent' } as const;
		expect(await first.claim(again)).toBe('claimed');
		await expect(second.claim(again)).rejects.toThrow('Another try of the run');
		await first.settle(again, 'sent');
		expect(await second.claim({ ...B, earlier: 'sent' })).toBe('reused');
		expect(await second.claim(again)).toBe('claimed');
		await second.settle(again, 'sent');
		await Promise.all([first.close(), second.close()]);
		expect(await toldOf(A)).toEqual(four('sent'));
	});

	it('is no longer waited for after the execution is stopped', async () => {
		await run().claim(A);
		const stop = new AbortController();
		const claim = startProcess()(contextOf(store, { signal: stop.signal })).claim(A);
		await wait(150);
		stop.abort();
		expect(await claim).toBe('cancelled');
	});

	it('lets a request leave only while the record is neither read nor written', async () => {
		store.gap = () => 50;
		const keys = run();
		const claims = Array.from({ length: 5 }, async (_, at) => {
			await wait(at * 40);
			await keys.claim({ key: `key ${at}`, message: 'a' });
		});
		for (let request = 0; request < 20; request++) {
			await keys.atRest();
			expect(store.openedAt).toBeNull();
			await wait(10);
		}
		await Promise.all(claims);
	});

	it('is claimed after a failed first write', async () => {
		store.broken = new Error('SQLITE_BUSY');
		const claim = run().claim(A);
		await wait(20);
		store.broken = null;
		expect(await claim).toBe('claimed');
	});

	it('shares its writes with keys claimed at the same time', async () => {
		const keys = run();
		const uses = Array.from({ length: 500 }, (_, at) => ({ key: `key ${at}`, message: 'a' }));
		const claims = await Promise.all(uses.map(async (use) => await keys.claim(use)));
		expect(new Set(claims)).toEqual(new Set(['claimed']));
		await Promise.all(uses.map(async (use) => await keys.settle(use, 'sent')));
		await keys.close();
		await tidiedTo(1_500);
		expect(store.writes).toBeLessThanOrEqual(6);
	});
});

describe('a machine that sleeps during a write', () => {
	it('does not delay the next keys for hours', async () => {
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
		const writer = new MarkWriter(record, 'writer', clock);
		await writer.add(['first']);
		for (let key = 0; key < 10; key++) await writer.add([`key ${String(key)}`]);
		expect(now - HOUR_MS).toBeLessThan(120_000);
	});
});
