import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { readCallback, type Callback } from '../sms/callback/callback';
import type { CallbackRequest } from '../sms/callback/callbackForm';
import { callbackRefusal } from '../sms/callback/callbackRefusal';
import { carriesSecret } from '../sms/callback/callbackSecret';
import { isAllowedAddress } from '../sms/callback/ipWhitelist';
import { readCallbackSecret } from './secret';
import { readTriggerSettings, type TriggerSettings } from './settings';

/** Answers a request. Never throws: n8n would start an execution, and a stranger could make thousands. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject();
	let settings: TriggerSettings;
	let secret: string;
	try {
		settings = readTriggerSettings(context);
		// `ips` holds what proxies claim; only `ip` is what n8n was told to believe (N8N_PROXY_HOPS).
		if (!isAllowedAddress(settings.ipWhitelist, request.ip)) {
			return refuse(context, 403, 'This IP address is not on the list.');
		}
		secret = await readCallbackSecret(context);
	} catch (cause) {
		return notReady(context, cause);
	}
	const [, rawQuery = ''] = /\?(.*)$/s.exec(request.originalUrl) ?? [];
	if (!carriesSecret(rawQuery, secret)) return refuse(context, 401, 'The secret is not right.');

	const received = await readRequest(context);
	if (received === 'unreadable') return refuse(context, 400, callbackRefusal(received).explanation);
	const callback = readCallback(received, { ...settings, receivedAt: new Date() });
	if (callback.event === null) return refuse(context, 400, callback.explanation);

	context.getResponseObject().setHeader('Content-Type', 'text/plain; charset=utf-8');
	// n8n answers, once it has started the execution: an OK is a promise that the event is kept.
	if (!settings.events.includes(callback.event)) return { webhookResponse: 'OK' };
	return { webhookResponse: 'OK', workflowData: outputsOf(callback, settings) };
}

async function readRequest(context: IWebhookFunctions): Promise<CallbackRequest | 'unreadable'> {
	const request = context.getRequestObject();
	const [, rawQuery = ''] = /\?(.*)$/s.exec(request.originalUrl) ?? [];
	const contentType = request.headers['content-type'];
	try {
		// n8n has consumed a multipart body already, and it cannot be read twice.
		if (!/^multipart\//i.test(contentType ?? '')) await request.readRawBody();
	} catch {
		return 'unreadable';
	}
	const rawBody: unknown = request.rawBody;
	return { rawQuery, rawBody: rawBody instanceof Uint8Array ? rawBody : null, contentType };
}

function outputsOf(callback: Callback, settings: TriggerSettings): INodeExecutionData[][] {
	const item = { json: { ...callback, raw: { ...callback.raw } } };
	if (!settings.splitOutputs) return [[item]];
	return settings.events.map((event) => (event === callback.event ? [item] : []));
}

/** The reason goes to n8n's log only: a stranger is not told how the trigger is set up. */
function notReady(context: IWebhookFunctions, cause: unknown): IWebhookResponseData {
	const reason = cause instanceof Error ? cause.message : String(cause);
	context.logger.error(`Capitole SMS Trigger: its settings cannot be read: ${reason}`);
	return refuse(context, 503, 'Not ready: the settings of the trigger cannot be read.');
}

function refuse(context: IWebhookFunctions, status: number, reason: string): IWebhookResponseData {
	const response = context.getResponseObject();
	response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
	response.end(reason);
	return { noWebhookResponse: true };
}
