import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import type {
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
	IDeduplicationOutputItems,
} from 'n8n-workflow';

type Value = Parameters<IDataDeduplicator['checkProcessedAndRecord']>[0][number];

/**
 * n8n's store of processed items, as in n8n 1.x and 2.x over their database: one record per node, read whole
 * and written back whole a moment later, without a lock. Two processes can overwrite each other's writes.
 */
export class MemoryDeduplicator implements IDataDeduplicator {
	readonly records = new Map<string, string[]>();

	/** Milliseconds between reading and writing a record; called each time. */
	gap: () => number = () => 0;

	writes = 0;

	/** When the current read-and-write of a record started, by `Date.now()`. */
	openedAt: number | null = null;

	/** The error that every call throws, for a lost database. */
	broken: Error | null = null;

	async checkProcessedAndRecord(
		items: Value[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		{ maxEntries }: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		const fresh: Value[] = [];
		const processed: Value[] = [];
		await this.update(scope, context, (entries) => {
			const known = new Set(entries);
			for (const item of items) {
				if (known.has(hash(item))) processed.push(item);
				else {
					fresh.push(item);
					entries.push(hash(item));
				}
			}
			if (maxEntries) entries.splice(0, Math.max(0, entries.length - maxEntries));
		});
		return { new: fresh, processed };
	}

	async removeProcessed(
		items: Value[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		if (!this.records.has(recordKey(scope, context))) return;
		const gone = new Set(items.map(hash));
		await this.update(scope, context, (entries) => {
			entries.splice(0, entries.length, ...entries.filter((entry) => !gone.has(entry)));
		});
	}

	async checkProcessedItemsAndRecord(): Promise<IDeduplicationOutputItems> {
		throw new Error('Not used by the node');
	}

	async clearAllProcessedItems(): Promise<void> {
		this.records.clear();
	}

	async getProcessedDataCount(): Promise<number> {
		throw new Error('Not used by the node');
	}

	private async update(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		change: (entries: string[]) => void,
	): Promise<void> {
		if (this.broken !== null) throw this.broken;
		const key = recordKey(scope, context);
		const isFirst = !this.records.has(key);
		const entries = [...(this.records.get(key) ?? [])];
		const gap = this.gap();
		this.openedAt = Date.now();
		if (gap > 0) await wait(gap);
		this.openedAt = null;
		// n8n inserts the first record: if two processes do, the second is refused.
		if (isFirst && this.records.has(key)) throw new Error('UNIQUE constraint failed');
		change(entries);
		this.writes++;
		this.records.set(key, entries);
	}
}

function recordKey(scope: DeduplicationScope, given: ICheckProcessedContextData): string {
	const { workflow, node } = given;
	return `${workflow.id ?? ''}:${scope === 'node' ? (node?.id ?? '') : ''}`;
}

const hash = (value: Value): string => createHash('md5').update(String(value)).digest('base64');
