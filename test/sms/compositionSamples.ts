import {
	compose,
	type Composition,
	type CompositionRules,
	type MessageFields,
} from '../../nodes/CapitoleMobile/sms/composition';
import type { InvalidInput } from '../../nodes/CapitoleMobile/sms/refused';
import type { OutgoingMessage } from '../../nodes/CapitoleMobile/sms/document/document';
import { refusalOf } from './refusal';

export const PLAIN: OutgoingMessage = {
	text: 'Bonjour',
	sender: '',
	route: 'N',
	long: false,
	prog: '',
	id: '',
};
const FIELDS: MessageFields = { ...PLAIN, recipients: '06 11 22 33 44' };
const RULES: CompositionRules = {
	unsupportedCharacters: 'replace',
	costlyLetters: 'keep',
	invalidRecipients: 'error',
	sendingWindow: null,
	timezone: 'Europe/Paris',
	/** Tuesday 10 March 2026, 10:00 in Paris. */
	now: Date.UTC(2026, 2, 10, 9),
};

/** A plain message to one number, changed by the given fields and rules. */
export const composed = (
	fields: Partial<MessageFields>,
	rules: Partial<CompositionRules> = {},
): Composition => compose({ ...FIELDS, ...fields }, { ...RULES, ...rules });

export function refusal(
	fields: Partial<MessageFields>,
	rules: Partial<CompositionRules> = {},
): InvalidInput {
	return refusalOf(() => composed(fields, rules));
}
