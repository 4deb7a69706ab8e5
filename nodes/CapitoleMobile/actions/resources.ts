import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { perItem } from '../n8n/failure';
import { Refused } from '../sms/refused';
import { getBalance } from './account/getBalance';
import type { Operation } from './operation';
import { MESSAGE_FIELDS } from './sms/message';
import { OPTION_FIELDS } from './sms/options';
import { preview } from './sms/preview';
import { send } from './sms/send';
import { sendAndWait } from './ask/operation';
import { testRequest } from './sms/testRequest';

/** Every operation by resource, in alphabetical order. Add new ones here. */
const OPERATIONS: Readonly<Record<'account' | 'sms', readonly Operation[]>> = {
	account: [getBalance],
	sms: [preview, send, sendAndWait, testRequest],
};

const operationField = (resource: keyof typeof OPERATIONS, preset: string): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [resource] } },
	options: OPERATIONS[resource].map(({ entry }) => entry),
	default: preset,
});

export const PROPERTIES: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Account', value: 'account' },
			{ name: 'SMS', value: 'sms' },
		],
		default: 'sms',
	},
	operationField('sms', 'send'),
	operationField('account', 'getBalance'),
	...MESSAGE_FIELDS,
	...Object.values(OPERATIONS).flatMap((operations) => operations.flatMap(({ fields }) => fields)),
	...OPTION_FIELDS,
];

/**
 * Runs the chosen operation. If it throws, every item fails: with On Error set to Continue, n8n would
 * otherwise pass the input on as if all had gone well.
 *
 * @throws NodeApiError or NodeOperationError if On Error is Stop
 */
export async function runOperation(
	context: IExecuteFunctions,
	continueOnFail: boolean,
): Promise<INodeExecutionData[]> {
	let operation: Operation | undefined;
	const run = async (): Promise<INodeExecutionData[]> => {
		operation = chosen(context);
		return await operation.execute(context);
	};
	return await run().catch(async (reason: unknown) => {
		const isOurs = reason instanceof NodeApiError || reason instanceof NodeOperationError;
		if (isOurs && !continueOnFail) throw reason;
		return await perItem(context, async () => await Promise.reject(reason), operation?.ifNotRun);
	});
}

/** @throws Refused if there is no such operation */
function chosen(context: IExecuteFunctions): Operation {
	const resource = context.getNodeParameter('resource', 0) as keyof typeof OPERATIONS;
	const operation: unknown = context.getNodeParameter('operation', 0);
	const found = OPERATIONS[resource]?.find(({ entry }) => entry.value === operation);
	if (found !== undefined) return found;
	throw new Refused(
		'INVALID_INPUT',
		`There is no operation “${String(operation)}” for ${String(resource)}`,
		'Choose an operation from the list.',
	);
}
