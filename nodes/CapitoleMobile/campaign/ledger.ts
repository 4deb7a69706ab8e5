import type { Composition } from '../sms/composition';
import type { RecipientOutcome, RequestResult } from '../sms/answer/outcome';
import type { Outcome } from '../sms/codes';
import type { Warning } from '../sms/warning';
import type { Share } from './requests';

/** One item to send. */
export interface CampaignItem {
	readonly itemIndex: number;
	readonly composition: Composition;
	/** Empty for none. */
	readonly idempotencyKey: string;
}

/** What is known of one item's sending. */
export interface Deliveries {
	/** One for each of the composition's recipients of which something is known, in their order. */
	readonly outcomes: readonly RecipientOutcome[];
	readonly creditsLeft: number | null;
	readonly warnings: readonly Warning[];
}

/** Of an item of which nothing was sent. */
export const NOTHING_KNOWN: Deliveries = { outcomes: [], creditsLeft: null, warnings: [] };

const SETTLED: ReadonlySet<Outcome> = new Set<Outcome>(['accepted', 'unknown', 'duplicate']);

/** Whether a number with this outcome must not be tried again. */
export function isSettled({ outcome }: RecipientOutcome): boolean {
	return SETTLED.has(outcome);
}

interface Account {
	readonly outcomes: Map<string, RecipientOutcome>;
	/** By message: several of a kind are one. */
	readonly warnings: Map<string, Warning>;
	creditsLeft: number | null;
	/** Numbers without an outcome in this try so far. */
	readonly awaited: Set<string>;
}

/** Knows what became of every number of every item of a campaign. */
export class Ledger {
	private readonly accounts: ReadonlyMap<number, Account>;

	/** @param earlier what an earlier try of the same run knows, by item index */
	constructor(
		private readonly items: readonly CampaignItem[],
		earlier: ReadonlyMap<number, Deliveries> = new Map(),
	) {
		this.accounts = new Map(
			items.map(({ itemIndex, composition }) => [
				itemIndex,
				openAccount(composition.recipients, earlier.get(itemIndex)),
			]),
		);
	}

	/** The item's numbers that nothing has settled yet. */
	unsettled({ itemIndex, composition }: CampaignItem): string[] {
		return openIn(this.accountOf(itemIndex).outcomes, composition.recipients);
	}

	outcomesOf(itemIndex: number): RecipientOutcome[] {
		return [...this.accountOf(itemIndex).outcomes.values()];
	}

	/** Whether an SMS went out for some number of the item, or may have. */
	isSettled(itemIndex: number): boolean {
		return this.outcomesOf(itemIndex).some(isSettled);
	}

	/** Whether every number of the item has an outcome in this try. */
	isComplete(itemIndex: number): boolean {
		return this.accountOf(itemIndex).awaited.size === 0;
	}

	/** Notes one outcome for some numbers of an item. */
	note({ itemIndex, recipients }: Share, known: Pick<RecipientOutcome, 'outcome' | 'code'>): void {
		const { outcomes, awaited } = this.accountOf(itemIndex);
		for (const recipient of recipients) {
			outcomes.set(recipient, { recipient, ...known });
			awaited.delete(recipient);
		}
	}

	/** Notes what a request brought, for every item that had a share in it. */
	noteResult(shares: readonly Share[], result: RequestResult): void {
		const counted = new Set<string>();
		const byRecipient = new Map(result.outcomes.map((outcome) => [outcome.recipient, outcome]));
		for (const { itemIndex, recipients } of shares) {
			const account = this.accountOf(itemIndex);
			account.creditsLeft = result.creditsLeft ?? account.creditsLeft;
			for (const warning of result.warnings) account.warnings.set(warning.message, warning);
			for (const recipient of recipients) {
				const outcome = byRecipient.get(recipient);
				// What its key forbade to send has its outcome, though another item's went to the same number.
				if (outcome === undefined || !account.awaited.delete(recipient)) continue;
				const isShared = counted.has(recipient);
				account.outcomes.set(recipient, isShared ? { ...outcome, isShared } : outcome);
				counted.add(recipient);
			}
		}
	}

	/** Notes one outcome for every number, of all items or of some shares, that has none in this try. */
	noteUntold(
		known: Pick<RecipientOutcome, 'outcome' | 'code'>,
		shares: readonly Share[] = this.items.map(wholeShare),
	): void {
		for (const { itemIndex, recipients } of shares) {
			const { awaited } = this.accountOf(itemIndex);
			this.note({ itemIndex, recipients: recipients.filter((one) => awaited.has(one)) }, known);
		}
	}

	/** All that is known, by item index. */
	deliveries(): Map<number, Deliveries> {
		return new Map(
			this.items.map(({ itemIndex, composition }) => {
				const { outcomes, creditsLeft, warnings } = this.accountOf(itemIndex);
				const known = composition.recipients.flatMap((recipient) => outcomes.get(recipient) ?? []);
				return [itemIndex, { outcomes: known, creditsLeft, warnings: [...warnings.values()] }];
			}),
		);
	}

	private accountOf(itemIndex: number): Account {
		const account = this.accounts.get(itemIndex);
		if (account === undefined) throw new Error(`Item ${String(itemIndex)} is not in this campaign`);
		return account;
	}
}

const wholeShare = ({ itemIndex, composition }: CampaignItem): Share => ({
	itemIndex,
	recipients: composition.recipients,
});

function openIn(
	outcomes: ReadonlyMap<string, RecipientOutcome>,
	recipients: readonly string[],
): string[] {
	return recipients.filter((recipient) => {
		const known = outcomes.get(recipient);
		return known === undefined || !isSettled(known);
	});
}

function openAccount(recipients: readonly string[], earlier = NOTHING_KNOWN): Account {
	const outcomes = new Map(earlier.outcomes.map((outcome) => [outcome.recipient, outcome]));
	return {
		outcomes,
		warnings: new Map(earlier.warnings.map((warning) => [warning.message, warning])),
		creditsLeft: earlier.creditsLeft,
		awaited: new Set(openIn(outcomes, recipients)),
	};
}
