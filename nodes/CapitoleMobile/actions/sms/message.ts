import type { IExecuteFunctions } from 'n8n-workflow';

import { Options } from '../../n8n/options';
import {
	compose,
	type Composition,
	type CompositionRules,
	type MessageFields,
} from '../../sms/composition';
import { InvalidInput } from '../../sms/invalidInput';
import { readChoice, readSwitch } from '../../sms/optionValue';
import { NOBODY } from '../../sms/recipients/doNotContact';
import { PROVIDER_TIMEZONE } from '../../sms/schedule/timeZone';
import { readSendingWindow } from '../../sms/schedule/sendingWindowOptions';

/**
 * One input item, read and checked.
 *
 * @param doNotContact numbers that are left out, as international digits
 * @throws InvalidInput for a field that cannot be sent as it is
 * @throws whatever n8n throws for an expression that does not resolve
 */
export function readMessage(
	context: IExecuteFunctions,
	itemIndex: number,
	doNotContact: ReadonlySet<string> = NOBODY.numbers,
): Composition {
	return compose(...readItem(context, itemIndex, doNotContact));
}

/** One input item, read and not yet checked; throws what `readMessage` does of options and expressions. */
export function readItem(
	context: IExecuteFunctions,
	itemIndex: number,
	doNotContact: ReadonlySet<string>,
): [MessageFields, CompositionRules] {
	const parameter = (name: string, otherwise: unknown): unknown =>
		context.getNodeParameter(name, itemIndex, otherwise);
	return [
		{
			recipients: parameter('recipients', ''),
			text: parameter('text', ''),
			sender: parameter('sender', ''),
			route: parameter('route', 'N'),
			long: parameter('long', false),
			prog: parameter('prog', ''),
			id: parameter('id', ''),
		},
		{ ...readRules(context, itemIndex), doNotContact },
	];
}

/** The options that may differ from item to item. */
function readRules(context: IExecuteFunctions, itemIndex: number): CompositionRules {
	const options = new Options(context);
	const option = (name: string, otherwise: unknown): unknown =>
		options.has(name) ? options.of(name, itemIndex, otherwise) : otherwise;
	return {
		unsupportedCharacters: readChoice(
			'options.unsupportedCharacters',
			option('unsupportedCharacters', 'replace'),
			['replace', 'remove', 'error'],
		),
		costlyLetters: readChoice('options.costlyLetters', option('costlyLetters', 'keep'), [
			'keep',
			'plainWhenCheaper',
			'plain',
		]),
		invalidRecipients: readChoice(
			'options.invalidRecipients',
			option('invalidRecipients', 'error'),
			['error', 'skip'],
		),
		sendingWindow: options.has('sendingWindow')
			? readSendingWindow(windowIn(option('sendingWindow', {})))
			: null,
		workflowTimezone: context.getTimezone(),
		providerTimezone: (option('timezone', '') || PROVIDER_TIMEZONE) as string,
		now: Date.now(),
	};
}

/** The one group of the option; what is no collection is for the reader to refuse. */
function windowIn(option: unknown): unknown {
	const isCollection = typeof option === 'object' && option !== null && !Array.isArray(option);
	return isCollection ? ((option as { window?: unknown }).window ?? {}) : option;
}

/**
 * The name under which an item's SMS is sent once only; empty where the option is not set.
 *
 * @throws InvalidInput when it is set and is no name: an empty one would send unprotected, and one
 *   that a wrong expression gives to all items would send to the first of them only
 */
export function readIdempotencyKey(context: IExecuteFunctions, itemIndex: number): string {
	const options = new Options(context);
	if (!options.has('idempotencyKey')) return '';
	const key = options.of('idempotencyKey', itemIndex, undefined);
	const isName = typeof key === 'string' || (typeof key === 'number' && Number.isFinite(key));
	const name = isName ? String(key).trim() : '';
	if (name !== '' && !/^(NaN|-?Infinity|undefined|null|\[object .*\])$/.test(name)) return name;
	throw new InvalidInput(
		'options.idempotencyKey',
		name === '' ? `The key is ${kindOf(key)}` : `“${name}” is what a wrong expression gives`,
		'Let the expression give a text that names this SMS, such as {{ $json.orderId }}, or remove the option.',
	);
}

/** @throws InvalidInput `options.includeInput` */
export function readIncludeInput(context: IExecuteFunctions, itemIndex: number): boolean {
	const options = new Options(context);
	if (!options.has('includeInput')) return false;
	return readSwitch('options.includeInput', options.of('includeInput', itemIndex, true));
}

function kindOf(key: unknown): string {
	if (key === undefined || key === null || typeof key === 'string') return 'empty';
	return Array.isArray(key) ? 'a list, not a text' : `a value of type ${typeof key}, not a text`;
}
