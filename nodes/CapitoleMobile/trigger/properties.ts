import type { INodeProperties } from 'n8n-workflow';

import { CALLBACK_EVENTS } from '../sms/callback/callback';
import { PROVIDER_TIMEZONE } from '../sms/schedule/timeZone';
import { EVENTS } from './events';

const names = JSON.stringify(
	Object.fromEntries(CALLBACK_EVENTS.map((event) => [event, EVENTS[event].name])),
);

/** One for each chosen event: n8n evaluates no expression in a notice. */
const tryNotices = CALLBACK_EVENTS.map(
	(event): INodeProperties => ({
		// The longest is wider than the panel: a line may break before each &.
		displayName: `To try ${EVENTS[event].name}, add this to the Test URL: <code>${EVENTS[event].example.replaceAll('&', '<wbr />&amp;')}</code>`,
		name: `${event}Notice`,
		type: 'notice',
		default: '',
		displayOptions: { show: { events: [event] } },
	}),
);

/**
 * The outputs, by the parameters: n8n evaluates this in the editor and when the workflow runs.
 * In the order in which the events were chosen, so that a further one does not move the connections.
 */
export const outputsExpression = `={{
	((names, events, options) => options && options.splitOutputs
		? events
			.filter((event, index) => names[event] && events.indexOf(event) === index)
			.map((event) => ({ type: 'main', displayName: names[event] }))
		: ['main']
	)(${names}, $parameter["events"], $parameter["options"])
}}` as const;

/** What the canvas shows under the node's name: the labels of the chosen events. */
export const subtitleExpression = `={{
	((names, events) => events.map((event) => names[event]).join(", "))
	(${names}, $parameter["events"])
}}` as const;

export const properties = [
	{
		displayName:
			'One account, one URL, one trigger: the example Front door shares out what comes to other workflows. Capitole Mobile has to know the <b>Production URL</b>, which is under Webhook URLs above: send it to them as your callback URL, for delivery reports and for replies. It works once this workflow is published or active. If the credential has a Callback Secret, the URL to send them ends with <code>?secret=</code> and that secret.',
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
			'Replies and STOPs only come for SMS sent to metropolitan French numbers without a Sender of your own, for about 48 hours after sending.',
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
					'Comma-separated words or phrases that are an opt-out too, besides STOP, ARRET, UNSUBSCRIBE and the like. Case and accents do not matter.',
			},
		],
	},
	// Unseen, it keeps what was written: n8n makes an empty collection of one that is given as an expression.
	{ displayName: 'Options', name: 'options', type: 'hidden', default: {} },
] as const satisfies INodeProperties[];
