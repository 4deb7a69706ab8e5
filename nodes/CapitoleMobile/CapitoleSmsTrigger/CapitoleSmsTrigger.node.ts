import {
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { testCredential } from '../transport/credentialTest';
import { outputsExpression, properties, subtitleExpression, triggerPanel } from '../trigger/fields';
import { receive } from '../trigger/receive';
import { activation } from '../trigger/settings';

export class CapitoleSmsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Capitole SMS Trigger',
		name: 'capitoleSmsTrigger',
		icon: { light: 'file:capitoleSmsTrigger.svg', dark: 'file:capitoleSmsTrigger.dark.svg' },
		group: ['trigger'],
		// n8n treats typeVersion 1 of any webhook node as its legacy Webhook and evaluates
		// `options.binaryData` on every call, which is slow on n8n 2.x.
		version: 2,
		subtitle: subtitleExpression,
		description: 'Starts the workflow on SMS delivery reports, replies and STOPs',
		defaults: { name: 'Capitole SMS Trigger' },
		eventTriggerDescription: 'Waiting for a callback at the Test URL',
		activationMessage:
			'Callbacks to the Production URL now start this workflow. Make sure that Capitole Mobile has that URL.',
		triggerPanel,
		builderHint: {
			searchHint:
				'Delivery reports, replies and STOPs of SMS sent with Capitole SMS. n8n cannot register the URL: the user sends the Production URL to Capitole Mobile. Each item has event, phone, message, status, campaignId.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-capitole-mobile.capitoleSms',
					relationHint: 'Sends the SMS, and can answer a reply: phone goes into recipients',
				},
				{
					nodeType: 'n8n-nodes-base.dataTable',
					relationHint: 'Keeps each phone with event stop, so that campaigns can leave it out',
				},
			],
		},
		inputs: [],
		outputs: outputsExpression,
		credentials: [
			{ name: 'capitoleMobileApi', required: false, testedBy: 'capitoleMobileApiTest' },
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				// n8n's default here is the text "firstEntryJson", whatever `webhook` returns.
				responseData: 'OK',
				path: 'sms',
				ndvHideMethod: true,
			},
			{
				name: 'setup',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'OK',
				path: 'sms',
				// Same URL as above, which the editor would list twice.
				ndvHideUrl: true,
			},
		],
		properties,
	};

	methods = { credentialTest: { capitoleMobileApiTest: testCredential } };

	webhookMethods = { default: activation };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
