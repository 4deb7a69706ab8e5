import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { getBalance } from './account/getBalance';
import type { Operation } from './operation';
import { MESSAGE_FIELDS } from './sms/messageFields';
import { OPTIONS } from './sms/options';
import { preview } from './sms/preview';
import { send } from './sms/send';
import { sendAndWait } from './sms/sendAndWait';
import { testRequest } from './sms/testRequest';

/** Every operation of the node, by resource. A new one is a line here. */
const OPERATIONS: Readonly<Record<'account' | 'sms', readonly Operation[]>> = {
	account: [getBalance],
	sms: [preview, send, sendAndWait, testRequest],
};

/** Send and Wait asks one person one question: it has fields of its own. */
function notWhenAsking(field: INodeProperties): INodeProperties {
	const hide = { ...field.displayOptions?.hide, operation: [sendAndWait.entry.value] };
	return { ...field, displayOptions: { ...field.displayOptions, hide } };
}

const operationField = (resource: keyof typeof OPERATIONS, preset: string): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [resource] } },
	options: OPERATIONS[resource].map(({ entry }) => entry),
	default: preset,
});

/** All that the node panel shows. */
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
	...[...MESSAGE_FIELDS, ...OPTIONS].map(notWhenAsking),
	...Object.values(OPERATIONS).flatMap((operations) => operations.flatMap(({ fields }) => fields)),
];

/** @throws NodeOperationError when there is no such operation */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const resource = context.getNodeParameter('resource', 0) as keyof typeof OPERATIONS;
	const operation = context.getNodeParameter('operation', 0);
	const found = OPERATIONS[resource]?.find(({ entry }) => entry.value === operation);
	if (found !== undefined) return await found.execute(context);
	throw new NodeOperationError(context.getNode(), `There is no operation "${operation}" here`, {
		description: 'Choose an operation from the list.',
	});
}
