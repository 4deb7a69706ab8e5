import type { RecipientOutcome, RequestResult } from '../sms/answer/result';
import type { Outcome, Warning } from '../sms/codes';
import type { Composition } from '../sms/composition';
import { creditsOf } from '../sms/credits';
import { isMetropolitan } from '../sms/recipients/numberingPlans';
import type { OutgoingMessage } from '../sms/document/document';
import type { KeyUse } from './keys/keyStore';
import { lowestBalance, type Tally } from './outcome/tally';
import { sameness, type Share, type SmsRequest } from './requests';

/** One item to send. */
export interface CampaignItem {
	readonly itemIndex: number;
	readonly composition: Composition;
	/** Under which it is sent once only; null for none. */
	readonly key: KeyUse | null;
}

/** What is known of one number of an item. */
export interface Delivery extends RecipientOutcome {
	/** SMS that were spent on it. */
	readonly credits: number;
}

/** What is known of numbers that no answer tells of. */
export type Fate = Omit<RecipientOutcome, 'recipient'>;

/** What is known of one item's sending. */
export interface Deliveries {
	/** One for each of the item's numbers of which something is known. */
	readonly outcomes: readonly Delivery[];
	readonly creditsLeft: number | null;
	readonly warnings: readonly Warning[];
	/** When it leaves: ISO with offset, or null for at once; left out where it is as the item has it. */
	readonly scheduledAt?: string | null;
	/** Whether what an earlier try sent no longer shows: the item reads otherwise now. */
	readonly isOtherText?: boolean;
}

/** Of an item of which nothing was sent. */
export const NOTHING_KNOWN: Deliveries = {
	outcomes: [],
	creditsLeft: null,
	warnings: [],
};

const SETTLED: ReadonlySet<Outcome> = new Set<Outcome>(['accepted', 'unknown', 'duplicate']);

/** Whether a number with this outcome must not be tried again. */
export function isSettled({ outcome }: Pick<RecipientOutcome, 'outcome'>): boolean {
	return SETTLED.has(outcome);
}

/** KEY_IN_DOUBT is about another run. */
const hasLeft = ({ outcome, code }: Fate): boolean =>
	outcome === 'accepted' || (outcome === 'unknown' && code !== 'KEY_IN_DOUBT');

interface ItemAccount {
	readonly item: CampaignItem;
	/** By number: what an earlier try has settled, and what this one brought. */
	readonly outcomes: Map<string, Delivery>;
	/** By message: several of a kind are one. */
	readonly warnings: Map<string, Warning>;
	creditsLeft: number | null;
	scheduledAt: string | null | undefined;
}

/** Knows what became of every number of every item of a campaign. */
export class Ledger {
	private readonly accounts: ReadonlyMap<number, ItemAccount>;

	/** Kept as they come: a campaign of 50,000 is counted a hundred times. */
	private readonly counts = { accepted: 0, rejected: 0, notSent: 0, unknown: 0, duplicate: 0 };
	private credits = 0;
	private creditsLeft: number | null = null;

	/** With Combine Items, by message, for which item a number got it; null without. */
	private readonly gotIt: Map<string, Map<string, ItemAccount>> | null;

	/**
	 * @param earlier what an earlier try of the same run knows, by item index
	 * @param over with Combine Items, the other items that an earlier try has sent; null without
	 */
	constructor(
		readonly items: readonly CampaignItem[],
		earlier: ReadonlyMap<number, Deliveries> = new Map(),
		over: readonly CampaignItem[] | null = null,
	) {
		const open = (item: CampaignItem) => openAccount(item, earlier.get(item.itemIndex));
		this.accounts = new Map(items.map((item) => [item.itemIndex, open(item)]));
		// Else all items of a message share its requests, and their outcomes.
		const mayPart = earlier.size > 0 || items.some(({ key }) => key !== null);
		this.gotIt = over !== null && mayPart ? new Map() : null;
		for (const account of this.accounts.values()) {
			for (const known of account.outcomes.values()) this.count(account, known);
			this.creditsLeft = lowestBalance(this.creditsLeft, account.creditsLeft);
		}
		for (const account of (over ?? []).map(open)) {
			for (const known of account.outcomes.values()) this.keepIfLeft(account, known);
		}
	}

	/** The item's numbers that nothing has settled, and that have no outcome in this try. */
	unsettled(itemIndex: number): string[] {
		const { item, outcomes } = this.accountOf(itemIndex);
		return item.composition.recipients.filter((recipient) => !outcomes.has(recipient));
	}

	/** Whether some number of the item has such an outcome. */
	has(itemIndex: number, such: (known: Delivery) => boolean): boolean {
		for (const known of this.accountOf(itemIndex).outcomes.values()) if (such(known)) return true;
		return false;
	}

	/** Whether an SMS went out for some number of the item, or may have. */
	isSettled(itemIndex: number): boolean {
		return this.has(itemIndex, isSettled);
	}

	/** Indexes of the items that an SMS went out for, or may have. */
	begun(): number[] {
		return [...this.accounts.keys()].filter((itemIndex) => this.isSettled(itemIndex));
	}

	/** Whether it left, or may have left, in this run. */
	hasLeft(itemIndex: number): boolean {
		return this.has(itemIndex, hasLeft);
	}

	/** Whether every number of the item has an outcome in this try. */
	isComplete(itemIndex: number): boolean {
		const { item, outcomes } = this.accountOf(itemIndex);
		return outcomes.size >= item.composition.recipients.length;
	}

