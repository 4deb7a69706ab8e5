import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';

import { CALLBACK_EVENTS, type CallbackEvent } from '../sms/callback/callback';
import { PROVIDER_TIMEZONE } from '../sms/schedule/timeZone';

/**
 * What the editor and callers see of each event. `others` completes "this trigger does not listen for";
 * `example` is a callback to try behind the Test URL.
 */
export const EVENTS = {
	delivered: {
		name: 'SMS Delivered',
		description: 'The SMS reached the phone (DELIVERED)',
		others: 'delivered SMS',
		example: '?gsm=33610203040&status=DELIVERED',
	},
	undelivered: {
		name: 'SMS Failed',
		description: 'The operator gave up for good (INVALID_DESTINATION_ADDRESS)',
		others: 'failed SMS',
		example: '?gsm=33610203040&status=INVALID_DESTINATION_ADDRESS',
	},
	otherStatus: {
		name: 'Other Status',
		description: 'A delivery report with a status that Capitole Mobile does not document',
		others: 'other statuses',
		example: '?gsm=33610203040&status=EXPIRED',
	},
	reply: {
		name: 'Reply Received',
		description: 'Someone answered an SMS, with anything but an opt-out',
		others: 'replies',
		example: '?num=33610203040&message=Hello',
	},
	stop: {
		name: 'Opt-Out (STOP)',
		description: 'Someone answered with an opt-out, such as STOP or ARRET',
		others: 'opt-outs',
		example: '?num=33610203040&message=STOP',
	},
} satisfies Record<CallbackEvent, Record<string, string>>;

const tryIt = `<b>While you build the workflow</b>, click the 'execute step' button, then open the Test URL in a browser with one of the examples under Events behind it. The execution shows up here in the editor.<br /><br />If the credential has a Callback Secret, add <code>&amp;secret=</code> and the secret.`;

export const triggerPanel: TriggerPanelDefinition = {
	header: 'Receive delivery reports, replies and STOPs',
	executionsHelp: {
		inactive: `${tryIt}<br /><br /><b>To receive from Capitole Mobile</b>, publish or activate the workflow and send them the Production URL as your callback URL. Not the Test URL: it only works while n8n listens for it.`,
		active: `${tryIt}<br /><br /><b>Capitole Mobile calls the Production URL</b>, if you have sent it to them as your callback URL. Those executions show up in the <a data-key='executions'>executions list</a>, not here.`,
	},
	activationHint: {
		inactive:
			'Publish or activate the workflow, then send Capitole Mobile the Production URL as your callback URL: they enter it for you.',
		active:
			'The workflow is live. If no callbacks arrive, ask Capitole Mobile whether they have your Production URL.',
	},
};

const names = JSON.stringify(
	Object.fromEntries(CALLBACK_EVENTS.map((event) => [event, EVENTS[event].name])),
);

/** One notice per event: n8n evaluates no expressions in notices. */
const tryNotices = CALLBACK_EVENTS.map(
	(event): INodeProperties => ({
		// The example comes first: n8n 2 shows no tags, and further on the line would break after its `?`.
		// The longest is wider than the panel, so it may break before each &.
		displayName: `<code>${EVENTS[event].example.replaceAll('&', '<wbr />&amp;')}</code> behind the Test URL tries ${EVENTS[event].name}.`,
		name: `${event}Notice`,
		type: 'notice',
		default: '',
		displayOptions: { show: { events: [event] } },
	}),
);

/**
 * The outputs, which n8n evaluates in the editor and at run time. In the order in which events were
 * chosen, so that adding one does not move connections.
 */
export const outputsExpression = `={{
	((names, events, options) => options && options.splitOutputs
		? events
			.filter((event, index) => names[event] && events.indexOf(event) === index)
			.map((event) => ({ type: 'main', displayName: names[event] }))
		: ['main']
	)(${names}, $parameter["events"], $parameter["options"])
}}` as const;

/** The line under the node's name: the labels of the chosen events. */
export const subtitleExpression = `={{
	((names, events) => events.map((event) => names[event]).join(", "))
	(${names}, $parameter["events"])
}}` as const;

export const properties = [
	{
		displayName:
			'An account has one URL, so use one trigger: the example Front door passes its events on to other workflows. Send Capitole Mobile the <b>Production URL</b>, which is under Webhook URLs above, as your callback URL for delivery reports and for replies. It works once this workflow is published or active. If the credential has a Callback Secret, the URL to send them ends with <code>?secret=</code> and that secret.',
		name: 'urlNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['delivered', 'undelivered', 'otherStatus', 'reply', 'stop'],
		description:
			'What starts the workflow. Any other event is answered with OK and starts nothing.',
		options: CALLBACK_EVENTS.map((event) => ({
			name: EVENTS[event].name,
			value: event,
			description: EVENTS[event].description,
		})).sort((one, other) => one.name.localeCompare(other.name)),
	},
	{
		displayName:
			'Replies and STOPs only arrive for SMS sent to metropolitan French numbers without a Sender of your own, for about 48 hours after sending.',
		name: 'replyNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { events: ['reply', 'stop'] } },
	},
	...tryNotices,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'IP(s) Allowlist',
				name: 'ipWhitelist',
				type: 'string',
				default: '',
				placeholder: 'e.g. 192.0.2.10, 198.51.100.0/24',
				description:
					'Comma-separated IP addresses or CIDR ranges that may call. Leave empty to allow all. Behind a proxy, n8n only sees the caller when N8N_PROXY_HOPS is set.',
			},
			{
				displayName: 'One Output per Event',
				name: 'splitOutputs',
				type: 'boolean',
				default: true,
				description: 'Whether each chosen event has an output of its own, named after it',
			},
			{
				displayName: "Provider's Time Zone",
				name: 'timezone',
				type: 'string',
				default: PROVIDER_TIMEZONE,
				placeholder: 'e.g. Europe/Paris',
				description: 'The time zone in which Capitole Mobile writes the dates of delivery reports',
			},
			{
				displayName: 'Simplify',
				name: 'simplify',
				type: 'boolean',
				default: false,
				description:
					'Whether to return a simplified version of the response instead of the raw data',
			},
			{
				displayName: 'STOP Keywords',
				name: 'stopKeywords',
				type: 'string',
				default: '',
				placeholder: 'e.g. plus rien, assez',
				description:
					'Comma-separated words or phrases that also count as an opt-out, besides STOP, ARRET, UNSUBSCRIBE and the like. Case and accents do not matter.',
			},
		],
	},
	// If JSON sets the collection to an expression, n8n empties it; a hidden copy keeps it.
	{ displayName: 'Options', name: 'options', type: 'hidden', default: {} },
] as const satisfies INodeProperties[];

export const TRIGGER_OPTIONS: readonly string[] = properties.flatMap((field) =>
	field.name === 'options' && 'options' in field ? field.options.map(({ name }) => name) : [],
);
