import type { Composition } from '../sms/composition';
import type { Deliveries } from './itemResult';
import type { Outcome, RecipientOutcome, RequestResult } from '../sms/answer/outcome';
import type { Warning } from '../sms/warning';

/** One item to send, with what an earlier try has sent of it. */
export interface ItemToSend {
	readonly itemIndex: number;
	readonly composition: Composition;
	/** Empty for none. */
	readonly idempotencyKey: string;
	readonly earlier: Deliveries | undefined;
}

/** What became of an item so far. */
export interface Progress {
	readonly outcomes: Map<string, RecipientOutcome>;
	readonly answers: RequestResult[];
	/** Planned requests that have yet to be answered or given up. */
	left: number;
}

/** Outcomes after which a number must not be tried again. */
const DONE: ReadonlySet<Outcome> = new Set<Outcome>(['accepted', 'unknown', 'duplicate']);

/** Whether a number with this outcome must not be tried again. */
export function isDone({ outcome }: RecipientOutcome): boolean {
	return DONE.has(outcome);
}

/** What the requests of an item brought, with what an earlier try had. */
export function deliveriesOf({ composition, earlier }: ItemToSend, progress: Progress): Deliveries {
	const before = new Map(earlier?.outcomes.map((outcome) => [outcome.recipient, outcome]));
	const { answers, outcomes } = progress;
	return {
		outcomes: composition.recipients.flatMap(
			(recipient) => outcomes.get(recipient) ?? before.get(recipient) ?? [],
		),
		creditsLeft:
			answers.findLast(({ creditsLeft }) => creditsLeft !== null)?.creditsLeft ??
			earlier?.creditsLeft ??
			null,
		warnings: distinct([
			...(earlier?.warnings ?? []),
			...answers.flatMap(({ warnings }) => warnings),
		]),
	};
}

/** The numbers that an earlier try has not settled. */
export function leftToTry(
	recipients: readonly string[],
	earlier: Deliveries | undefined,
): readonly string[] {
	if (earlier === undefined) return recipients;
	const done = new Set(earlier.outcomes.filter(isDone).map(({ recipient }) => recipient));
	return recipients.filter((recipient) => !done.has(recipient));
}

function distinct(warnings: readonly Warning[]): Warning[] {
	return [...new Map(warnings.map((warning) => [warning.message, warning])).values()];
}
