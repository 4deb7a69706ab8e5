import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { inputFailure } from './itemFailure';
import { onErrorOf } from './onError';

/**
 * One output item for each input item, for operations that send nothing. An item that cannot be
 * read stops the node or carries `error`, as n8n's setting On Error says.
 *
 * @throws NodeOperationError for the first such item when n8n is to stop
 */
export async function perItem(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<object>,
): Promise<INodeExecutionData[]> {
	const onError = onErrorOf(context.getNode());
	const output: INodeExecutionData[] = [];
	for (const item of context.getInputData().keys()) {
		try {
			output.push({ json: { ...(await work(item)) } as IDataObject, pairedItem: { item } });
		} catch (reason) {
			const failure = inputFailure(reason);
			if (onError === 'stop') {
				throw new NodeOperationError(context.getNode(), failure.message, {
					itemIndex: item,
					description: failure.description,
				});
			}
			output.push({ json: { error: { ...failure } }, pairedItem: { item } });
		}
	}
	return output;
}
