import { creditsOf } from '../sms/credits';
import type { KeyClaim } from './keys/claims';
import type { End, Gone } from './keys/keyStore';
import type { CampaignItem, SharedOutcome, Ledger } from './ledger';
import { planRequests, sameness, type Plan, type Share, type SmsRequest } from './requests';

/** Outcomes of items whose key this run may not use. */
const OUTCOME_BY_CLAIM: Readonly<Record<Exclude<KeyClaim, 'claimed' | 'underWay'>, SharedOutcome>> =
	{
		sent: { outcome: 'duplicate', code: 'DUPLICATE_KEY' },
		inDoubt: { outcome: 'unknown', code: 'KEY_IN_DOUBT' },
		reused: { outcome: 'rejected', code: 'KEY_REUSED' },
		cancelled: { outcome: 'notSent', code: 'CANCELLED' },
		unavailable: { outcome: 'notSent', code: 'KEY_NOT_NOTED' },
	};

/** Items with the same idempotency key; an item without a key has its own queue. */
export type Queue = readonly CampaignItem[];

/**
 * Items that share an idempotency key take turns: the second waits for the first, because the key
 * becomes free again if the first is refused.
 */
export function queuesByKey(ledger: Ledger): Queue[] {
	const byKey = new Map<string, CampaignItem[]>();
	const queues: CampaignItem[][] = [];
	for (const item of ledger.items) {
		// Without recipients, it would only hold the key back from the others.
		if (item.composition.recipients.length === 0) continue;
		const shared = item.key === null ? undefined : byKey.get(item.key.key);
		// An item that an earlier try began to send owns the key.
		if (shared && ledger.isSettled(item.itemIndex)) shared.unshift(item);
		else if (shared) shared.push(item);
		else {
			const queue = [item];
			queues.push(queue);
			if (item.key !== null) byKey.set(item.key.key, queue);
		}
	}
	return queues;
}

/** Requests for the first item of each queue, without recipients that already have an outcome. */
export function requestsOfTurn(queues: readonly Queue[], ledger: Ledger, plan: Plan): SmsRequest[] {
	const items = queues.flatMap(([first = []]) => first);
	const orders = items.map(({ itemIndex, composition }) => ({
		...composition,
		itemIndex,
		recipients: ledger.unsettled(itemIndex),
	}));
	return planRequests(orders, plan);
}

/** The queues that remain after the first item's turn. */
export function afterTurn([first, ...others]: Queue, ledger: Ledger): Queue[] {
	if (first === undefined || others.length === 0) return [];
	// Another run holds the key and decides which of the others it already sent.
	const isReused = ledger.has(first.itemIndex, ({ code }) => code === 'KEY_REUSED');
	if (isReused) return others.map((item) => [item]);
	if (!ledger.isSettled(first.itemIndex)) return [others];
	for (const item of others) {
		const isSame = item.key?.message === first.key?.message;
		const recipients = ledger.unsettled(item.itemIndex);
		const { itemIndex } = item;
		ledger.note(
			{ itemIndex, recipients },
			OUTCOME_BY_CLAIM[isSame ? endOf(first.itemIndex, ledger) : 'reused'],
		);
	}
	return [];
}

/**
 * The most expensive requests that a campaign may make: of items that share an idempotency key, only
 * one is sent. If they differ, it may be any of them: the costliest counts, in requests of its own.
 *
 * @param free first items whose key is free
 */
export function costliestRequests(
	queues: readonly Queue[],
	free: ReadonlySet<CampaignItem>,
	ledger: Ledger,
	plan: Plan,
): SmsRequest[] {
	const cost = ({ itemIndex, composition }: CampaignItem): number =>
		creditsOf(composition.message, ledger.unsettled(itemIndex));
	const sms = ({ composition, key }: CampaignItem): string =>
		`${String(key?.message)} ${sameness(composition)}`;
	const together: Queue[] = [];
	const alone: Queue[] = [];
	for (const [first, ...others] of queues) {
		if (first === undefined || !free.has(first)) continue;
		const costliest = others.reduce(
			(most, other) => (cost(other) > cost(most) ? other : most),
			first,
		);
		const isOne = others.every((other) => sms(other) === sms(first));
		(isOne ? together : alone).push([costliest]);
	}
	return [together, ...alone.map((queue) => [queue])].flatMap((some) =>
		requestsOfTurn(some, ledger, plan),
	);
}

/**
 * The request without items that their keys do not allow to send now, and without recipients who got
 * the same SMS through another item. Records their outcomes.
 */
export function allowedByKeys(
	request: SmsRequest,
	claims: ReadonlyMap<number, KeyClaim>,
	ledger: Ledger,
): SmsRequest {
	const shares = request.shares.flatMap((share) => {
		const claim = claims.get(share.itemIndex) ?? 'claimed';
		if (claim === 'claimed') return ledger.stillToSend(share);
		if (claim !== 'underWay') ledger.note(share, OUTCOME_BY_CLAIM[claim]);
		return [];
	});
	return partOf(request, shares);
}

/** A request reduced to some of its shares. */
export function partOf(request: SmsRequest, shares: readonly Share[]): SmsRequest {
	const wanted = new Set(shares.flatMap(({ recipients }) => recipients));
	const recipients = request.recipients.filter((recipient) => wanted.has(recipient));
	return { ...request, recipients, shares };
}

/** Chains of requests that may run in parallel: requests that share a recipient form one chain. */
export function inChains(requests: readonly SmsRequest[]): SmsRequest[][] {
	const known = new Set<string>();
	const shared = new Set<string>();
	for (const recipient of requests.flatMap(({ recipients }) => recipients)) {
		(known.has(recipient) ? shared : known).add(recipient);
	}
	const isShared = ({ recipients }: SmsRequest): boolean =>
		recipients.some((one) => shared.has(one));
	return [
		requests.filter(isShared),
		...requests.filter((one) => !isShared(one)).map((one) => [one]),
	];
}

/** How the keys of a request's items end, by item index; only items with all outcomes known. */
export function endsOf({ shares }: SmsRequest, ledger: Ledger): Map<number, End> {
	const complete = shares.filter(({ itemIndex }) => ledger.isComplete(itemIndex));
	return new Map(
		complete.map(({ itemIndex }) => {
			return [itemIndex, ledger.isSettled(itemIndex) ? endOf(itemIndex, ledger) : 'free'];
		}),
	);
}

/** Items whose key an earlier try of this run owns, and how it ended; by item index. */
export function begunEarlier(ledger: Ledger): Map<number, Gone> {
	const begun = new Map<number, Gone>();
	for (const { itemIndex } of ledger.items) {
		if (ledger.hasLeft(itemIndex)) begun.set(itemIndex, endOf(itemIndex, ledger));
	}
	return begun;
}

/** How an item ended that was or may have been sent. */
const endOf = (itemIndex: number, ledger: Ledger): Gone =>
	ledger.has(itemIndex, ({ outcome }) => outcome === 'unknown') ? 'inDoubt' : 'sent';
