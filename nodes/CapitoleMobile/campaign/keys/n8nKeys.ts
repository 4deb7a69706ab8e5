import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { SYSTEM_CLOCK } from './clock';
import { KeyStore, PATIENCE_MS, type Owners } from './keyStore';
import { recordOf } from './markRecord';
import { MarkWriter } from './markWriter';

/** By record, what all executions of a node in this process share. */
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
