import type { Composition } from '../../sms/composition';
import type { Encoding } from '../../sms/text/segments';
import { codeMeaning, type Outcome, type Warning } from '../../sms/codes';
import type { RecipientOutcome } from '../../sms/answer/result';

/** The outcome of one recipient; an invalid one is quoted as written. */
export interface NumberOutcome extends RecipientOutcome {
	/** SMS credits spent. */
	readonly credits?: number;
	/** Skipped before sending at the user's request: not a failure. */
	readonly isSkipped?: true;
	/** One sentence, if the code alone does not explain it. */
	readonly reason?: string;
}

/** The outcome of an item: its recipients' common outcome, or `partial` if some were accepted. */
export type ItemOutcome = Outcome | 'partial';

export interface Verdict {
	readonly outcome: ItemOutcome;
	/** The worst code; for `partial`, the code of its cause. */
	readonly code: string;
	/** Whether the item fails in n8n. */
	readonly isFailure: boolean;
}

/** Worst first. */
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
 * Combines the outcomes of an item's recipients.
 *
 * | recipients | outcome | a failure |
 * |---|---|---|
 * | all accepted | `accepted` | no |
 * | some accepted | `partial` | if another is `unknown` or `notSent`, or was refused for the request |
 * | none accepted, one `unknown` | `unknown` | yes |
 * | … else one `notSent` | `notSent` | yes |
 * | … else one refused | `rejected` | yes, unless it was skipped |
 * | … else | `duplicate` | no |
 *
 * @param numbers all recipients of the item, including those skipped before sending
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
		// Name the cause rather than "stopped".
		const cause = outcome === 'notSent' ? numbers.find(isRefusedForRequest) : undefined;
		const isFailure = outcome !== 'duplicate' && !isAboutNumber(worst);
		return { outcome: 'partial', code: cause?.code ?? code, isFailure };
	}
	return { outcome, code, isFailure: outcome !== 'duplicate' && isSkipped !== true };
}

/**
 * The output for one input item: table values first, in the order readers need them, the rest in
 * `details`.
 */
export interface Row {
	readonly outcome: ItemOutcome;
	/** The item's recipients, joined by ", ". */
	readonly recipient: string;
	/** One sentence without a full stop. */
	readonly reason: string;
	/** SMS credits spent, see `creditsOf`; 0 for recipients that an earlier item shares. */
	readonly credits: number;
	readonly code: string;
	/** See `Failure`; not shown in the row. */
	readonly brief?: string | undefined;
	/** Accepted recipients. */
	readonly accepted: number;
	/** SMS credits left, from the last response for this item; null if it did not say. */
	readonly creditsLeft: number | null;
	readonly campaignId: string;
	/** ISO 8601 with offset; null if sent at once. */
	readonly scheduledAt: string | null;
	readonly details: {
		/** International digits without `+`. */
		readonly recipients: readonly string[];
		readonly rejected: readonly RejectedNumber[];
		readonly warnings: readonly Warning[];
		/** Null if the item was refused before its text was read. */
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
	/** Units that a handset counts, including the STOP mention if there is one. */
	readonly characters: number;
	readonly parts: number;
	/** Changes to the text and the recipients. */
	readonly changes: readonly string[];
}

export function smsOf({ phoneText, count, changes }: Composition): SmsText {
	const { encoding, characters, segments } = count;
	return { text: phoneText, encoding, characters, parts: segments, changes };
}
