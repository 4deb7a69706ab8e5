import type { IExecuteFunctions } from 'n8n-workflow';

import { holeInWords, Parameters, type Hole } from '../../n8n/parameters';
import type { CompositionRules, MessageFields } from '../../sms/composition';
import { FIELD_LABELS } from '../../sms/refused';
import { NOBODY } from '../../sms/recipients/lists';
import type { Warning } from '../../sms/codes';
import type { GivenOptions } from './givenOptions';

/** Reads one input item, which is not checked yet. */
export type ItemReader = (itemIndex: number) => [MessageFields, CompositionRules];

/**
 * @param doNotContact numbers that are left out, as international digits
 * @param begun when the first try of the run was read, where Send At is not held against the clock again
 * @returns what throws InvalidInput for an option that is none, and whatever n8n throws for an expression
 *   that does not resolve
 */
export function itemReader(
	context: IExecuteFunctions,
	options: GivenOptions,
	doNotContact = NOBODY.numbers,
	begun = Infinity,
): ItemReader {
	const { prog } = context.getNode().parameters;
	const expression =
		typeof prog === 'string' && prog.startsWith('=')
			? { text: prog, timezone: context.getTimezone() }
			: undefined;
	const parameters = new Parameters(context);
	return (item) => {
		const noticed: Warning[] = [];
		const given = (name: 'recipients' | 'route' | 'long', otherwise: unknown): unknown =>
			parameters.given(name, name, item, otherwise);
		const filled = (name: 'text' | 'prog'): unknown => parameters.filled(name, name, item);
		const orEmpty = (name: 'sender' | 'id'): unknown =>
			parameters.filled(name, name, item, (hole) => noticed.push(missingIn(name, hole)));
		return [
			{
				recipients: given('recipients', ''),
				text: filled('text'),
				sender: orEmpty('sender'),
				route: given('route', 'N'),
				long: given('long', false),
				prog: filled('prog'),
				id: orEmpty('id'),
			},
			{
				unsupportedCharacters: options.read('unsupportedCharacters', item),
				costlyLetters: options.read('costlyLetters', item),
				invalidRecipients: options.read('invalidRecipients', item),
				sendingWindow: options.read('sendingWindow', item),
				timezone: options.read('timezone', item),
				...(expression === undefined ? {} : { expression }),
				now: Math.min(begun, Date.now()),
				doNotContact,
				noticed,
			},
		];
	};
}

/** These two may be empty: an SMS goes out without them, though not as it was meant. */
export function missingIn(field: 'sender' | 'id', hole: Hole): Warning {
	return {
		code: 'MISSING_VALUE',
		message: `${FIELD_LABELS[field]}: ${holeInWords(field, hole)}. If that is meant, write {{ ${hole.code} ?? "" }}.`,
	};
}
