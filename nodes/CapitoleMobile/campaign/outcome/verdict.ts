import type { Composition } from '../../sms/composition';
import type { Encoding } from '../../sms/text/segments';
import { codeMeaning, type Outcome, type Warning } from '../../sms/codes';
import type { RecipientOutcome } from '../../sms/answer/result';

/** What is known of one number of an item; as it was written where it is no number. */
export interface NumberOutcome extends RecipientOutcome {
	/** SMS that were spent on it. */
	readonly credits?: number;
	/** Left out before sending, as the user asked: not a failure. */
	readonly isSkipped?: true;
	/** One sentence, where the code alone does not tell. */
	readonly reason?: string;
}

/** What is known of an item: of one number's outcomes, or of several that differ. */
export type ItemOutcome = Outcome | 'partial';

export interface Verdict {
	readonly outcome: ItemOutcome;
	/** Of the worst that happened; where some were accepted, of its cause. */
	readonly code: string;
	/** Whether n8n is told that the item did not go well. */
	readonly isFailure: boolean;
}

/** The worst first. */
const RANKS: ReadonlyArray<(number: NumberOutcome) => boolean> = [
	({ outcome }) => outcome === 'unknown',
	({ outcome }) => outcome === 'notSent',
	isRefusedForRequest,
	({ outcome, isSkipped }) => outcome === 'rejected' && isSkipped !== true,
	({ outcome }) => outcome === 'duplicate',
	({ isSkipped }) => isSkipped === true,
];

function isRefusedForRequest(number: NumberOutcome): boolean {
	return number.outcome === 'rejected' && !isAboutNumber(number);
}

function isAboutNumber({ code, isSkipped }: NumberOutcome): boolean {
	return isSkipped === true || codeMeaning(code).about === 'number';
}

/**
 * What an item's numbers make of it.
 *
 * | numbers | outcome | a failure |
 * |---|---|---|
 * | all accepted | `accepted` | no |
 * | some accepted | `partial` | if another is `unknown` or `notSent`, or was refused for the request |
 * | none accepted, one `unknown` | `unknown` | yes |
 * | … else one `notSent` | `notSent` | yes |
 * | … else one refused | `rejected` | yes, unless it was skipped |
 * | … else | `duplicate` | no |
 *
 * @param numbers all numbers of the item, those left out before sending too
 */
export function verdictOf(numbers: readonly NumberOutcome[]): Verdict {
	const accepted = numbers.find(({ outcome }) => outcome === 'accepted');
	const others = numbers.filter(({ outcome }) => outcome !== 'accepted');
	const worst = RANKS.map((rank) => others.find(rank)).find((number) => number !== undefined);
	if (worst === undefined) {
		return accepted
			? { outcome: 'accepted', code: accepted.code, isFailure: false }
			: { outcome: 'rejected', code: 'NO_RECIPIENT', isFailure: true };
	}
	const { outcome, code, isSkipped } = worst;
	if (accepted) {
		// What stopped the rest is told, rather than that it was stopped.
		const cause = outcome === 'notSent' ? numbers.find(isRefusedForRequest) : undefined;
		const isFailure = outcome !== 'duplicate' && !isAboutNumber(worst);
		return { outcome: 'partial', code: cause?.code ?? code, isFailure };
	}
	return { outcome, code, isFailure: outcome !== 'duplicate' && isSkipped !== true };
}

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
interface SmsText {
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
