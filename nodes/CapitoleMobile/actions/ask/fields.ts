import type { INodeProperties } from 'n8n-workflow';

import { MESSAGE_FIELDS } from '../sms/messageFields';
import { OPTIONS } from '../sms/options';

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

/** As n8n's own nodes that ask have it. */
const LIMIT_WAIT_TIME: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	description:
		'How long to wait for an answer. After that the workflow goes on without one, and "timedOut" is true.',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					options: [
						{ name: 'After Time Interval', value: 'afterTimeInterval' },
						{ name: 'At Specified Time', value: 'atSpecifiedTime' },
					],
					default: 'afterTimeInterval',
					description: 'How the end of the wait is given',
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: 1,
					description: 'How many units of time to wait',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					options: [
						{ name: 'Days', value: 'days' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Minutes', value: 'minutes' },
					],
					default: 'hours',
					description: 'The unit of the amount',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					default: '',
					description: 'Until when to wait, in the time zone of the workflow',
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
				},
			],
		},
	],
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
		placeholder: 'e.g. Do you approve the order of 240 €?',
		description:
			'The question. The link to answer goes where it says {link}, else at its end; it takes about 155 characters, so most questions are 2 SMS.',
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
						default: 'single',
						description: 'Whether the page has one button or two',
					},
					{
						displayName: 'Approve Button Label',
						name: 'approveLabel',
						type: 'string',
						default: '',
						placeholder: 'e.g. Yes, order it',
						description: 'Leave empty for “Approve”, or “Approuver” on a French phone',
						displayOptions: { show: { approvalType: ['single', 'double'] } },
					},
					{
						displayName: 'Disapprove Button Label',
						name: 'disapproveLabel',
						type: 'string',
						default: '',
						placeholder: 'e.g. No, wait',
						description: 'Leave empty for “Decline”, or “Refuser” on a French phone',
						displayOptions: { show: { approvalType: ['double'] } },
					},
				],
			},
		],
		displayOptions: { show: { ...SHOWN, responseType: ['approval'] } },
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
