import type { IExecuteFunctions } from 'n8n-workflow';

import type { Options } from '../../n8n/options';
import { parameterReader } from '../../n8n/parameters';
import type { CompositionRules, MessageFields } from '../../sms/composition';
import { InvalidInput } from '../../sms/invalidInput';
import { oneOf, readSwitch } from '../../sms/givenValue';
import { NOBODY } from '../../sms/recipients/doNotContact';
import { PROVIDER_TIMEZONE } from '../../sms/schedule/timeZone';
import { readSendingWindow, type SendingWindowRule } from '../../sms/schedule/sendingWindowOptions';

export const UNSUPPORTED_CHARACTERS = oneOf('replace', 'remove', 'error');
const COSTLY_LETTERS = oneOf('keep', 'plainWhenCheaper', 'plain');
const INVALID_RECIPIENTS = oneOf('error', 'skip');

/** Reads one input item, which is not checked yet. */
export type ItemReader = (itemIndex: number) => [MessageFields, CompositionRules];

/**
 * @param doNotContact numbers that are left out, as international digits
 * @returns what throws InvalidInput for an option that is none, and whatever n8n throws for an expression
 *   that does not resolve
 */
export function itemReader(
	context: IExecuteFunctions,
	options: Options,
	doNotContact = NOBODY.numbers,
): ItemReader {
	const { prog } = context.getNode().parameters;
	const expression =
		typeof prog === 'string' && prog.startsWith('=')
			? { text: prog, timezone: context.getTimezone() }
			: undefined;
	const read = parameterReader(context);
	return (item) => {
		const parameter = (name: string, otherwise: unknown): unknown => read(name, item, otherwise);
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
			{
				unsupportedCharacters: options.read(
					'options.unsupportedCharacters',
					item,
					'replace',
					UNSUPPORTED_CHARACTERS,
				),
				costlyLetters: options.read(
					'options.costlyLetters',
					item,
					'plainWhenCheaper',
					COSTLY_LETTERS,
				),
				invalidRecipients: options.read(
					'options.invalidRecipients',
					item,
					'error',
					INVALID_RECIPIENTS,
				),
				sendingWindow: options.read('options.sendingWindow', item, null, readWindow),
				timezone: options.read('options.timezone', item, PROVIDER_TIMEZONE, readTimezone),
				...(expression === undefined ? {} : { expression }),
				now: Date.now(),
				doNotContact,
			},
		];
	};
}

/** The field Time Zone may be left empty; what it holds else is for `timeZone` to judge. */
const readTimezone = (_: string, value: unknown): string => (value || PROVIDER_TIMEZONE) as string;

/** The option holds one group. */
const readWindow = (_: string, option: unknown): SendingWindowRule =>
	readSendingWindow((option as { window?: unknown } | null)?.window ?? option);

/**
 * The name under which an item's SMS is sent once only; empty where the option is not set.
 *
 * @throws InvalidInput when it is set and is no name: an empty one would send unprotected, and one
 *   that a wrong expression gives to all items would send to the first of them only
 */
export function readIdempotencyKey(options: Options, itemIndex: number): string {
	return options.read('options.idempotencyKey', itemIndex, '', (field, key) => {
		const isName = typeof key === 'string' || (typeof key === 'number' && Number.isFinite(key));
		const name = isName ? String(key).trim() : '';
		if (name !== '' && !/^(NaN|-?Infinity|undefined|null|\[object \w{1,40}\])$/.test(name))
			return name;
		throw new InvalidInput(
			field,
			name === '' ? `The key is ${kindOf(key)}` : `“${name}” is what a wrong expression gives`,
			'Let the expression give a text that names this SMS, such as {{ $json.orderId }}, or remove the option.',
		);
	});
}

function kindOf(key: unknown): string {
	if (key === undefined || key === null || typeof key === 'string') return 'empty';
	return Array.isArray(key) ? 'a list, not a text' : `a value of type ${typeof key}, not a text`;
}

/** @throws InvalidInput `options.includeInput` */
export function readIncludeInput(options: Options, itemIndex: number): boolean {
	return options.read('options.includeInput', itemIndex, false, readSwitch);
}
