import type { INodeProperties } from 'n8n-workflow';

import { FICTIONAL_NUMBERS } from '../../sms/codes';
import { DECLARED_ENCODING, type Charset } from '../../sms/document/charset';
import type { InputField } from '../../sms/refused';
import { oneOf, readKey, readSwitch, wholeNumber } from '../../sms/optionReaders';
import {
	EVERYONE,
	NOBODY,
	readAllowedRecipients,
	readDoNotContact,
} from '../../sms/recipients/lists';
import { readSendingWindow } from '../../sms/schedule/sendingWindowOptions';
import { LONGEST_SPREAD } from '../../sms/schedule/spreading';
import { PROVIDER_TIMEZONE, timeZone } from '../../sms/schedule/timeZone';
import { LIMIT_WAIT_TIME, readWaitLimit } from '../ask/limitWaitTime';

/** One option: its field, scope, default and reader. */
export interface Option<Name extends string, Value, Scope extends 'item' | 'run' | 'once'> {
	readonly field: INodeProperties & { readonly name: Name };
	/**
	 * `item`: each item may have its own value. `run`: one value for all items; items with another are
	 * refused. `once`: read for the first item only, because it may be another node's whole output.
	 */
	readonly scope: Scope;
	/** The value if the user has not added the option. */
	readonly without: Value;
	/** The same, if the node is an AI agent's tool. */
	readonly asTool?: Value;
	/** Whether the value is a text, in which no expression may be empty. */
	readonly isText?: true;
	/** Whether a safeguard may use `$fromAI`: only if it limits nothing. */
	readonly modelMayChoose?: true;
	/** @throws InvalidInput for a value that the form does not offer */
	readonly read: (field: InputField, value: unknown) => Value;
}

const makeOption =
	<const Scope extends 'item' | 'run' | 'once'>(scope: Scope) =>
	<const Name extends string, const Value>(
		without: Value,
		read: (field: InputField, value: unknown) => Value,
		field: INodeProperties & { readonly name: Name },
		more: Pick<Option<Name, Value, Scope>, 'asTool' | 'isText' | 'modelMayChoose'> = {},
	): Option<Name, Value, Scope> => ({ scope, without, read, field, ...more });

const ofItem = makeOption('item');
const ofRun = makeOption('run');
const once = makeOption('once');

const FICTIONAL_LIST = FICTIONAL_NUMBERS.map(({ ending, code }) => `${ending} ${code}`).join(', ');

/**
 * Options that protect money and people. To add an option, add an entry here or below, in alphabetical
 * order of labels, as n8n requires. Adding an option in the editor switches on what its label says.
 */
const SAFEGUARDS = [
	ofItem(EVERYONE, (_, value) => readAllowedRecipients(value), {
		displayName: 'Allowed Recipients',
		name: 'allowedRecipients',
		type: 'string',
		default: '',
		placeholder: 'e.g. +33 6, +33 7, 06 11 22 33 44',
		description:
			'The only numbers that may get an SMS, or beginnings of numbers such as +33 6 or 0692: your own while you try a workflow, or those that an AI agent may write to',
	}),
	ofRun(false, readSwitch, {
		displayName: 'Check Credits First',
		name: 'checkCredits',
		type: 'boolean',
		default: true,
		description:
			'Whether to ask for the balance first, and to send nothing when the account has too few SMS left. For the whole run: all items together.',
	}),
	once(NOBODY, (_, value) => readDoNotContact(value), {
		displayName: 'Do Not Contact',
		name: 'doNotContact',
		type: 'string',
		default: '',
		placeholder: "e.g. {{ $('STOP table').all().map((row) => row.json.phone) }}",
		description:
			'Numbers that never get an SMS, written as in Recipients. For the whole run: the list is read once, and may be the items of another node.',
	}),
	ofRun(
		null,
		wholeNumber(100_000_000, 0),
		{
			displayName: 'Maximum SMS',
			name: 'maxSms',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 1000,
			description:
				'Send nothing when the run would cost more SMS than this: parts times numbers. For the whole run: all items together. Without this option there is no limit; for an AI agent, it is 10.',
		},
		{ asTool: 10 },
	),
	ofItem(
		'',
		readKey,
		{
			displayName: 'Never Send Twice (Key)',
			name: 'idempotencyKey',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.orderId }}-shipped',
			description:
				'A text that identifies this SMS. This node never sends twice under the same key, in any execution: the outcome is then "duplicate".',
		},
		{ isText: true, modelMayChoose: true },
	),
	ofItem(
		null,
		(_, value) => readSendingWindow((value as { window?: unknown } | null)?.window ?? value),
		{
			displayName: 'Sending Window',
			name: 'sendingWindow',
			type: 'fixedCollection',
			typeOptions: { multipleValues: false },
			placeholder: 'Add Sending Window',
			// The editor applies no defaults within a group: a missing field would be an empty list in red.
			default: {
				window: {
					...{ days: 'mondayToSaturday', hours: '08:00-20:00' },
					...{ outside: 'postpone', publicHolidays: false },
				},
			},
			description:
				'When SMS may be sent, on both routes. The default is a common one, not legal advice.',
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
							description: "The hours between which the window is open, on each recipient's clock",
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
	),
	ofRun(false, readSwitch, {
		displayName: 'Simulate',
		name: 'simulate',
		type: 'boolean',
		default: true,
		description: `Whether to rehearse without any request: nobody gets an SMS, nothing is paid, no credential is needed, and idempotency keys are left alone. For the whole run. Send and Wait shows its link above the output, for you to answer. Every number is accepted; the fictional numbers 06 39 98 00 NN return these codes: ${FICTIONAL_LIST}.`,
	}),
] as const;

