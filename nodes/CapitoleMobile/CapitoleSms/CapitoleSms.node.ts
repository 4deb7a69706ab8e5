import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { PROPERTIES, runOperation } from '../actions/resources';
import { testCredential } from '../transport/credentialTest';

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
				displayOptions: { hide: { operation: ['preview'], 'options.simulate': [true] } },
			},
		],
		properties: PROPERTIES,
	};

	methods = { credentialTest: { capitoleMobileApiTest: testCredential } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this)];
	}
}
