import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * How many marks n8n keeps for a node, the oldest dropped first. n8n rewrites them all with every
 * note, so that more would slow every SMS down.
 */
const KEPT_MARKS = 90_000;

/** Of the three marks a key takes, see `IdempotencyKeys`. */
export const KEPT_KEYS = KEPT_MARKS / 3;

interface Change {
	readonly kind: 'note' | 'erase';
	readonly marks: readonly string[];
	/** For each mark, whether it was new; meaningless for an erasure. */
	readonly resolve: (isNew: boolean[]) => void;
	readonly reject: (reason: unknown) => void;
}

/** Changes that wait, by workflow and node: all runs in this process share one writer. */
const waiting = new Map<string, Change[]>();

/**
 * Marks of a node in n8n's database, by n8n's deduplication helpers. The helpers read, then write
 * without a lock, so changes are made one after another here, all that wait in one go.
 */
export class KeyJournal {
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

	/** Whether a mark is there. The helpers cannot look without noting, so what was new is erased. */
	async has(mark: string): Promise<boolean> {
		const [isNew] = await this.note([mark]);
		if (isNew === true) await this.erase([mark]);
		return isNew !== true;
	}

	async erase(marks: readonly string[]): Promise<void> {
		await this.change('erase', marks);
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
			const fresh = await this.store(changes[0]?.kind ?? 'note', marks);
			// A mark that two changes share was new for the first of them only.
			for (const { marks: own, resolve } of changes) resolve(own.map((mark) => fresh.delete(mark)));
		} catch (reason) {
			for (const { reject } of changes) reject(reason);
		}
	}

	private async store(kind: Change['kind'], marks: string[]): Promise<Set<unknown>> {
		const { helpers } = this.context;
		if (kind === 'erase') {
			await helpers.removeProcessed(marks, 'node', { mode: 'entries' });
			return new Set();
		}
		const options = { mode: 'entries', maxEntries: KEPT_MARKS } as const;
		return new Set((await helpers.checkProcessedAndRecord(marks, 'node', options)).new);
	}
}