/** Options that most users never open. */
const OPTIONS = [
	ofRun(false, readSwitch, {
		displayName: 'Combine Items',
		name: 'combineItems',
		type: 'boolean',
		default: true,
		description:
			'Whether items with the very same message share requests, which makes campaigns much faster. Each item still gets its own result. For the whole run.',
	}),
	ofItem(false, readSwitch, {
		displayName: 'Include Input Fields',
		name: 'includeInput',
		type: 'boolean',
		default: true,
		description:
			"Whether each output item also has the fields of its input item. If both have a field of the same name, the result's stays.",
	}),
	ofItem('error', oneOf('error', 'skip'), {
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
	}),
	ofRun('iso-8859-15', oneOf(...(Object.keys(DECLARED_ENCODING) as Charset[])), {
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
	}),
	ofItem('plainWhenCheaper', oneOf('keep', 'plainWhenCheaper', 'plain'), {
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
	}),
	ofItem(
		null,
		(_, value) => (timezone: string, now: number) => readWaitLimit(value, timezone, now),
		LIMIT_WAIT_TIME,
	),
	ofRun('item', oneOf('item', 'recipient', 'run'), {
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
		description: 'What each output item represents. For the whole run.',
	}),
	ofRun(4, wholeNumber(50), {
		displayName: 'Parallel Requests',
		name: 'parallelRequests',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
		default: 4,
		description: 'How many requests are under way at the same time. For the whole run.',
	}),
	ofRun(500, wholeNumber(10_000), {
		displayName: 'Recipients per Request',
		name: 'maxRecipients',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10000, numberPrecision: 0 },
		default: 500,
		description: 'The most numbers that one request carries. For the whole run.',
	}),
	ofRun(true, readSwitch, {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: false,
		description:
			'Whether to return a simplified version of the response instead of the raw data. For the whole run.',
	}),
	ofRun(null, wholeNumber(LONGEST_SPREAD), {
		displayName: 'Spread Over',
		name: 'spreadOver',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: LONGEST_SPREAD, numberPrecision: 0 },
		default: 60,
		description:
			'Minutes over which the items leave, evenly and in their order: the first at Send At or now, the last that many minutes later. For the whole run.',
	}),
	ofItem(PROVIDER_TIMEZONE, (_, value) => timeZone(value).name, {
		displayName: 'Time Zone',
		name: 'timezone',
		type: 'string',
		default: 'Europe/Paris',
		placeholder: 'e.g. Europe/Paris',
		description: 'The time zone of a Send At without an offset. Without this option, Europe/Paris.',
	}),
	ofRun(30_000, wholeNumber(600_000), {
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 30000,
		description:
			'Milliseconds to wait for a response. After that, the outcome is unknown: the SMS may have been sent. For the whole run.',
	}),
	ofItem('replace', oneOf('replace', 'remove', 'error'), {
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
				description: "Write ’ as ' and so on, and refuse what has no counterpart, such as emoji",
			},
		],
		default: 'replace',
		description:
			'What to do with characters that the provider cannot carry, such as emoji. Every change is listed in the details.',
	}),
] as const;

export const COLLECTIONS = { safeguards: SAFEGUARDS, options: OPTIONS } as const;

type AnyOption = (typeof SAFEGUARDS | typeof OPTIONS)[number];
export type OptionName = AnyOption['field']['name'];

type Named<Name extends OptionName> = Extract<AnyOption, { field: { name: Name } }>;
export type OptionValue<Name extends OptionName> = ReturnType<Named<Name>['read']>;

export type RunSettings = {
	readonly [Name in Extract<AnyOption, { scope: 'run' }>['field']['name']]: OptionValue<Name>;
};

const FOR_SMS = { show: { resource: ['sms'] } };

/**
 * A hidden copy of a collection. If JSON or n8n's API sets a collection to an expression, n8n empties
 * it before our code runs; a hidden field keeps it.
 */
const asWritten = (name: keyof typeof COLLECTIONS) =>
	({ displayName: name, name, type: 'hidden', default: {}, displayOptions: FOR_SMS }) as const;

/** Shown for every operation, used or not: n8n deletes the values of hidden fields. */
export const OPTION_FIELDS = [
	{
		displayName: 'Safeguards',
		name: 'safeguards',
		type: 'collection',
		placeholder: 'Add safeguard',
		default: {},
		displayOptions: FOR_SMS,
		options: SAFEGUARDS.map(({ field }) => field),
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: FOR_SMS,
		options: OPTIONS.map(({ field }) => field),
	},
	asWritten('safeguards'),
	asWritten('options'),
] as const satisfies INodeProperties[];
