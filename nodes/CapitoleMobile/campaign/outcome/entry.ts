import type { CodeMeaning } from '../../sms/codes';
import type { Composition } from '../../sms/composition';
import { savingOf, type Saving } from '../../sms/credits';
import type { Deliveries } from '../ledger';
import { failureOf, isRejected, reasonOf, whyOf } from './reason';
import { smsOf, type RejectedNumber, type Row } from './row';
import { verdictOf, type NumberOutcome } from './verdict';

/** A row, and what to tell n8n where it is a failure. */
export interface Entry {
	readonly row: Row;
	readonly failure: CodeMeaning | null;
	/** What plain letters saved. */
	readonly saving?: Saving | null;
}

/** What became of an item. */
export function itemEntry(composition: Composition, deliveries: Deliveries): Entry {
	return entryOf(composition, deliveries, numbersOf(composition, deliveries));
}

/**
 * The same, with one entry for each number; those that were left out come last. Where the item is not a
 * failure, none of its numbers is.
 */
export function recipientEntries(composition: Composition, deliveries: Deliveries): Entry[] {
	const numbers = numbersOf(composition, deliveries);
	const { isFailure } = verdictOf(numbers);
	return numbers.map((number) => {
		const entry = entryOf(composition, deliveries, [number]);
		return isFailure ? entry : { ...entry, failure: null };
	});
}

/** Every number of the item, including those that nothing is known of: none may go missing. */
function numbersOf(
	{ recipients, rejected }: Composition,
	{ outcomes }: Deliveries,
): readonly NumberOutcome[] {
	// The ledger gives them in the item's order, so where none is missing they are these.
	const asked =
		outcomes.length === recipients.length ? outcomes : withUntried(recipients, outcomes);
	const skipped = rejected.map((one): NumberOutcome => {
		return { ...one, outcome: 'rejected', isSkipped: true };
	});
	return [...asked, ...skipped];
}

function withUntried(
	recipients: readonly string[],
	outcomes: readonly NumberOutcome[],
): NumberOutcome[] {
	const known = new Map(outcomes.map((outcome) => [outcome.recipient, outcome]));
	return recipients.map((recipient) => {
		return known.get(recipient) ?? { recipient, outcome: 'notSent', code: 'NOT_TRIED' };
	});
}

function entryOf(
	composition: Composition,
	deliveries: Deliveries,
	numbers: readonly NumberOutcome[],
): Entry {
	const { message } = composition;
	const { isOtherText = false, scheduledAt = composition.scheduledAt } = deliveries;
	const { outcome, code, isFailure } = verdictOf(numbers);
	const accepted = numbers.filter((number) => number.outcome === 'accepted').length;
	const rejected = numbers.filter(isRejected).map(asRejected);
	const reason = reasonOf(outcome, code, accepted, numbers);
	const row: Row = {
		outcome,
		recipient: numbers.map(({ recipient }) => recipient).join(', '),
		reason,
		credits: numbers.reduce((sum, { credits = 0 }) => sum + credits, 0),
		code,
		accepted,
		creditsLeft: deliveries.creditsLeft,
		campaignId: isOtherText ? '' : message.id,
		scheduledAt,
		details: {
			recipients: numbers.filter(({ isSkipped }) => !isSkipped).map(({ recipient }) => recipient),
			rejected,
			warnings: [...(isOtherText ? [] : composition.warnings), ...deliveries.warnings],
			sms: isOtherText ? null : smsOf(composition),
		},
	};
	const cause = numbers.find((number) => number.cause !== undefined)?.cause;
	const failure = isFailure ? failureOf(row, cause, deliveries.warnings, composition) : null;
	const paidFor = numbers.filter(({ credits = 0 }) => credits > 0);
	const saving = savingOf(
		composition,
		paidFor.map(({ recipient }) => recipient),
	);
	return { row, failure, saving: isOtherText ? null : saving };
}

const asRejected = (number: NumberOutcome): RejectedNumber => {
	const { recipient, outcome, code } = number;
	return { recipient, outcome, code, reason: whyOf(number) };
};

/** The row of an item that was not sent, because of itself or of the whole run. */
export function unsentEntry(
	outcome: 'rejected' | 'notSent',
	{
		code,
		meaning,
		remedy,
		brief,
	}: CodeMeaning & { readonly code: string; readonly brief?: string | undefined },
	known: { readonly recipient?: string; readonly composition?: Composition | undefined } = {},
	rejected: readonly RejectedNumber[] = [],
): Entry {
	const { composition } = known;
	const row: Row = {
		outcome,
		recipient: composition?.recipients.join(', ') ?? known.recipient ?? '',
		// A number has one reason, whoever refused it.
		reason: rejected.length === 1 ? (rejected[0]?.reason ?? meaning) : meaning,
		credits: 0,
		code,
		...(brief === undefined ? {} : { brief }),
		accepted: 0,
		creditsLeft: null,
		campaignId: composition?.message.id ?? '',
		scheduledAt: composition?.scheduledAt ?? null,
		details: {
			recipients: composition?.recipients ?? [],
			rejected,
			warnings: composition?.warnings ?? [],
			sms: null,
		},
	};
	return { row, failure: { meaning, remedy } };
}
