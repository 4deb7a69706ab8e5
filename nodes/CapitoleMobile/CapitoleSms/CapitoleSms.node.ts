import type {
	IExecuteFunctions,
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { answerPage } from '../actions/ask/answer';
import { PROPERTIES, runOperation } from '../actions/resources';
import { testCredential } from '../transport/credentialTest';

/** The webhook behind the link of Send and Wait, available while the execution waits. */
const answerWebhook = (httpMethod: 'GET' | 'POST'): IWebhookDescription => ({
	name: 'default',
	httpMethod,
	responseMode: 'onReceived',
	// Otherwise n8n responds with the workflow's data.
	responseData: '',
	path: '={{ $nodeId }}',
	isFullPath: true,
	restartWebhook: true,
});

export class CapitoleSms implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Capitole SMS',
		name: 'capitoleSms',
		icon: { light: 'file:capitoleSms.svg', dark: 'file:capitoleSms.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { send: "Send SMS", sendAndWait: "Ask by SMS", preview: "Preview SMS", testRequest: "Test request", getBalance: "Get balance" }[$parameter["operation"]] }}',
		description: 'Send SMS through Capitole Mobile, now or scheduled',
		defaults: { name: 'Capitole SMS' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		// For n8n 2's AI workflow builder and MCP server; n8n 1 ignores it.
		builderHint: {
			searchHint:
				'SMS in France. One input item is one SMS: to text many people, send one item each and take the number from it. For one text to thousands add the option combineItems. Use operation preview for the price, sendAndWait to ask one person and go on with the answer. Output: outcome, reason, code, credits; accepted does not mean delivered, which Capitole SMS Trigger tells.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-capitole-mobile.capitoleSmsTrigger',
					relationHint:
						'Starts a workflow when an SMS is delivered, fails, is answered, or brings a STOP',
				},
				{
					nodeType: 'n8n-nodes-base.dataTable',
					relationHint: 'Holds the numbers that replied STOP, for the safeguard doNotContact',
				},
			],
		},
		webhooks: [answerWebhook('GET'), answerWebhook('POST')],
		waitingNodeTooltip:
			'={{ $parameter["operation"] === "sendAndWait" ? "The workflow goes on when the question is answered" : "" }}',
		credentials: [
			{
				name: 'capitoleMobileApi',
				required: true,
				testedBy: 'capitoleMobileApiTest',
				displayOptions: { hide: { operation: ['preview'], 'safeguards.simulate': [true] } },
			},
		],
		properties: PROPERTIES,
	};

	methods = { credentialTest: { capitoleMobileApiTest: testCredential } };

	/** n8n's linter requires these; n8n never calls them for a webhook that only resumes executions. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this, this.continueOnFail())];
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerPage(this);
	}
}
