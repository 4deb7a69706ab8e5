import type { IExecuteFunctions } from 'n8n-workflow';
import { randomUUID } from 'crypto';

import { SYSTEM_CLOCK, MarkWriter, type MarkRecord } from './markWriter';
import { KeyStore, PATIENCE_MS, type Owners } from './keyStore';

/**
 * Keys that a node remembers at least, and the most that one run may use. A key takes three marks, see
 * `KeyStore`.
 */
export const KEPT_KEYS = 30_000;

/** For the tokens that `MarkWriter` adds, and the questions that waiting runs add. */
const SPARE_MARKS = 2_000;

/** The record of this node in n8n's database, through n8n's deduplication helpers, which hash the marks. */
export function recordOf(context: IExecuteFunctions): MarkRecord {
	const { helpers } = context;
	// n8n drops the oldest marks first. A key takes four marks while two runs use it at once. n8n
	// rewrites all marks with every change, so a larger record would be slow.
	const maxEntries = 4 * KEPT_KEYS + SPARE_MARKS;
	return {
		name: `${context.getWorkflow().id ?? ''}:${context.getNode().id}`,
		async note(marks) {
			const options = { mode: 'entries', maxEntries } as const;
			const noted = await helpers.checkProcessedAndRecord([...marks], 'node', options);
			return new Set(noted.new.map(String));
		},
		async erase(marks) {
			await helpers.removeProcessed([...marks], 'node', { mode: 'entries' });
		},
	};
}

/** What all executions of a node in this process share, by record name. */
const shared = new Map<string, { readonly writer: MarkWriter; readonly owners: Owners }>();

/** The keys of one run of a node. */
export function keysOf(context: IExecuteFunctions): KeyStore {
	const record = recordOf(context);
	const { writer, owners } = shared.get(record.name) ?? {
		writer: new MarkWriter(record, randomUUID(), SYSTEM_CLOCK, undefined, () =>
			shared.delete(record.name),
		),
		owners: new Map(),
	};
	shared.set(record.name, { writer, owners });
	writer.open(record);
	const isCancelled = (): boolean => context.getExecutionCancelSignal()?.aborted === true;
	return new KeyStore(writer, owners, SYSTEM_CLOCK, PATIENCE_MS, isCancelled);
}
