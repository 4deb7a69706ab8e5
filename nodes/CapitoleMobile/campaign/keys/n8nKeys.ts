import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { SYSTEM_CLOCK } from './clock';
import { KeyStore } from './keyStore';
import { recordOf } from './markRecord';
import { MarkStore } from './markStore';

/** By record, so that all executions of a node in this process share one. */
const writers = new Map<string, MarkStore>();

/**
 * The keys of one run of a node.
 *
 * @param patience milliseconds that another run's request under a key may take
 */
export function keysOf(context: IExecuteFunctions, patience: number): KeyStore {
	const record = recordOf(context);
	const writer =
		writers.get(record.name) ??
		new MarkStore(record, randomUUID(), SYSTEM_CLOCK, undefined, () => writers.delete(record.name));
	writers.set(record.name, writer);
	writer.open(record);
	const isCancelled = (): boolean => context.getExecutionCancelSignal()?.aborted === true;
	return new KeyStore(writer, SYSTEM_CLOCK, patience, isCancelled);
}
