import {
	NodeOperationError,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { testCredential } from '../transport/credentialTest';
import { readCallback, type Callback } from '../sms/callback/callback';
import { isTimezone } from '../sms/callback/callbackDate';
import { carriesSecret } from '../sms/callback/callbackSecret';
import { isAllowedAddress, unreadableAddresses } from '../sms/callback/ipWhitelist';
import { notACallback } from '../sms/callback/notACallback';
import { outputsExpression, properties } from '../trigger/properties';
import { readCallbackSecret, readSettings, type Settings } from '../trigger/settings';

export class CapitoleSmsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Capitole SMS Trigger',
		name: 'capitoleSmsTrigger',
		icon: { light: 'file:capitoleSmsTrigger.svg', dark: 'file:capitoleSmsTrigger.dark.svg' },
		group: ['trigger'],
		// n8n takes version 1 of any webhook node for its own oldest one: it evaluates an expression about
		// an option of that with every call, which makes n8n 2.x slow.
		version: 2,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow on SMS delivery reports, replies and STOPs',
		defaults: { name: 'Capitole SMS Trigger' },
		eventTriggerDescription: 'Waiting for a callback at the Test URL',
		activationMessage:
			'Callbacks at the production URL now start this workflow. Capitole Mobile has to know that URL.',
		triggerPanel: {
			header: 'Receive delivery reports, replies and STOPs',
			executionsHelp: {
				inactive:
					"<b>While you build the workflow</b>, click the 'execute step' button and call the Test URL yourself, for instance by opening it in a browser with <code>?num=33610203040&amp;message=Hello</code> behind it. The execution shows up here in the editor.<br /><br /><b>To receive from Capitole Mobile</b>, publish or activate the workflow and send them the Production URL as your callback URL. Not the Test URL: it only works while n8n listens for it.",
				active:
					"<b>While you build the workflow</b>, click the 'execute step' button and call the Test URL yourself, for instance by opening it in a browser with <code>?num=33610203040&amp;message=Hello</code> behind it. The execution shows up here in the editor.<br /><br /><b>Capitole Mobile calls the Production URL</b>, if you have sent it to them as your callback URL. Those executions show up in the <a data-key='executions'>executions list</a>, not here.",
			},
			activationHint: {
				inactive:
					'Publish or activate the workflow, then send Capitole Mobile the Production URL as your callback URL: they enter it for you.',
				active:
					'The workflow is live. If callbacks do not come, ask Capitole Mobile whether they have your Production URL.',
			},
		},
		inputs: [],
		outputs: outputsExpression,
		credentials: [
			{ name: 'capitoleMobileApi', required: false, testedBy: 'capitoleMobileApiTest' },
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				// n8n's own default here is the text "firstEntryJson", whatever `webhook` returns.
				responseData: 'OK',
				path: 'sms',
				ndvHideMethod: true,
			},
			{
				name: 'setup',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'OK',
				path: 'sms',
				// The same URL as above: the editor would list it twice.
				ndvHideUrl: true,
			},
		],
		properties,
	};

	methods = { credentialTest: { capitoleMobileApiTest: testCredential } };

	/** The provider has no API for the callback URL: there is nothing to register, only to check. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				const { ipWhitelist, timezone } = readSettings(this);
				const [unreadable] = unreadableAddresses(ipWhitelist);
				if (unreadable !== undefined) {
					throw new NodeOperationError(
						this.getNode(),
						`“${unreadable}” in IP(s) Allowlist is not an IP address`,
						{ description: 'Write addresses like 192.0.2.10 or ranges like 198.51.100.0/24.' },
					);
				}
				if (!isTimezone(timezone)) {
					throw new NodeOperationError(this.getNode(), `“${timezone}” is not a time zone`, {
						description: 'Write it like Europe/Paris, or remove the option Timezone.',
					});
				}
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	/** Never throws: n8n would start an execution of it, and a stranger could make thousands. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const request = this.getRequestObject();
		let settings: Settings;
		let secret: string;
		try {
			settings = readSettings(this);
			// `ips` holds what proxies claim; only `ip` is what n8n was told to believe (N8N_PROXY_HOPS).
			if (!isAllowedAddress(settings.ipWhitelist, request.ip)) {
				return refuse(this, 403, 'This IP address is not on the list.');
			}
			secret = await readCallbackSecret(this);
		} catch (cause) {
			const reason = cause instanceof Error ? cause.message : String(cause);
			this.logger.error(`Capitole SMS Trigger: its settings cannot be read: ${reason}`);
			return refuse(this, 503, 'Not ready: the settings of the trigger cannot be read.');
		}

		const [, rawQuery = ''] = /\?(.*)$/s.exec(request.originalUrl) ?? [];
		if (!carriesSecret(rawQuery, secret)) return refuse(this, 401, 'The secret is not right.');

		const contentType = request.headers['content-type'];
		const isMultipart = /^multipart\//i.test(contentType ?? '');
		try {
			// n8n has read what it can parse, and the rest of it is not to be had again.
			if (!isMultipart) await request.readRawBody();
		} catch {
			return refuse(this, 400, notACallback('unreadable').explanation);
		}
		const rawBody: unknown = request.rawBody;
		const callback = readCallback(
			{ rawQuery, rawBody: rawBody instanceof Uint8Array ? rawBody : null, contentType },
			{ ...settings, receivedAt: new Date() },
		);
		if (callback.event === null) return refuse(this, 400, callback.explanation);

		this.getResponseObject().setHeader('Content-Type', 'text/plain; charset=utf-8');
		// n8n answers, once it has started the execution: an OK is a promise that the event is kept.
		if (!settings.events.includes(callback.event)) return { webhookResponse: 'OK' };
		return { webhookResponse: 'OK', workflowData: outputsOf(callback, settings) };
	}
}

function outputsOf(callback: Callback, settings: Settings): INodeExecutionData[][] {
	const item = { json: { ...callback, raw: { ...callback.raw } } };
	if (!settings.splitOutputs) return [[item]];
	return settings.events.map((event) => (event === callback.event ? [item] : []));
}

function refuse(context: IWebhookFunctions, status: number, reason: string): IWebhookResponseData {
	const response = context.getResponseObject();
	response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
	response.end(reason);
	return { noWebhookResponse: true };
}
