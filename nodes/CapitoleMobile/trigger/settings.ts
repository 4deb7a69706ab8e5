import { IANAZone } from 'luxon';
import {
	NodeOperationError,
	type IHookFunctions,
	type INode,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { failureOf, nodeError } from '../n8n/failure';
import { entriesOf } from '../n8n/parameters';
import { isEmptyWhitelist, unreadableAddresses } from '../sms/addresses';
import { CALLBACK_EVENTS, type CallbackEvent } from '../sms/callback/callback';
import { shown } from '../sms/optionReaders';
import { PROVIDER_TIMEZONE } from '../sms/schedule/timeZone';
import { EVENTS, TRIGGER_OPTIONS } from './fields';

export interface TriggerSettings {
	/** Chosen events, in output order. */
	readonly events: readonly CallbackEvent[];
	/** True by default. */
	readonly simplify: boolean;
	readonly splitOutputs: boolean;
	readonly stopKeywords: readonly string[];
	/** The list, possibly empty; null if the option is not filled in. */
	readonly ipWhitelist: string | null;
	readonly timezone: string;
}

/** Bounded, because each callback reads these options again. */
const MAX_CHARACTERS = 10_000;

const unusable = (node: INode, message: string, description: string): NodeOperationError =>
	new NodeOperationError(node, message, { description });

/** @throws NodeOperationError for an option that must block all callbacks */
export function readTriggerSettings(context: IWebhookFunctions | IHookFunctions): TriggerSettings {
	const node = context.getNode();
	const events: unknown = context.getNodeParameter('events', [...CALLBACK_EVENTS]);
	try {
		entriesOf('Options', node.parameters.options, TRIGGER_OPTIONS);
	} catch (reason) {
		throw nodeError(node, failureOf(reason));
	}
	const options = context.getNodeParameter('options', {}) as Partial<Record<string, unknown>>;
	const text = (name: string, label: string): string => {
		const value = String(options[name] ?? '').trim();
		if (value.length <= MAX_CHARACTERS) return value;
		throw unusable(node, `${label} is too long`, `Shorten it to ${MAX_CHARACTERS} characters.`);
	};
	// The raw value shows whether the option was filled in.
	const list: unknown = context.getNodeParameter('options.ipWhitelist', '', {
		rawExpressions: true,
	});
	const ipWhitelist = text('ipWhitelist', 'IP(s) Allowlist');
	return {
		events: Array.isArray(events) ? [...new Set<unknown>(events)].filter(isEvent) : [],
		simplify: String(options.simplify ?? true) !== 'false',
		splitOutputs: options.splitOutputs === true,
		stopKeywords: text('stopKeywords', 'STOP Keywords').split(/[,;\n]/),
		ipWhitelist: (list ?? '') === '' ? null : ipWhitelist,
		timezone: text('timezone', "Provider's Time Zone") || PROVIDER_TIMEZONE,
	};
}

const isEvent = (event: unknown): event is CallbackEvent =>
	typeof event === 'string' && Object.hasOwn(EVENTS, event);

/** @throws NodeOperationError if an allowlist resolves to no address */
export function refuseEmptyWhitelist(context: IWebhookFunctions, list: string | null): void {
	if (list === null || !isEmptyWhitelist(list)) return;
	const remedy = 'Correct its expression. To let everyone call, remove the option.';
	throw unusable(context.getNode(), 'IP(s) Allowlist resolves to no address', remedy);
}

const CREDENTIAL = 'capitoleMobileApi';

/**
 * The secret that a callback must carry; empty if the node has no credential or the credential has no
 * Callback Secret.
 *
 * Only the stored credential distinguishes an empty field from an expression that resolves to ''. n8n
 * documents no way to read it, as it does for parameters; its credentials helper can, and n8n 1.x and
 * 2.x pass it in the context without declaring it.
 *
 * @throws if the credential cannot be read, if its Callback Secret is filled in but resolves to
 *   nothing, or if n8n does not reveal which: then no callback may pass
 */
export async function readCallbackSecret(context: IWebhookFunctions): Promise<string> {
	const node = context.getNode();
	const reference = node.credentials?.[CREDENTIAL];
	if (reference === undefined) return '';
	const { callbackSecret } = await context.getCredentials(CREDENTIAL);
	const secret = String(callbackSecret ?? '');
	if (secret.trim() !== '') return secret;
	// For an empty field n8n returns ''; undefined and null only come from an expression.
	if (callbackSecret === '') {
		const { additionalData } = context as { additionalData?: IWorkflowExecuteAdditionalData };
		if (additionalData === undefined) {
			throw unusable(
				node,
				'This version of n8n does not reveal whether the Callback Secret was left empty',
				'Fill it in. To let everyone call, remove the credential from the trigger.',
			);
		}
		const asKept = await additionalData.credentialsHelper.getDecrypted(
			additionalData,
			reference,
			CREDENTIAL,
			context.getMode(),
			{ data: {}, node, source: null },
			true,
		);
		if ((asKept.callbackSecret ?? '') === '') return '';
	}
	throw unusable(
		node,
		'The Callback Secret of the credential resolves to nothing',
		'Correct its expression. To let everyone call, leave the field empty.',
	);
}

/**
 * Called by n8n when the workflow is activated. The provider has no API for the callback URL, so there
 * is nothing to register, only settings to check.
 */
export const activation = {
	async checkExists(this: IHookFunctions): Promise<boolean> {
		return false;
	},
	/** @throws NodeOperationError for a setting that prevents reading callbacks */
	async create(this: IHookFunctions): Promise<boolean> {
		const { ipWhitelist, timezone } = readTriggerSettings(this);
		const [unreadable] = unreadableAddresses(ipWhitelist ?? '');
		if (unreadable !== undefined) {
			throw unusable(
				this.getNode(),
				`${shown(unreadable)} in IP(s) Allowlist is not an IP address`,
				'Write addresses like 192.0.2.10 or ranges like 198.51.100.0/24.',
			);
		}
		if (IANAZone.isValidZone(timezone)) return true;
		throw unusable(
			this.getNode(),
			`${shown(timezone)} is not a time zone`,
			"Write it like Europe/Paris, or remove the option Provider's Time Zone.",
		);
	},
	async delete(this: IHookFunctions): Promise<boolean> {
		return true;
	},
};
