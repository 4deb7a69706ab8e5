import type { INodeProperties } from 'n8n-workflow';

import { MESSAGE_FIELDS } from '../sms/message';

const FOR_QUESTIONS = { resource: ['sms'], operation: ['sendAndWait'] };

/** Fields shared with other operations. */
const sharedField = (name: 'sender' | 'route'): INodeProperties => ({
	...(MESSAGE_FIELDS.find((field) => field.name === name) as INodeProperties),
	displayOptions: { show: FOR_QUESTIONS },
});

/** Named and shaped as in n8n's own send-and-wait nodes, which its human review requires. */
export const ASK_FIELDS: INodeProperties[] = [
	{
		displayName: 'Recipient',
		name: 'recipients',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 06 11 22 33 44',
		description:
			'The mobile number of the person to ask. Without a country code, it is taken as French.',
		displayOptions: { show: FOR_QUESTIONS },
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		placeholder: 'e.g. Validez-vous la commande de 240 € ?',
		description:
			'The question. The link goes where you write {link}, or at the end. With it, most questions take 2 SMS.',
		displayOptions: { show: FOR_QUESTIONS },
	},
	sharedField('sender'),
	sharedField('route'),
	// Shares the name of the other operations' switch: n8n deletes the values of hidden fields.
	{
		displayName: 'A question may take up to 4 SMS: its link alone has about 155 characters.',
		name: 'long',
		type: 'notice',
		default: false,
		displayOptions: { show: FOR_QUESTIONS },
	},
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		options: [
			{ name: 'Approval', value: 'approval', description: 'The person presses a button' },
			{ name: 'Free Text', value: 'freeText', description: 'The person writes an answer' },
		],
		default: 'approval',
		description: 'What the page behind the link asks for',
		displayOptions: { show: FOR_QUESTIONS },
	},
	{
		displayName: 'Approval Options',
		name: 'approvalOptions',
		type: 'fixedCollection',
		placeholder: 'Add option',
		default: {},
		description: 'The buttons of the page, and what they say',
		options: [
			{
				displayName: 'Values',
				name: 'values',
				values: [
					{
						displayName: 'Type of Approval',
						name: 'approvalType',
						type: 'options',
						options: [
							{ name: 'Approve and Disapprove', value: 'double' },
							{ name: 'Approve Only', value: 'single' },
						],
						default: 'double',
						description: 'Whether the page has one button or two',
					},
					{
						displayName: 'Approve Button Label',
						name: 'approveLabel',
						type: 'string',
						default: '',
						placeholder: 'e.g. Oui, commandez',
						description: 'Leave empty for “Approve”, or “Approuver” on a French phone',
						displayOptions: { show: { approvalType: ['single', 'double'] } },
					},
					{
						displayName: 'Disapprove Button Label',
						name: 'disapproveLabel',
						type: 'string',
						default: '',
						placeholder: 'e.g. Non, attendez',
						description: 'Leave empty for “Decline”, or “Refuser” on a French phone',
						displayOptions: { show: { approvalType: ['double'] } },
					},
				],
			},
		],
		displayOptions: { show: { ...FOR_QUESTIONS, responseType: ['approval'] } },
	},
];
