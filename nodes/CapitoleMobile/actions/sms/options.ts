import type { INodeProperties } from 'n8n-workflow';

import { FICTIONAL_NUMBERS } from '../../sms/simulation/fictionalNumbers';

const ENDINGS = FICTIONAL_NUMBERS.map(({ ending, code }) => `${ending} ${code}`).join(', ');

const ONLY_SEND = { show: { '/operation': ['send'] } };

/** Settings that most users never open, in alphabetical order as n8n asks. */
export const OPTIONS = [
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: { resource: ['sms'] } },
		options: [
			{
				displayName: 'Charset',
				name: 'charset',
				type: 'options',
				options: [
					{
						name: 'ASCII With References',
						value: 'ascii',
						description: 'Accented letters as &#233;, which every XML reader understands',
					},
					{
						name: 'ISO-8859-15',
						value: 'iso-8859-15',
						description: "What the provider's page asks for",
					},
					{
						name: 'UTF-8',
						value: 'utf-8',
						description: "What the provider's PHP sample sends",
					},
				],
				default: 'iso-8859-15',
				description:
					'How accented letters travel to the provider. Change it only if they arrive garbled; Test Request helps to find the right one.',
			},
			{
				displayName: 'Combine Items',
				name: 'combineItems',
				type: 'boolean',
				default: false,
				description:
					'Whether items with the very same message share requests, which makes campaigns much faster. Each item still gets its own result.',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'GSM-7 Only',
				name: 'gsm7Only',
				type: 'boolean',
				default: false,
				description:
					'Whether to write ç as c, ê as e, « as " and so on, so that such a letter does not more than halve the room in an SMS. Every change is listed in the warnings.',
			},
			{
				displayName: 'Idempotency Key',
				name: 'idempotencyKey',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.orderId }}-shipped',
				description:
					'A text that names this SMS. When it was sent before under the same key by this node, in any execution, it is not sent again and the outcome is "duplicate".',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'Invalid Recipients',
				name: 'invalidRecipients',
				type: 'options',
				options: [
					{
						name: 'Refuse the Item',
						value: 'error',
						description: 'Send nothing to the item, and list all its invalid numbers',
					},
					{
						name: 'Skip Them',
						value: 'skip',
						description: 'Send to the valid numbers, and report the others in "rejected"',
					},
				],
				default: 'error',
				description: 'What to do when a number cannot be one',
			},
			{
				displayName: 'Maximum Recipients per Request',
				name: 'maxRecipients',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 10000, numberPrecision: 0 },
				default: 500,
				description: 'How many numbers one request carries at most',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'Output Per',
				name: 'outputPer',
				type: 'options',
				options: [
					{ name: 'Item', value: 'item', description: 'One output item for each input item' },
					{
						name: 'Recipient',
						value: 'recipient',
						description: 'One output item for each number',
					},
				],
				default: 'item',
				description: 'What one output item stands for',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'Parallel Requests',
				name: 'parallelRequests',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
				default: 4,
				description: 'How many requests are under way at the same time',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: "Provider's Time Zone",
				name: 'timezone',
				type: 'string',
				default: 'Europe/Paris',
				placeholder: 'e.g. Europe/Paris',
				description: 'The time zone in which the provider reads Send At',
			},
			{
				displayName: 'Sending Window',
				name: 'sendingWindow',
				type: 'options',
				options: [
					{ name: 'Off', value: 'off', description: 'Send at any time' },
					{
						name: 'Postpone',
						value: 'postpone',
						description: 'Outside the window, schedule the SMS for the next allowed time',
					},
					{
						name: 'Refuse',
						value: 'error',
						description: 'Outside the window, send nothing and say when it opens',
					},
				],
				default: 'off',
				description:
					'What to do with marketing SMS outside Monday to Saturday 8:00 to 20:00, Paris time, or on a public holiday. A common default, not legal advice.',
			},
			{
				displayName: 'Sending Window Days',
				name: 'sendingDays',
				type: 'multiOptions',
				options: [
					{ name: 'Friday', value: 5 },
					{ name: 'Monday', value: 1 },
					{ name: 'Saturday', value: 6 },
					{ name: 'Sunday', value: 7 },
					{ name: 'Thursday', value: 4 },
					{ name: 'Tuesday', value: 2 },
					{ name: 'Wednesday', value: 3 },
				],
				default: [1, 2, 3, 4, 5, 6],
				description: 'The days on which the sending window is open',
			},
			{
				displayName: 'Sending Window Holidays',
				name: 'publicHolidays',
				type: 'boolean',
				default: false,
				description: 'Whether the sending window is open on French public holidays',
			},
			{
				displayName: 'Sending Window Hours',
				name: 'sendingHours',
				type: 'string',
				default: '08:00-20:00',
				placeholder: 'e.g. 08:00-20:00',
				description: 'The hours between which the sending window is open',
			},
			{
				displayName: 'Simulate',
				name: 'simulate',
				type: 'boolean',
				default: true,
				description: `Whether to rehearse the run without any request: nobody gets an SMS, nothing is paid, no credential is needed, and idempotency keys are left alone. Holds for the whole run. Every number is accepted, but the fictional numbers 06 39 98 00 NN play a part each: ${ENDINGS}.`,
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'Timeout',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1, numberPrecision: 0 },
				default: 30000,
				description:
					'Milliseconds until a request is given up. Its outcome is then unknown: it may have been sent.',
			},
			{
				displayName: 'Unsupported Characters',
				name: 'unsupportedCharacters',
				type: 'options',
				options: [
					{
						name: 'Refuse',
						value: 'error',
						description: 'Refuse a text with any character the provider cannot carry',
					},
					{
						name: 'Remove',
						value: 'remove',
						description: "Write ’ as ' and so on, and drop what has no counterpart, such as emoji",
					},
					{
						name: 'Replace',
						value: 'replace',
						description:
							"Write ’ as ' and so on, and refuse what has no counterpart, such as emoji",
					},
				],
				default: 'replace',
				description:
					'What to do with characters outside ISO-8859-15. Every change is listed in the warnings.',
			},
		],
	},
] as const satisfies INodeProperties[];
