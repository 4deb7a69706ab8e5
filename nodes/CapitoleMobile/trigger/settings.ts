import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { CALLBACK_EVENTS, type CallbackEvent } from '../sms/callback/callback';
import { PROVIDER_TIMEZONE } from '../sms/callback/callbackDate';
import { EVENT_NAMES } from './properties';

/** The parameters of the trigger. */
export interface TriggerSettings {
	/** The chosen events, in the order of the outputs. */
	readonly events: readonly CallbackEvent[];
	readonly splitOutputs: boolean;
	readonly stopKeywords: readonly string[];
	readonly ipWhitelist: string;
	readonly timezone: string;
}

export function readTriggerSettings(context: IWebhookFunctions | IHookFunctions): TriggerSettings {
	const events: unknown = context.getNodeParameter('events', [...CALLBACK_EVENTS]);
	const options = context.getNodeParameter('options', {}) as Partial<Record<string, unknown>>;
	const text = (name: string): string => String(options[name] ?? '').trim();
	return {
		events: Array.isArray(events) ? [...new Set<unknown>(events)].filter(isEvent) : [],
		splitOutputs: options.splitOutputs === true,
		stopKeywords: text('stopKeywords').split(/[,;\n]/),
		ipWhitelist: text('ipWhitelist'),
		timezone: text('timezone') || PROVIDER_TIMEZONE,
	};
}

function isEvent(event: unknown): event is CallbackEvent {
	return typeof event === 'string' && Object.hasOwn(EVENT_NAMES, event);
}
