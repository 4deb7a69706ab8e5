import { IANAZone } from 'luxon';
import {
	NodeOperationError,
	type IHookFunctions,
	type IWebhookFunctions,
	type INodeCredentialsDetails,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { CALLBACK_EVENTS, type CallbackEvent } from '../sms/callback/callback';
import { unreadableAddresses } from '../sms/addresses';
import { shown } from '../sms/givenValue';
import { PROVIDER_TIMEZONE } from '../sms/schedule/timeZone';
import { EVENTS, properties } from './fields';

/** The parameters of the trigger. */
export interface TriggerSettings {
	/** The chosen events, in the order of the outputs. */
	readonly events: readonly CallbackEvent[];
	/** Without the option too. */
	readonly simplify: boolean;
	readonly splitOutputs: boolean;
	readonly stopKeywords: readonly string[];
	/** What the list holds, perhaps nothing; null when the option is not filled in. */
	readonly ipWhitelist: string | null;
	readonly timezone: string;
}

/** Each callback reads these options anew, so their length is bounded. */
const MOST_CHARACTERS = 10_000;

const OPTIONS: readonly string[] = properties.flatMap((field) =>
	field.name === 'options' && 'options' in field ? field.options.map(({ name }) => name) : [],
);

/**
 * @throws NodeOperationError for an option that is too long or that the list does not have, and for a whole
 *   list that is an expression
 */
export function readTriggerSettings(context: IWebhookFunctions | IHookFunctions): TriggerSettings {
	const events: unknown = context.getNodeParameter('events', [...CALLBACK_EVENTS]);
	const given = context.getNode().parameters.options ?? {};
	if (typeof given !== 'object') {
		throw new NodeOperationError(context.getNode(), 'Options as a whole is an expression', {
			description: 'Add each option from the list; its value may be an expression.',
		});
	}
	// By JSON or n8n's API: an allowlist whose name is mistyped would keep nobody out.
	const stranger = Object.keys(given).find((name) => !OPTIONS.includes(name));
	if (stranger !== undefined) {
		const message = `There is no “${stranger.slice(0, 60)}” in Options`;
		throw new NodeOperationError(context.getNode(), message, {
			description: 'Remove it, and add what you need from the list.',
		});
	}
	const options = context.getNodeParameter('options', {}) as Partial<Record<string, unknown>>;
	const text = (name: string, label: string): string => {
		const value = String(options[name] ?? '').trim();
		if (value.length <= MOST_CHARACTERS) return value;
		throw new NodeOperationError(context.getNode(), `${label} is too long`, {
			description: `Shorten it to ${MOST_CHARACTERS} characters.`,
		});
	};
	const ipWhitelist = text('ipWhitelist', 'IP(s) Allowlist');
	return {
		events: Array.isArray(events) ? [...new Set<unknown>(events)].filter(isEvent) : [],
		simplify: String(options.simplify ?? true) !== 'false',
		splitOutputs: options.splitOutputs === true,
		stopKeywords: text('stopKeywords', 'STOP Keywords').split(/[,;\n]/),
		ipWhitelist: isFilledIn(context, 'ipWhitelist') ? ipWhitelist : null,
		timezone: text('timezone', "Provider's Time Zone") || PROVIDER_TIMEZONE,
	};
}

/** Whether an option holds anything before its expression is resolved. */
function isFilledIn(context: IWebhookFunctions | IHookFunctions, option: string): boolean {
	const raw: unknown = context.getNodeParameter(`options.${option}`, '', { rawExpressions: true });
	return (raw ?? '') !== '';
}

function isEvent(event: unknown): event is CallbackEvent {
	return typeof event === 'string' && Object.hasOwn(EVENTS, event);
}

/**
 * What n8n asks when the workflow is activated. The provider has no API for the callback URL:
 * there is nothing to register, only to check.
 */
export const activation = {
	async checkExists(this: IHookFunctions): Promise<boolean> {
		return false;
	},
	/** @throws NodeOperationError for a setting with which no callback can be read */
	async create(this: IHookFunctions): Promise<boolean> {
		const { ipWhitelist, timezone } = readTriggerSettings(this);
		const [unreadable] = unreadableAddresses(ipWhitelist ?? '');
		if (unreadable !== undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`${shown(unreadable)} in IP(s) Allowlist is not an IP address`,
				{ description: 'Write addresses like 192.0.2.10 or ranges like 198.51.100.0/24.' },
			);
		}
		if (!IANAZone.isValidZone(timezone)) {
			throw new NodeOperationError(this.getNode(), `${shown(timezone)} is not a time zone`, {
				description: "Write it like Europe/Paris, or remove the option Provider's Time Zone.",
			});
		}
		return true;
	},
	async delete(this: IHookFunctions): Promise<boolean> {
		return true;
	},
};

const CREDENTIAL = 'capitoleMobileApi';

/**
 * The secret that a callback must carry; empty when the node has no credential, or when its
 * credential has no Callback Secret.
 *
 * @throws when the credential cannot be read, or its Callback Secret is filled in and gives nothing:
 *   then no callback may pass
 */
export async function readCallbackSecret(context: IWebhookFunctions): Promise<string> {
	const node = context.getNode();
	const reference = node.credentials?.[CREDENTIAL];
	if (reference === undefined) return '';
	const { callbackSecret } = await context.getCredentials(CREDENTIAL);
	const secret = String(callbackSecret ?? '');
	if (secret.trim() !== '') return secret;
	// n8n gives '' for a field left empty, and undefined or null only for an expression.
	if (callbackSecret === '' && (await isLeftEmpty(context, reference))) return '';
	throw new NodeOperationError(node, 'The Callback Secret of the credential gives nothing', {
		description: 'Correct its expression. To let everyone call, leave the field empty.',
	});
}

/**
 * Whether the field Callback Secret was left empty. An expression can give '' too, and the resolved
 * credential does not show the difference. n8n documents no way to read a credential unresolved, as it
 * does for parameters; its credentials helper can, which n8n 1.x and 2.x keep on the context without
 * declaring it there.
 *
 * @throws in an n8n that does not have it there: then only callbacks with a secret pass
 */
async function isLeftEmpty(
	context: IWebhookFunctions,
	reference: INodeCredentialsDetails,
): Promise<boolean> {
	const node = context.getNode();
	const { additionalData } = context as { additionalData?: IWorkflowExecuteAdditionalData };
	if (additionalData === undefined) {
		const message = 'This n8n does not tell whether the Callback Secret was left empty';
		throw new NodeOperationError(node, message, {
			description: 'Fill it in, or let the trigger use no credential to let everyone call.',
		});
	}
	const raw = await additionalData.credentialsHelper.getDecrypted(
		additionalData,
		reference,
		CREDENTIAL,
		context.getMode(),
		{ data: {}, node, source: null },
		true,
	);
	return (raw.callbackSecret ?? '') === '';
}
