import {
	type IDataObject,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { isAllowedAddress } from '../sms/addresses';
import {
	CALLBACK_REFUSALS,
	readCallback,
	simplified,
	type Callback,
	type CallbackRefusal,
} from '../sms/callback/callback';
import { CallbackForm } from '../sms/callback/callbackForm';
import { EVENTS } from './fields';
import {
	readCallbackSecret,
	readTriggerSettings,
	refuseEmptyWhitelist,
	type TriggerSettings,
} from './settings';

/**
 * Responds to a request. The checks, in this order:
 *
 * 1. the allowlist (403): others learn nothing else;
 * 2. the format (400): it is cheap to check and public, so that junk never reads the credential;
 * 3. the secret (401): before it, no response depends on the chosen events.
 *
 * A secret or allowlist that resolves to nothing answers 503: no callback passes.
 *
 * Never throws: n8n would start an execution for each error, and a stranger could start thousands.
 */
// @assumption CALLBACKS_COME_ONCE: the provider sends each callback once, whatever the response, because its page mentions no retries; a callback that arrives while n8n restarts is lost.
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject();
	let settings: TriggerSettings;
	try {
		settings = readTriggerSettings(context);
		refuseEmptyWhitelist(context, settings.ipWhitelist);
	} catch (cause) {
		return notReady(context, cause);
	}
	// `ips` holds what proxies claim; `ip` is what n8n trusts (N8N_PROXY_HOPS).
	if (settings.ipWhitelist !== null && !isAllowedAddress(settings.ipWhitelist, request.ip)) {
		return reject(context, 403, 'This IP address is not on the list.');
	}

	const form = await formOf(context);
	if (typeof form === 'string') return reject(context, 400, CALLBACK_REFUSALS[form]);
	const callback = readCallback(form, { ...settings, receivedAt: new Date() });
	if (typeof callback === 'string') return reject(context, 400, CALLBACK_REFUSALS[callback]);

	let secret: string;
	try {
		secret = await readCallbackSecret(context);
	} catch (cause) {
		return notReady(context, cause);
	}
	if (!form.carries(secret)) return reject(context, 401, 'The secret is missing or wrong.');

	context.getResponseObject().setHeader('Content-Type', 'text/plain; charset=utf-8');
	// n8n responds after it has started the execution, so an OK means that the event is kept.
	if (!settings.events.includes(callback.event)) {
		const what = EVENTS[callback.event].others;
		return { webhookResponse: `OK, but this trigger does not listen for ${what}` };
	}
	return { webhookResponse: 'OK', workflowData: outputsOf(callback, settings) };
}

async function formOf(context: IWebhookFunctions): Promise<CallbackForm | CallbackRefusal> {
	const request = context.getRequestObject();
	const [, rawQuery = ''] = /\?(.*)$/s.exec(request.originalUrl) ?? [];
	const contentType = request.headers['content-type'];
	try {
		// n8n has already consumed a multipart body, which cannot be read twice.
		if (!/^multipart\//i.test(contentType ?? '')) await request.readRawBody();
	} catch {
		return 'unreadable';
	}
	const body: unknown = request.rawBody;
	const rawBody = body instanceof Uint8Array ? body : null;
	return CallbackForm.read({ rawQuery, rawBody, contentType });
}

function outputsOf(callback: Callback, settings: TriggerSettings): INodeExecutionData[][] {
	const json = settings.simplify ? simplified(callback) : callback;
	const item = { json: { ...json } as IDataObject };
	if (!settings.splitOutputs) return [[item]];
	return settings.events.map((event) => (event === callback.event ? [item] : []));
}

/** The reason goes to n8n's log only: strangers learn nothing about the trigger's settings. */
function notReady(context: IWebhookFunctions, cause: unknown): IWebhookResponseData {
	const { message, description } = cause as { message?: unknown; description?: unknown };
	const reason = [message, description].filter((text) => typeof text === 'string').join('. ');
	context.logger.error(`Capitole SMS Trigger rejects all callbacks: ${reason}`, {
		workflowId: context.getWorkflow().id,
		nodeName: context.getNode().name,
	});
	return reject(context, 503, 'Not ready: the settings of the trigger cannot be read.');
}

function reject(context: IWebhookFunctions, status: number, reason: string): IWebhookResponseData {
	const response = context.getResponseObject();
	response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
	response.end(reason);
	return { noWebhookResponse: true };
}
