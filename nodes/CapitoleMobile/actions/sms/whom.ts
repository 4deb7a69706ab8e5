import type { IExecuteFunctions } from 'n8n-workflow';

import type { Options } from '../../n8n/options';
import { codeMeaning } from '../../sms/codes';
import { firstOf } from '../../sms/figure';
import { wholeNumber } from '../../sms/givenValue';
import { EVERYONE, readAllowedRecipients } from '../../sms/recipients/allowedRecipients';
import { NOBODY, readDoNotContact, type DoNotContact } from '../../sms/recipients/doNotContact';
import { Refused } from '../../sms/refused';

/** Numbers in one call of an agent's tool, where nothing is set. */
const RECIPIENTS_PER_CALL = 10;

/**
 * Who is never sent to, read once for the run: the list may be the items of another node.
 *
 * @throws InvalidInput, or what n8n throws for an expression that does not resolve
 */
export function doNotContactOf(options: Options): DoNotContact {
	return options.has('doNotContact')
		? readDoNotContact(options.of('doNotContact', 0, undefined))
		: NOBODY;
}

/** Refuses numbers that may get no SMS; to be asked for each item, before any is sent. */
export type ToolLimits = (recipients: readonly string[]) => void;

/**
 * Who alone may get an SMS, while a workflow is tried; and how many a call of an agent's tool may send
 * to: a model that was talked into it must not send to strangers, or to many.
 *
 * @throws InvalidInput for an option that is none
 */
export function toolLimitsOf(context: IExecuteFunctions, options: Options): ToolLimits {
	const allowed = options.has('allowedRecipients')
		? readAllowedRecipients(options.of('allowedRecipients', 0, undefined))
		: EVERYONE;
	const most = options.read(
		'options.maxRecipientsPerCall',
		0,
		RECIPIENTS_PER_CALL,
		wholeNumber(10_000),
	);
	// n8n makes the tool of a node, and calls it so.
	const isTool = context.getNode().type.endsWith('Tool');
	let count = 0;
	return (recipients) => {
		const strangers = recipients.filter((recipient) => !allowed.has(recipient));
		if (strangers.length > 0) {
			throw refused('NOT_ALLOWED', `Allowed Recipients does not have ${firstOf(strangers, NAMED)}`);
		}
		count += recipients.length;
		if (isTool && count > most) {
			const given = `${String(count)} numbers were given, and this tool may send to ${String(most)} at most in one call`;
			throw refused('TOO_MANY_RECIPIENTS', given);
		}
	};
}

const NAMED = 10;

function refused(code: string, what: string): Refused {
	return new Refused(code, `${what}. Nothing was sent`, codeMeaning(code).remedy);
}
