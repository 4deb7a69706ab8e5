import type { INodeProperties } from 'n8n-workflow';

/** What the node can do, as the node panel lists it. */
export const RESOURCES = [
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
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['sms'] } },
		options: [
			{
				name: 'Preview',
				value: 'preview',
				description:
					'Show the final text, its parts and price, the numbers and any warnings, without sending',
				action: 'Preview SMS',
			},
			{
				name: 'Send',
				value: 'send',
				description: 'Send an SMS to one or more numbers, now or at a set time',
				action: 'Send SMS',
			},
			{
				name: 'Test Request',
				value: 'testRequest',
				description:
					'Post to the test URL and compare what the provider received with what was sent, without sending an SMS',
				action: 'Test the request',
			},
		],
		default: 'send',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['account'] } },
		options: [
			{
				name: 'Get Balance',
				value: 'getBalance',
				description: 'Get the number of SMS credits left on the account',
				action: 'Get the balance',
			},
		],
		default: 'getBalance',
	},
] as const satisfies INodeProperties[];
