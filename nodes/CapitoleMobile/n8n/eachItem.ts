import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { faultOfInput } from './fault';
import { onErrorOf } from './output';

/**
 * One output item for each input item, for operations that send nothing. An item that cannot be
 * read stops the node or carries `error`, as n8n's setting On Error says.
 *
 * @throws NodeOperationError for the first such item when n8n is to stop
 */
export async function eachItem(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<object>,
): Promise<INodeExecutionData[]> {
	const onError = onErrorOf(context.getNode());
	const output: INodeExecutionData[] = [];
	for (const item of context.getInputData().keys()) {
		try {
			output.push({ json: { ...(await work(item)) } as IDataObject, pairedItem: { item } });
		} catch (reason) {
			const fault = faultOfInput(reason);
			if (onError === 'stop') {
				throw new NodeOperationError(context.getNode(), fault.message, {
					itemIndex: item,
					description: fault.description,
				});
			}
			output.push({ json: { error: { ...fault } }, pairedItem: { item } });
		}
	}
	return output;
}
