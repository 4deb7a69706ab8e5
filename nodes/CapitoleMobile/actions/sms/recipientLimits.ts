import { codeMeaning } from '../../sms/codes';
import { firstOf } from '../../sms/figure';
import { type DoNotContact, NOBODY } from '../../sms/recipients/lists';
import { Refused } from '../../sms/refused';
import type { GivenOptions } from './givenOptions';

const NAMED = 10;

/** Who may get an SMS, of all operations that read recipients. */
export interface RecipientLimits {
	/** Read once for the run: it may be the items of another node. */
	readonly doNotContact: DoNotContact;
	/** Why it cannot be read: nothing is sent then. */
	readonly refusal?: unknown;
	/** @throws Refused for numbers of an item that Allowed Recipients does not have */
	check(itemIndex: number, recipients: readonly string[]): void;
}

export function readLimits(options: GivenOptions): RecipientLimits {
	const check: RecipientLimits['check'] = (itemIndex, recipients) => {
		const allowed = options.read('allowedRecipients', itemIndex);
		const strangers = recipients.filter((recipient) => !allowed.has(recipient));
		if (strangers.length === 0) return;
		throw new Refused(
			'NOT_ALLOWED',
			`Allowed Recipients does not have ${firstOf(strangers, NAMED)}. Nothing was sent`,
			codeMeaning('NOT_ALLOWED').remedy,
		);
	};
	try {
		return { doNotContact: options.read('doNotContact', 0), check };
	} catch (refusal) {
		return { doNotContact: NOBODY, check, refusal };
	}
}
