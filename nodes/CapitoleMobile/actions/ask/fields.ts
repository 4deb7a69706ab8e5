import type { INodeProperties } from 'n8n-workflow';

import { MESSAGE_FIELDS } from '../sms/messageFields';
import { OPTIONS } from '../sms/options';
import { LIMIT_WAIT_TIME } from './limitWaitTime';

const SHOWN = { resource: ['sms'], operation: ['sendAndWait'] };

/** Fields of other operations that mean the same here. */
const shared = (name: 'sender' | 'route'): INodeProperties => ({
	...(MESSAGE_FIELDS.find((field) => field.name === name) as INodeProperties),
	displayOptions: { show: SHOWN },
});
const sharedOption = (
	name: (typeof OPTIONS)[0]['options'][number]['name'],
	description?: string,
): INodeProperties => {
	const [{ options }] = OPTIONS;
	const option = { ...(options.find((one) => one.name === name) as INodeProperties) };
	delete option.displayOptions;
	return description === undefined ? option : { ...option, description };
};

/** Names and shapes of n8n's own nodes that ask, so that its human review finds what it expects. */
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
		displayOptions: { show: SHOWN },
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
			'The question. The link to answer goes where it says {link}, else at its end; it takes about 155 characters, so most questions are 2 SMS.',
		displayOptions: { show: SHOWN },
	},
	shared('sender'),
	shared('route'),
	{
		displayName: 'Long Message',
		name: 'long',
		type: 'boolean',
		default: true,
		description:
			'Whether question and link may take up to 4 SMS, shown as one message. Without it, hardly a question fits beside the link.',
		displayOptions: { show: SHOWN },
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
		displayOptions: { show: SHOWN },
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
		displayOptions: { show: { ...SHOWN, responseType: ['approval'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: SHOWN },
		options: [
			sharedOption('charset'),
			sharedOption(
				'doNotContact',
				'Numbers that are never asked, written as in Recipient; may be the items of another node. Nothing waits for one of them: the node fails with DO_NOT_CONTACT.',
			),
			sharedOption('idempotencyKey'),
			sharedOption('includeInput'),
			LIMIT_WAIT_TIME,
			sharedOption(
				'simulate',
				'Whether to rehearse without any request: nobody gets an SMS, and the link is shown above the output, for you to answer. The fictional numbers 06 39 98 00 NN play the same parts as in Send.',
			),
			sharedOption('timeout'),
			sharedOption('unsupportedCharacters'),
		],
	},
];
