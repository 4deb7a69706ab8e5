import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { CALLBACK_EVENTS, type CallbackEvent } from '../sms/callback/callback';
import { PROVIDER_TIMEZONE } from '../sms/schedule/timeZone';
import { EVENT_NAMES } from './properties';

/** The parameters of the trigger, and the secret of its credential. */
export interface Settings {
	/** The chosen events, in the order of the outputs. */
	readonly events: readonly CallbackEvent[];
	readonly splitOutputs: boolean;
	readonly stopKeywords: readonly string[];
	readonly ipWhitelist: string;
	readonly timezone: string;
}

export function readSettings(context: IWebhookFunctions | IHookFunctions): Settings {
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

/**
 * The secret a callback must carry; empty when the node has no credential or that has no secret.
 *
 * @throws when the credential is chosen but cannot be read: then no callback may pass
 */
export async function readCallbackSecret(context: IWebhookFunctions): Promise<string> {
	if (context.getNode().credentials?.capitoleMobileApi === undefined) return '';
	const { callbackSecret } = await context.getCredentials('capitoleMobileApi');
	return String(callbackSecret ?? '');
}

function isEvent(event: unknown): event is CallbackEvent {
	return typeof event === 'string' && Object.hasOwn(EVENT_NAMES, event);
}
