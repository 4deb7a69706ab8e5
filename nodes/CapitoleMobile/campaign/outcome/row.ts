import type { Outcome, Warning } from '../../sms/codes';
import type { Composition } from '../../sms/composition';
import type { Encoding } from '../../sms/text/segments';
import type { ItemOutcome } from './verdict';

/**
 * What the node gives for one input item: values for a table first, in the order in which they matter to
 * its reader, everything else in `details`.
 */
export interface Row {
	readonly outcome: ItemOutcome;
	/** The numbers that the item was for, joined by ", ". */
	readonly recipient: string;
	/** One sentence without its full stop. */
	readonly reason: string;
	/** SMS that were spent, see `creditsOf`; nothing for numbers that an earlier item shares. */
	readonly credits: number;
	readonly code: string;
	/** See `Failure`; not shown in the row. */
	readonly brief?: string | undefined;
	/** Numbers that were accepted. */
	readonly accepted: number;
	/** SMS left on the account, as the last answer for this item said; null when it did not say. */
	readonly creditsLeft: number | null;
	readonly campaignId: string;
	/** ISO 8601 with offset; null when it is sent at once. */
	readonly scheduledAt: string | null;
	readonly details: {
		/** International digits without `+`. */
		readonly recipients: readonly string[];
		/** The numbers that were not accepted, and why. */
		readonly rejected: readonly RejectedNumber[];
		readonly warnings: readonly Warning[];
		/** Null where it was refused before it was read. */
		readonly sms: SmsText | null;
	};
}

export interface RejectedNumber {
	readonly recipient: string;
	readonly outcome: Outcome;
	readonly code: string;
	readonly reason: string;
}

/** The SMS as the phone shows it. */
export interface SmsText {
	readonly text: string;
	readonly encoding: Encoding;
	/** Units that a handset counts, with the STOP mention where there is one. */
	readonly characters: number;
	readonly parts: number;
	/** What was rewritten. */
	readonly changes: readonly string[];
}

export function smsOf({ phoneText, count, changes }: Composition): SmsText {
	const { encoding, characters, segments } = count;
	return { text: phoneText, encoding, characters, parts: segments, changes };
}
