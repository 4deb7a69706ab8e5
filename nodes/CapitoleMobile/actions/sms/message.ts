import type { IExecuteFunctions } from 'n8n-workflow';

import { parameterReader } from '../../n8n/parameters';
import type { CompositionRules, MessageFields } from '../../sms/composition';
import { NOBODY } from '../../sms/recipients/doNotContact';
import type { GivenOptions } from './givenOptions';

/** Reads one input item, which is not checked yet. */
export type ItemReader = (itemIndex: number) => [MessageFields, CompositionRules];

/**
 * @param doNotContact numbers that are left out, as international digits
 * @returns what throws InvalidInput for an option that is none, and whatever n8n throws for an expression
 *   that does not resolve
 */
export function itemReader(
	context: IExecuteFunctions,
	options: GivenOptions,
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
				unsupportedCharacters: options.read('unsupportedCharacters', item),
				costlyLetters: options.read('costlyLetters', item),
				invalidRecipients: options.read('invalidRecipients', item),
				sendingWindow: options.read('sendingWindow', item),
				timezone: options.read('timezone', item),
				...(expression === undefined ? {} : { expression }),
				now: Date.now(),
				doNotContact,
			},
		];
	};
}
