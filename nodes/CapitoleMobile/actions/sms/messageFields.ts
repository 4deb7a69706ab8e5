import type { INodeProperties } from 'n8n-workflow';

const FOR_SMS = { show: { resource: ['sms'] } };

/** The fields of a message, shared by Send, Preview and Test Request. */
export const MESSAGE_FIELDS = [
	{
		displayName: 'Recipients',
		name: 'recipients',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 06 11 22 33 44, +34 622 33 44 55',
		description:
			'One or more mobile numbers, separated by commas, semicolons or new lines, or an array from an expression. Without a country code, a number is taken as French.',
		displayOptions: FOR_SMS,
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
			'The message. One SMS holds 160 characters, or 70 when it has letters such as ç, ê or « that phones cannot pack; Preview tells.',
		displayOptions: FOR_SMS,
	},
	{
		displayName: 'Sender',
		name: 'sender',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ma Marque',
		description:
			'The name shown as the sender, 11 characters at most. Leave empty to send from a short number, which people can reply to.',
		displayOptions: FOR_SMS,
	},
	{
		displayName: 'People cannot reply to a sender name. To receive replies, leave Sender empty.',
		name: 'senderNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { resource: ['sms'] }, hide: { sender: [''] } },
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
		description: 'The kind of message, which decides how it is carried and whether STOP is added',
		displayOptions: FOR_SMS,
	},
	{
		displayName:
			'Marketing: 14 of the characters go to the STOP mention. Advertising is usually sent Monday to Saturday from 8:00 to 20:00, never on public holidays: add the option <b>Sending Window</b> to keep to that.',
		name: 'routeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { resource: ['sms'], route: ['M'] } },
	},
	{
		displayName: 'Long Message',
		name: 'long',
		type: 'boolean',
		default: false,
		description:
			'Whether the text may take up to 4 parts shown as one message. Each part is paid as one SMS. When off, a text that needs more than one part is refused.',
		displayOptions: FOR_SMS,
	},
	{
		displayName: 'Send At',
		name: 'prog',
		type: 'dateTime',
		default: '',
		description:
			"When to send. Leave empty to send now. A time without an offset is in the workflow's time zone.",
		displayOptions: FOR_SMS,
	},
	{
		displayName:
			'Scheduled: the provider keeps the SMS until then. It can only be cancelled in your Capitole Mobile account.',
		name: 'progNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { resource: ['sms'] }, hide: { prog: [''] } },
	},
	{
		displayName: 'Campaign ID',
		name: 'id',
		type: 'string',
		default: '',
		placeholder: 'e.g. SOLDES26',
		description:
			'Your own name for this sending, 10 characters at most, without "-". Delivery reports carry it.',
		displayOptions: FOR_SMS,
	},
] as const satisfies INodeProperties[];
