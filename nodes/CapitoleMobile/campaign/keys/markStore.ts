import type { IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

/**
 * How many marks n8n keeps for a node, the oldest dropped first. n8n rewrites them all with every
 * note, so that more would slow every SMS down.
 */
const KEPT_MARKS = 90_000;

/**
 * Keys that are remembered at least, and so the most that one run may use: while its SMS is under
 * way a key takes three marks, see `KeyStore`.
 */
export const KEPT_KEYS = KEPT_MARKS / 3;

/** Before a write that failed is tried once more: two processes may have begun a record at once. */
const TRY_AGAIN_AFTER_MS = 50;

const TIMED_WRITES = 20;

interface Change {
	readonly kind: 'note' | 'erase';
	readonly marks: readonly string[];
	/** For each mark, whether it was new; meaningless for an erasure. */
	readonly resolve: (isNew: boolean[]) => void;
	readonly reject: (reason: unknown) => void;
}

/** Changes that wait, by workflow and node: all runs in this process share one writer. */
const waiting = new Map<string, Change[]>();

/** How long the latest writes took, in milliseconds, by workflow and node. */
const durations = new Map<string, number[]>();

/**
 * Marks of a node in n8n's database, by n8n's deduplication helpers. The helpers read, then write
 * without a lock, so changes are made one after another here, all that wait in one go.
 */
export class MarkStore {
	private readonly owner: string;

	constructor(private readonly context: IExecuteFunctions) {
		this.owner = `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
	}

	/**
	 * Notes marks; for each, whether it was not there before.
	 *
	 * @throws whatever n8n's store throws
	 */
	async note(marks: readonly string[]): Promise<boolean[]> {
		return await this.change('note', marks);
	}

	async erase(marks: readonly string[]): Promise<void> {
		await this.change('erase', marks);
	}

	/** Milliseconds that the slowest of the latest writes took. */
	slowestMs(): number {
		return Math.max(0, ...(durations.get(this.owner) ?? []));
	}

	private async change(kind: Change['kind'], marks: readonly string[]): Promise<boolean[]> {
		return await new Promise((resolve, reject) => {
			const change = { kind, marks, resolve, reject };
			const queue = waiting.get(this.owner);
			if (queue !== undefined) {
				queue.push(change);
				return;
			}
			waiting.set(this.owner, [change]);
			void this.write();
		});
	}

	private async write(): Promise<void> {
		for (;;) {
			// So that changes asked for together are written together.
			await sleep(0);
			const changes = waiting.get(this.owner) ?? [];
			if (changes.length === 0) break;
			waiting.set(this.owner, []);
			await this.apply(changes.filter(({ kind }) => kind === 'note'));
			await this.apply(changes.filter(({ kind }) => kind === 'erase'));
		}
		waiting.delete(this.owner);
	}

	/** Applies changes of one kind, at once. */
	private async apply(changes: readonly Change[]): Promise<void> {
		const marks = [...new Set(changes.flatMap((change) => change.marks))];
		if (marks.length === 0) return;
		try {
			const fresh = await this.storeTwice(changes[0]?.kind ?? 'note', marks);
			// A mark that two changes share was new for the first of them only.
			for (const { marks: own, resolve } of changes) resolve(own.map((mark) => fresh.delete(mark)));
		} catch (reason) {
			for (const { reject } of changes) reject(reason);
		}
	}

	private async storeTwice(kind: Change['kind'], marks: string[]): Promise<Set<unknown>> {
		try {
			return await this.store(kind, marks);
		} catch {
			await sleep(TRY_AGAIN_AFTER_MS);
			return await this.store(kind, marks);
		}
	}

	private async store(kind: Change['kind'], marks: string[]): Promise<Set<unknown>> {
		const startedAt = Date.now();
		try {
			return await this.callStore(kind, marks);
		} finally {
			const latest = [...(durations.get(this.owner) ?? []), Date.now() - startedAt];
			durations.set(this.owner, latest.slice(-TIMED_WRITES));
		}
	}

	private async callStore(kind: Change['kind'], marks: string[]): Promise<Set<unknown>> {
		const { helpers } = this.context;
		if (kind === 'erase') {
			await helpers.removeProcessed(marks, 'node', { mode: 'entries' });
			return new Set();
		}
		const options = { mode: 'entries', maxEntries: KEPT_MARKS } as const;
		return new Set((await helpers.checkProcessedAndRecord(marks, 'node', options)).new);
	}
}
