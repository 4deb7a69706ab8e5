import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failedJson, failureOf, nodeError, onErrorOf } from './failure';

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
 * The rows that people know the items by: from 1, or the `row_number` that n8n's Google Sheets node gives
 * an item, which counts the heading too.
 */
export function rowNumbers(context: IExecuteFunctions): number[] {
	return context.getInputData().map(({ json: { row_number: given } }, item) => {
		const row = typeof given === 'number' || typeof given === 'string' ? Number(given) : 0;
		return Number.isInteger(row) && row > 0 ? row : item + 1;
	});
}
