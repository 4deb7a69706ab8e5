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
	/** Idempotency key; null for none. */
	readonly key: KeyUse | null;
}

/** The outcome of one recipient of an item. */
export interface Delivery extends RecipientOutcome {
	/** SMS credits spent. */
	readonly credits: number;
}

/** The outcome of recipients that no response covers. */
export type SharedOutcome = Omit<RecipientOutcome, 'recipient'>;

/** The outcomes of one item. */
export interface Deliveries {
	readonly outcomes: readonly Delivery[];
	readonly creditsLeft: number | null;
	readonly warnings: readonly Warning[];
	/** When it leaves, if not as the item says: ISO with offset, or null for at once. */
	readonly scheduledAt?: string | null;
	/** Whether an earlier try sent a text that the item no longer has. */
	readonly isOtherText?: boolean;
}

/** Deliveries of an item that was never sent. */
export const NOTHING_KNOWN: Deliveries = {
	outcomes: [],
	creditsLeft: null,
	warnings: [],
};

const SETTLED: ReadonlySet<Outcome> = new Set<Outcome>(['accepted', 'unknown', 'duplicate']);

/** Whether this outcome rules out another try. */
export function isSettled({ outcome }: Pick<RecipientOutcome, 'outcome'>): boolean {
	return SETTLED.has(outcome);
}

/** Excludes KEY_IN_DOUBT, which is about another run. */
const hasLeft = ({ outcome, code }: SharedOutcome): boolean =>
	outcome === 'accepted' || (outcome === 'unknown' && code !== 'KEY_IN_DOUBT');

interface ItemAccount {
	readonly item: CampaignItem;
	/** By recipient; includes what an earlier try settled. */
	readonly outcomes: Map<string, Delivery>;
	/** By message, without repeats. */
	readonly warnings: Map<string, Warning>;
	creditsLeft: number | null;
	scheduledAt: string | null | undefined;
}

/** The outcome of every recipient of every item in a campaign. */
export class Ledger {
	private readonly accounts: ReadonlyMap<number, ItemAccount>;

	/** Running totals: a campaign of 50,000 is counted a hundred times. */
	private readonly counts = { accepted: 0, rejected: 0, notSent: 0, unknown: 0, duplicate: 0 };
	private credits = 0;
	private creditsLeft: number | null = null;

	/** With Combine Items: by message, the item for which each recipient got it. Otherwise null. */
	private readonly gotIt: Map<string, Map<string, ItemAccount>> | null;

	/**
	 * @param earlier outcomes from earlier tries of this run, by item index
	 * @param over with Combine Items, the other items that an earlier try sent; otherwise null
	 */
	constructor(
		readonly items: readonly CampaignItem[],
		earlier: ReadonlyMap<number, Deliveries> = new Map(),
		over: readonly CampaignItem[] | null = null,
	) {
		const open = (item: CampaignItem) => openAccount(item, earlier.get(item.itemIndex));
		this.accounts = new Map(items.map((item) => [item.itemIndex, open(item)]));
		// Otherwise all items with the same message share requests and outcomes.
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

	/** The item's recipients without an outcome. */
	unsettled(itemIndex: number): string[] {
		const { item, outcomes } = this.accountOf(itemIndex);
		return item.composition.recipients.filter((recipient) => !outcomes.has(recipient));
	}

	has(itemIndex: number, such: (known: Delivery) => boolean): boolean {
		for (const known of this.accountOf(itemIndex).outcomes.values()) if (such(known)) return true;
		return false;
	}

	/** Whether an SMS of the item left or may have left. */
	isSettled(itemIndex: number): boolean {
		return this.has(itemIndex, isSettled);
	}

	/** Indexes of the items with an SMS that left or may have left. */
	begun(): number[] {
		return [...this.accounts.keys()].filter((itemIndex) => this.isSettled(itemIndex));
	}

	/** Whether an SMS of the item left, or may have left, in this run. */
	hasLeft(itemIndex: number): boolean {
		return this.has(itemIndex, hasLeft);
	}

	/** Whether every recipient of the item has an outcome. */
	isComplete(itemIndex: number): boolean {
		const { item, outcomes } = this.accountOf(itemIndex);
		return outcomes.size >= item.composition.recipients.length;
	}

	/** Records one outcome, free of charge, for some recipients of an item. */
	note({ itemIndex, recipients }: Share, known: SharedOutcome): void {
		const account = this.accountOf(itemIndex);
		for (const recipient of recipients) this.settle(account, { recipient, credits: 0, ...known });
	}

	/** Records one outcome for all recipients of a request that have none. */
	noteRest({ shares }: SmsRequest, known: SharedOutcome): void {
		for (const { itemIndex, recipients } of shares) {
			const { outcomes } = this.accountOf(itemIndex);
			this.note({ itemIndex, recipients: recipients.filter((one) => !outcomes.has(one)) }, known);
		}
	}

	/**
	 * With Combine Items, the share without the recipients who got the same SMS through another item;
	 * their outcome is recorded. Call it once the item's own key is claimed.
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

	/** Records the result of a request for every item in it. */
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
				// The recipient already has an outcome if the item's key forbade sending.
				if (outcome === undefined || account.outcomes.has(recipient)) continue;
				// A recipient that two items share gets one SMS, charged to the first.
				const isPaid = outcome.outcome === 'accepted' && !paid.has(recipient);
				this.settle(account, { ...outcome, credits: isPaid ? cost(recipient) : 0 });
				if (isPaid && shares.length > 1) paid.add(recipient);
			}
		}
	}

	/** Records one outcome for every recipient that has none. */
	noteMissing(known: SharedOutcome): void {
		for (const itemIndex of this.accounts.keys()) {
			this.note({ itemIndex, recipients: this.unsettled(itemIndex) }, known);
		}
	}

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

/** The cost for a recipient, computed once for metropolitan France and once elsewhere. */
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