	/** Notes one outcome for some numbers of an item, which costs nothing. */
	note({ itemIndex, recipients }: Share, known: Fate): void {
		const account = this.accountOf(itemIndex);
		for (const recipient of recipients) this.settle(account, { recipient, credits: 0, ...known });
	}

	/** The same for the numbers of a request of which nothing is known in this try. */
	noteRest({ shares }: SmsRequest, known: Fate): void {
		for (const { itemIndex, recipients } of shares) {
			const { outcomes } = this.accountOf(itemIndex);
			this.note({ itemIndex, recipients: recipients.filter((one) => !outcomes.has(one)) }, known);
		}
	}

	/**
	 * A share without the numbers that got this SMS for another item by now, which is noted: with Combine
	 * Items it is the same SMS. To be asked once the item's own key is claimed.
	 */
	stillToSend(share: Share): Share {
		const account = this.accountOf(share.itemIndex);
		const gotIt = this.gotIt?.get(sameness(account.item.composition));
		const recipients = share.recipients.filter((recipient) => {
			const other = gotIt?.get(recipient);
			const outcome = other?.outcomes.get(recipient);
			if (!other || !outcome) return true;
			this.settle(account, { ...outcome, credits: 0 });
			account.creditsLeft ??= other.creditsLeft;
			account.scheduledAt = other.scheduledAt;
			return false;
		});
		return recipients.length === share.recipients.length ? share : { ...share, recipients };
	}

	/** Notes what a request brought, for every item that had a share in it. */
	noteResult(request: SmsRequest, result: RequestResult): void {
		const { message, shares, late } = request;
		const news = [...result.warnings, ...(late?.warnings ?? [])];
		const cost = costPerNumber(message);
		const paid = new Set<string>();
		const byRecipient = new Map(result.outcomes.map((outcome) => [outcome.recipient, outcome]));
		this.creditsLeft = lowestBalance(this.creditsLeft, result.creditsLeft);
		for (const { itemIndex, recipients } of shares) {
			const account = this.accountOf(itemIndex);
			account.creditsLeft = result.creditsLeft ?? account.creditsLeft;
			account.scheduledAt = (late ?? request).scheduledAt;
			for (const warning of news) {
				const isKnown = account.item.composition.warnings.some(({ code }) => code === warning.code);
				if (!isKnown) account.warnings.set(warning.message, warning);
			}
			for (const recipient of recipients) {
				const outcome = byRecipient.get(recipient);
				// What its key forbade to send has its outcome, though another item's went to the same number.
				if (outcome === undefined || account.outcomes.has(recipient)) continue;
				// A number that two items share gets one SMS, which counts for the first.
				const isPaid = outcome.outcome === 'accepted' && !paid.has(recipient);
				this.settle(account, { ...outcome, credits: isPaid ? cost(recipient) : 0 });
				if (isPaid && shares.length > 1) paid.add(recipient);
			}
		}
	}

	/** Notes one outcome for every number that has none in this try. */
	noteUntold(known: Fate): void {
		for (const itemIndex of this.accounts.keys()) {
			this.note({ itemIndex, recipients: this.unsettled(itemIndex) }, known);
		}
	}

	/** All that is known so far, in figures. */
	tally(): Tally {
		const { counts, credits, creditsLeft } = this;
		return { counts, reasons: [], items: this.accounts.size, credits, creditsLeft, savings: [] };
	}

	deliveriesOf(itemIndex: number): Deliveries {
		const { item, outcomes, creditsLeft, warnings, scheduledAt } = this.accountOf(itemIndex);
		const known = item.composition.recipients
			.map((recipient) => outcomes.get(recipient))
			.filter((outcome) => outcome !== undefined);
		const time = scheduledAt === undefined ? {} : { scheduledAt };
		return { outcomes: known, creditsLeft, warnings: [...warnings.values()], ...time };
	}

	private settle(account: ItemAccount, known: Delivery): void {
		account.outcomes.set(known.recipient, known);
		this.count(account, known);
	}

	private count(account: ItemAccount, known: Delivery): void {
		this.counts[known.outcome] += 1;
		this.credits += known.credits;
		this.keepIfLeft(account, known);
	}

	private keepIfLeft(account: ItemAccount, known: Delivery): void {
		if (this.gotIt === null || !hasLeft(known)) return;
		const same = sameness(account.item.composition);
		const gotIt = this.gotIt.get(same) ?? new Map<string, ItemAccount>();
		this.gotIt.set(same, gotIt);
		if (!gotIt.has(known.recipient)) gotIt.set(known.recipient, account);
	}

	private accountOf(itemIndex: number): ItemAccount {
		const account = this.accounts.get(itemIndex);
		if (account === undefined) throw new Error(`Item ${String(itemIndex)} is not in this campaign`);
		return account;
	}
}

/** What a message costs for a number; counted once for those that cost the same. */
function costPerNumber(message: OutgoingMessage): (recipient: string) => number {
	const known = new Map<boolean, number>();
	return (recipient) => {
		const kind = isMetropolitan(recipient);
		const cost = known.get(kind) ?? creditsOf(message, [recipient]);
		known.set(kind, cost);
		return cost;
	};
}

function openAccount(item: CampaignItem, earlier = NOTHING_KNOWN): ItemAccount {
	const { outcomes, warnings, creditsLeft, scheduledAt } = earlier;
	const settled = outcomes.filter(isSettled);
	return {
		item,
		outcomes: new Map(settled.map((outcome) => [outcome.recipient, outcome])),
		warnings: new Map(warnings.map((warning) => [warning.message, warning])),
		creditsLeft,
		scheduledAt,
	};
}
