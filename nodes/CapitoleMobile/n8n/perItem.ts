import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failureOf, type Failure } from './itemFailure';
import { nodeError } from './nodeError';
import { onErrorOf, type OnError } from './onError';
import { rowNumbers } from './rowNumbers';

/**
 * One output item for each input item, for operations that send nothing. An item that fails stops the
 * node or carries `error`, as n8n's setting On Error says.
 *
 * @param known what an item carries beside `error`
 * @throws NodeApiError or NodeOperationError for the first such item when n8n is to stop
 */
export async function perItem(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<object>,
	known: IDataObject = {},
): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const onError = onErrorOf(node);
	const output: INodeExecutionData[] = [];
	const rows = rowNumbers(context);
	for (const [item, row] of rows.entries()) {
		try {
			output.push({ json: { ...(await work(item)) } as IDataObject, pairedItem: { item } });
		} catch (reason) {
			const failure = failureOf(reason);
			if (onError === 'stop') {
				const which = rows.length === 1 ? '' : `Row ${String(row)}: `;
				throw nodeError(node, { ...failure, meaning: which + failure.meaning });
			}
			output.push({ json: failedJson(known, failure, onError), pairedItem: { item } });
		}
	}
	return output;
}

/**
 * The output for an item that failed. For n8n's error output `error` is the only key: n8n 1.x
 * sends an item there when its keys are no other, and setting `item.error` instead would make n8n 1.x
 * and 2.x replace all that is known by the message.
 *
 * @param known values for a table
 * @param details what comes after them
 */
export function failedJson(
	known: IDataObject,
	{ code, meaning, remedy }: Failure,
	onError: Exclude<OnError, 'stop'>,
	details: IDataObject = {},
): IDataObject {
	const plain = 'code' in known ? known : { ...known, code };
	if (onError === 'errorOutput') {
		return { error: { message: meaning, description: remedy, ...plain, ...details } };
	}
	return { ...plain, error: [meaning, remedy].filter(Boolean).join('. '), ...details };
}
