import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { testCredential } from '../transport/credentialTest';
import { getBalance } from '../actions/account/getBalance';
import { MESSAGE_FIELDS } from '../actions/sms/messageFields';
import { OPTIONS } from '../actions/sms/options';
import { preview } from '../actions/sms/preview';
import { RESOURCES } from '../actions/resources';
import { send } from '../actions/sms/send';
import { testRequest } from '../actions/sms/testRequest';

const OPERATIONS: Readonly<
	Record<string, (context: IExecuteFunctions) => Promise<INodeExecutionData[]>>
> = {
	'sms:send': send,
	'sms:preview': preview,
	'sms:testRequest': testRequest,
	'account:getBalance': getBalance,
};

export class CapitoleSms implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Capitole SMS',
		name: 'capitoleSms',
		icon: { light: 'file:capitoleSms.svg', dark: 'file:capitoleSms.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send SMS through Capitole Mobile, now or scheduled',
		defaults: { name: 'Capitole SMS' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{
				name: 'capitoleMobileApi',
				required: true,
				testedBy: 'capitoleMobileApiTest',
				displayOptions: { hide: { operation: ['preview'] } },
			},
		],
		properties: [...RESOURCES, ...MESSAGE_FIELDS, ...OPTIONS],
	};

	methods = { credentialTest: { capitoleMobileApiTest: testCredential } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0);
		const operation = this.getNodeParameter('operation', 0);
		const run = OPERATIONS[`${resource}:${operation}`];
		if (run === undefined) {
			throw new NodeOperationError(this.getNode(), `There is no operation "${operation}" here`, {
				description: 'Choose an operation from the list.',
			});
		}
		return [await run(this)];
	}
}
