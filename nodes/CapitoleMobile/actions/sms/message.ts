import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { holeInWords, Parameters, type Hole } from '../../n8n/parameters';
import type { CompositionRules, MessageFields } from '../../sms/composition';
import { FIELD_LABELS } from '../../sms/refused';
import { NOBODY } from '../../sms/recipients/lists';
import type { Warning } from '../../sms/codes';
import type { GivenOptions } from './givenOptions';

/** Reads one input item without checking it. */
export type ItemReader = (itemIndex: number) => [MessageFields, CompositionRules];

/**
 * @param doNotContact numbers to leave out, as international digits
 * @param begun when the run's first try was read; Send At is checked against that time
 * @returns a reader that throws InvalidInput for an invalid option, and whatever n8n throws for an
 *   expression that does not resolve
 */
export function itemReader(
	context: IExecuteFunctions,
	options: GivenOptions,
	doNotContact = NOBODY.numbers,
	begun = Infinity,
): ItemReader {
	const { prog } = context.getNode().parameters;
	const expression =
		typeof prog === 'string' && prog.startsWith('=')
			? { text: prog, timezone: context.getTimezone() }
			: undefined;
	const parameters = new Parameters(context);
	return (item) => {
		const noticed: Warning[] = [];
		const given = (name: 'recipients' | 'route' | 'long', otherwise: unknown): unknown =>
			parameters.given(name, name, item, otherwise);
		const filled = (name: 'text' | 'prog'): unknown => parameters.filled(name, name, item);
		const orEmpty = (name: 'sender' | 'id'): unknown =>
			parameters.filled(name, name, item, (hole) => noticed.push(missingIn(name, hole)));
		return [
			{
				recipients: given('recipients', ''),
				text: filled('text'),
				sender: orEmpty('sender'),
				route: given('route', 'N'),
				long: given('long', false),
				prog: filled('prog'),
				id: orEmpty('id'),
			},
			{
				unsupportedCharacters: options.read('unsupportedCharacters', item),
				costlyLetters: options.read('costlyLetters', item),
				invalidRecipients: options.read('invalidRecipients', item),
				sendingWindow: options.read('sendingWindow', item),
				timezone: options.read('timezone', item),
				...(expression === undefined ? {} : { expression }),
				now: Math.min(begun, Date.now()),
				doNotContact,
				noticed,
			},
		];
	};
}

/** These two may be empty: the SMS goes out, though perhaps not as intended. */
export function missingIn(field: 'sender' | 'id', hole: Hole): Warning {
	return {
		code: 'MISSING_VALUE',
		message: `${FIELD_LABELS[field]}: ${holeInWords(field, hole)}. If that is meant, write {{ ${hole.code} ?? "" }}.`,
	};
}

const MESSAGE_OPERATIONS = { resource: ['sms'], operation: ['send', 'preview', 'testRequest'] };
const FOR_MESSAGES = { show: MESSAGE_OPERATIONS };

/** Message fields, shared by Send, Preview and Test Request. */
export const MESSAGE_FIELDS = [
	{
		displayName: 'Recipients',
		name: 'recipients',
		type: 'string',
		// Several rows, so that a pasted column keeps its lines.
		typeOptions: { rows: 2 },
		required: true,
		default: '',
		placeholder: 'e.g. 06 11 22 33 44, +34 622 33 44 55',
		builderHint: {
			propertyHint:
				'Usually an expression for the phone number of the item, in any way of writing it',
		},
		description:
			'One or more mobile numbers, separated by commas, semicolons or new lines. An expression may give an array. A number without a country code is taken as French.',
		displayOptions: FOR_MESSAGES,
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		placeholder: 'e.g. Bonjour, votre commande est prête.',
		description:
			'One SMS holds 160 characters, or 70 with letters such as ç, ê or «. Preview counts them.',
		displayOptions: FOR_MESSAGES,
	},
	{
		displayName: 'Sender',
		name: 'sender',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ma Marque',
		description:
			'The name that phones show, 11 characters at most. Leave it empty to send from a short number, to which people can reply.',
		displayOptions: FOR_MESSAGES,
	},
	{
		displayName: 'People cannot reply to a sender name. To receive replies, leave Sender empty.',
		name: 'senderNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: MESSAGE_OPERATIONS, hide: { sender: [''] } },
	},
	{
		displayName: 'Route',
		name: 'route',
		type: 'options',
		options: [
			{
				name: 'Marketing',
				value: 'M',
				description: 'Advertising: the provider adds " STOP au 36XXX" in metropolitan France',
			},
			{
				name: 'Notification',
				value: 'N',
				description: 'Orders, appointments, alerts and codes; nothing is added',
			},
		],
		default: 'N',
		builderHint: {
			propertyHint: 'M for advertising, as French law wants the STOP; N for all else',
		},
		description: 'The kind of message, which decides how it is carried and whether STOP is added',
		displayOptions: FOR_MESSAGES,
	},
	{
		displayName:
			'Marketing: 14 of the characters go to the STOP mention. Advertising usually goes out Monday to Saturday from 8:00 to 20:00, not on public holidays. Add the safeguard <b>Sending Window</b> to keep to that.',
		name: 'routeNotice',
		type: 'notice',
		default: '',
		displayOptions: {
			show: { ...MESSAGE_OPERATIONS, route: ['M'] },
			hide: { '/safeguards.sendingWindow': [{ _cnd: { exists: true } }] },
		},
	},
	{
		displayName: 'Marketing: 14 of the characters go to the STOP mention.',
		name: 'routeWindowNotice',
		type: 'notice',
		default: '',
		displayOptions: {
			show: {
				...MESSAGE_OPERATIONS,
				route: ['M'],
				'/safeguards.sendingWindow': [{ _cnd: { exists: true } }],
			},
		},
	},
	{
		displayName: 'Long Message',
		name: 'long',
		type: 'boolean',
		default: false,
		description:
			'Whether the text may take up to 4 parts, which phones show as one message. Each part is paid as one SMS. When off, a text that needs more is refused.',
		displayOptions: FOR_MESSAGES,
	},
	{
		displayName: 'Send At',
		name: 'prog',
		type: 'dateTime',
		default: '',
		builderHint: {
			propertyHint:
				'Leave empty to send now. Give ISO 8601 with an offset, or an expression of $now',
		},
		description:
			'When to send. Leave it empty to send now. A time without an offset is Paris time. The provider keeps the SMS until then, and only your Capitole Mobile account can cancel it.',
		displayOptions: FOR_MESSAGES,
	},
	{
		displayName: 'Campaign ID',
		name: 'id',
		type: 'string',
		default: '',
		placeholder: 'e.g. SOLDES26',
		description:
			'Your own name for this sending, 10 characters at most, without "-". Delivery reports come back with it.',
		displayOptions: FOR_MESSAGES,
	},
] as const satisfies INodeProperties[];
