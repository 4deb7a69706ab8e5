import type { INodeProperties } from 'n8n-workflow';

import { FICTIONAL_NUMBERS } from '../../sms/codes';

const ENDINGS = FICTIONAL_NUMBERS.map(({ ending, code }) => `${ending} ${code}`).join(', ');

const ONLY_SEND = { show: { '/operation': ['send'] } };
const SEND_OR_PREVIEW = { show: { '/operation': ['send', 'preview'] } };
/** Preview makes no request. */
const SEND_OR_TEST = { show: { '/operation': ['send', 'testRequest'] } };
const ONLY_TOOL = { show: { '/operation': ['send'], '@tool': [true] } };

/** Settings that most users never open, in alphabetical order as n8n asks. */
export const OPTIONS = [
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: { resource: ['sms'], operation: ['send', 'preview', 'testRequest'] } },
		options: [
			{
				displayName: 'Allowed Recipients',
				name: 'allowedRecipients',
				type: 'string',
				default: '',
				placeholder: 'e.g. +33 6, +33 7, 06 11 22 33 44',
				description:
					'The only numbers that may get an SMS, or beginnings of numbers such as +33 6 or 0692. Use it while you try a workflow. Remove the option to allow all.',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'Check Credits First',
				name: 'checkCredits',
				type: 'boolean',
				default: true,
				description:
					'Whether to ask for the balance first, and to send nothing when the account has too few SMS left. For the whole run: all items together.',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'Combine Items',
				name: 'combineItems',
				type: 'boolean',
				default: true,
				description:
					'Whether items with the very same message share requests, which makes campaigns much faster. Each item still gets its own result. For the whole run.',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'Do Not Contact',
				name: 'doNotContact',
				type: 'string',
				default: '',
				placeholder: "e.g. {{ $('STOP table').all().map((row) => row.json.phone) }}",
				description:
					'Numbers that are never sent to, written as in Recipients. For the whole run: the list is read once, and may be the items of another node.',
				displayOptions: SEND_OR_PREVIEW,
			},
			{
				displayName: 'Include Input Fields',
				name: 'includeInput',
				type: 'boolean',
				default: true,
				description:
					"Whether each output item also has the fields of its input item. Where both have a name, the result's counts.",
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
						description: 'Send to the valid numbers, and list the others with their reasons',
					},
				],
				default: 'skip',
				description:
					'What to do with numbers that no SMS can reach. Without this option, the item is refused.',
			},
			{
				displayName: 'Letter Encoding',
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
					'How accented letters travel to the provider. Change it only if they arrive garbled; Test Request helps to find the right one. For the whole run.',
				displayOptions: SEND_OR_TEST,
			},
			{
				displayName: 'Letters That Cost More',
				name: 'costlyLetters',
				type: 'options',
				options: [
					{
						name: 'Always Write Plainly',
						value: 'plain',
						description: 'Write ç as c, ê as e, « as " and so on',
					},
					{ name: 'Keep', value: 'keep', description: 'Send the text as it is written' },
					{
						name: 'Write Plainly When It Saves an SMS',
						value: 'plainWhenCheaper',
						description: 'Only where the text takes fewer SMS that way',
					},
				],
				default: 'plainWhenCheaper',
				description:
					'What to do with letters such as ç, ê and «: with a single one of them, an SMS holds 70 characters instead of 160. Without this option, they are written plainly where that saves an SMS.',
			},
			{
				displayName: 'Maximum SMS',
				name: 'maxSms',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: 1000,
				description:
					'Send nothing when it would cost more SMS than this: parts times numbers. For the whole run: all items together.',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'Never Send Twice (Key)',
				name: 'idempotencyKey',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.orderId }}-shipped',
				description:
					'A text that names this SMS. Once it was sent under a key by this node, in any execution, it is not sent again: the outcome is "duplicate".',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'One Output Item Per',
				name: 'outputPer',
				type: 'options',
				options: [
					{ name: 'Item', value: 'item', description: 'One output item for each input item' },
					{
						name: 'Recipient',
						value: 'recipient',
						description: 'One output item for each number',
					},
					{
						name: 'Run',
						value: 'run',
						description: 'One output item for all: how many of each outcome, and why',
					},
				],
				default: 'item',
				description: 'What one output item stands for. For the whole run.',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'Parallel Requests',
				name: 'parallelRequests',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
				default: 4,
				description: 'How many requests are under way at the same time. For the whole run.',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'Time Zone',
				name: 'timezone',
				type: 'string',
				default: 'Europe/Paris',
				placeholder: 'e.g. Europe/Paris',
				description:
					'Where a Send At without an offset is read. Without this option, Europe/Paris.',
			},
			{
				displayName: 'Recipients per Call',
				name: 'maxRecipientsPerCall',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 10000, numberPrecision: 0 },
				default: 10,
				description: 'How many numbers the agent may send to in one call. Without this option, 10.',
				displayOptions: ONLY_TOOL,
			},
			{
				displayName: 'Recipients per Request',
				name: 'maxRecipients',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 10000, numberPrecision: 0 },
				default: 500,
				description: 'How many numbers one request carries at most. For the whole run.',
				displayOptions: ONLY_SEND,
			},
			{
				displayName: 'Sending Window',
				name: 'sendingWindow',
				type: 'fixedCollection',
				typeOptions: { multipleValues: false },
				placeholder: 'Add Sending Window',
				default: { window: {} },
				description: 'When marketing SMS may be sent. A common default, not legal advice.',
				displayOptions: { show: { '/route': ['M'] } },
				options: [
					{
						displayName: 'Window',
						name: 'window',
						values: [
							{
								displayName: 'Days',
								name: 'days',
								type: 'options',
								options: [
									{ name: 'Days Chosen', value: 'chosen' },
									{ name: 'Every Day', value: 'everyDay' },
									{ name: 'Monday to Friday', value: 'mondayToFriday' },
									{ name: 'Monday to Saturday', value: 'mondayToSaturday' },
								],
								default: 'mondayToSaturday',
								description: 'The days on which the window is open',
							},
							{
								displayName: 'Days Chosen',
								name: 'chosenDays',
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
								default: [1, 2, 3, 4, 5],
								description: 'The days on which the window is open',
								displayOptions: { show: { days: ['chosen'] } },
							},
							{
								displayName: 'Hours',
								name: 'hours',
								type: 'string',
								default: '08:00-20:00',
								placeholder: 'e.g. 08:00-20:00',
								description: 'The hours between which the window is open, Paris time',
							},
							{
								displayName: 'Outside the Window',
								name: 'outside',
								type: 'options',
								options: [
									{
										name: 'Postpone',
										value: 'postpone',
										description: 'Schedule the SMS for the next allowed time',
									},
									{
										name: 'Refuse',
										value: 'error',
										description: 'Send nothing, and say when the window opens',
									},
								],
								default: 'postpone',
								description: 'What to do with an SMS outside the window',
							},
							{
								displayName: 'Public Holidays',
								name: 'publicHolidays',
								type: 'boolean',
								default: false,
								description: 'Whether the window is open on French public holidays, too',
							},
						],
					},
				],
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
					'Milliseconds until a request is given up. Its outcome is then unknown: it may have been sent. For the whole run.',
				displayOptions: SEND_OR_TEST,
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
					'What to do with characters that the provider cannot carry, such as emoji. Every change is listed in the details.',
			},
		],
	},
] as const satisfies INodeProperties[];
