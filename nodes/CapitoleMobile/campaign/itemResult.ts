import type { Composition } from '../sms/composition';
import type { Outcome } from '../sms/answer/outcome';
import { summarize } from '../sms/answer/outcome';
import type { Encoding } from '../sms/text/segments';
import type { Warning } from '../sms/warning';
import type { Deliveries } from './ledger';

/** What the node gives for one input item, see the README's "What comes out". */
export interface ItemResult {
	readonly outcome: Outcome;
	readonly code: string;
	/** SMS credits left as the last answer for this item said, or null when it did not say. */
	readonly creditsLeft: number | null;
	readonly campaignId: string;
	/** Every number the item was for, as international digits without `+`. */
	readonly recipients: readonly string[];
	/** The numbers that did not get the SMS, as far as is known, and why. */
	readonly rejected: ReadonlyArray<{ readonly recipient: string; readonly code: string }>;
	readonly warnings: readonly Warning[];
	/** ISO with offset, or null when it was sent at once. */
	readonly scheduledAt: string | null;
	readonly message: {
		/** The text as it was sent, after every change that `warnings` lists. */
		readonly text: string;
		readonly encoding: Encoding;
		/** Units a handset counts, with the STOP mention where there is one. */
		readonly characters: number;
		readonly segments: number;
	};
}

/** An item's result, from what was composed and what became of each number. */
export function itemResult(composition: Composition, deliveries: Deliveries): ItemResult {
	const { message, count } = composition;
	return {
		...summarize(deliveries.outcomes),
		creditsLeft: deliveries.creditsLeft,
		campaignId: message.id,
		recipients: composition.recipients,
		rejected: [
			...composition.rejected.map(({ recipient, code }) => ({ recipient, code })),
			...deliveries.outcomes
				.filter(({ outcome }) => outcome === 'rejected' || outcome === 'notSent')
				.map(({ recipient, code }) => ({ recipient, code })),
		],
		warnings: [...composition.warnings, ...deliveries.warnings],
		scheduledAt: composition.scheduledAt,
		message: {
			text: message.text,
			encoding: count.encoding,
			characters: count.characters,
			segments: count.segments,
		},
	};
}

/** The same, one result for each number: those that could not be numbers come last. */
export function recipientResults(
	composition: Composition,
	deliveries: Deliveries,
): readonly ItemResult[] {
	const whole = itemResult(composition, deliveries);
	const sent = deliveries.outcomes.map(({ recipient, outcome, code }) => ({
		...whole,
		outcome,
		code,
		recipients: [recipient],
		rejected: outcome === 'rejected' || outcome === 'notSent' ? [{ recipient, code }] : [],
	}));
	const skipped = composition.rejected.map(({ recipient, code }) => ({
		...whole,
		outcome: 'rejected' as const,
		code,
		recipients: [],
		rejected: [{ recipient, code }],
	}));
	return [...sent, ...skipped];
}
