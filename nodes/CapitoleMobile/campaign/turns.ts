import { creditsOf } from '../sms/credits';
import type { KeyClaim } from './keys/claims';
import type { End, Gone } from './keys/keyStore';
import type { CampaignItem, Fate, Ledger } from './ledger';
import { planRequests, type Plan, type Share, type SmsRequest } from './requests';

/** What becomes of an item whose key is not ours to use. */
const FATES: Readonly<Record<Exclude<KeyClaim, 'claimed' | 'underWay'>, Fate>> = {
	sent: { outcome: 'duplicate', code: 'DUPLICATE_KEY' },
	inDoubt: { outcome: 'unknown', code: 'KEY_IN_DOUBT' },
	reused: { outcome: 'rejected', code: 'KEY_REUSED' },
	cancelled: { outcome: 'notSent', code: 'CANCELLED' },
	unavailable: { outcome: 'notSent', code: 'KEY_NOT_NOTED' },
};

/** Items under one idempotency key; an item without one is alone. */
export type Queue = readonly CampaignItem[];

/**
 * Items that share an idempotency key take turns: the second waits for the first, because the key is
 * free again if the first is refused.
 */
export function queuesByKey(ledger: Ledger): Queue[] {
	const byKey = new Map<string, CampaignItem[]>();
	const queues: CampaignItem[][] = [];
	for (const item of ledger.items) {
		// Nobody to send to: it would only keep the key from the others.
		if (item.composition.recipients.length === 0) continue;
		const shared = item.key === null ? undefined : byKey.get(item.key.key);
		// What an earlier try has begun to send has the key.
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

/** The requests of those whose turn it is, for what the ledger does not know to be settled. */
export function requestsOfTurn(queues: readonly Queue[], ledger: Ledger, plan: Plan): SmsRequest[] {
	const items = queues.flatMap(([first = []]) => first);
	const orders = items.map(({ itemIndex, composition }) => ({
		...composition,
		itemIndex,
		recipients: ledger.unsettled(itemIndex),
	}));
	return planRequests(orders, plan);
}

/** The queues that are left of one after the turn of its first. */
export function afterTurn([first, ...others]: Queue, ledger: Ledger): Queue[] {
	if (first === undefined || others.length === 0) return [];
	// Another run has the key, and knows which of the others are its own.
	const isReused = ledger.has(first.itemIndex, ({ code }) => code === 'KEY_REUSED');
	if (isReused) return others.map((item) => [item]);
	if (!ledger.isSettled(first.itemIndex)) return [others];
	for (const item of others) {
		const isSame = item.key?.message === first.key?.message;
		const recipients = ledger.unsettled(item.itemIndex);
		const { itemIndex } = item;
		ledger.note(
			{ itemIndex, recipients },
			FATES[isSame ? endOf(first.itemIndex, ledger) : 'reused'],
		);
	}
	return [];
}

/**
 * The requests that a campaign makes at most: of items that share an idempotency key, only one is
 * sent, so the dearest of them counts.
 *
 * @param free the first of each queue, where its key is free
 */
export function dearestRequests(
	queues: readonly Queue[],
	free: ReadonlySet<CampaignItem>,
	ledger: Ledger,
	plan: Plan,
): SmsRequest[] {
	const cost = ({ itemIndex, composition }: CampaignItem): number =>
		creditsOf(composition.message, ledger.unsettled(itemIndex));
	const dearest = queues.flatMap(([first, ...others]) =>
		first === undefined || !free.has(first)
			? []
			: [[others.reduce((most, other) => (cost(other) > cost(most) ? other : most), first)]],
	);
	return requestsOfTurn(dearest, ledger, plan);
}

/**
 * What is left of a request without the items that their keys forbid to send, and the numbers that another
 * item's SMS went to, which is noted, and without the items whose key another run has.
 */
export function allowedByKeys(
	request: SmsRequest,
	claims: ReadonlyMap<number, KeyClaim>,
	ledger: Ledger,
): SmsRequest {
	const shares = request.shares.flatMap((share) => {
		const claim = claims.get(share.itemIndex) ?? 'claimed';
		if (claim === 'claimed') return ledger.stillToSend(share);
		if (claim !== 'underWay') ledger.note(share, FATES[claim]);
		return [];
	});
	return partOf(request, shares);
}

/** A request of some of its shares. */
export function partOf(request: SmsRequest, shares: readonly Share[]): SmsRequest {
	const wanted = new Set(shares.flatMap(({ recipients }) => recipients));
	const recipients = request.recipients.filter((recipient) => wanted.has(recipient));
	return { ...request, recipients, shares };
}

/** Requests that may be under way at the same time: those that share a number go one after another. */
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

/** How the keys of a request's items end, by item index: of those all of whose numbers are through. */
export function endsOf({ shares }: SmsRequest, ledger: Ledger): Map<number, End> {
	const complete = shares.filter(({ itemIndex }) => ledger.isComplete(itemIndex));
	return new Map(
		complete.map(({ itemIndex }) => {
			return [itemIndex, ledger.isSettled(itemIndex) ? endOf(itemIndex, ledger) : 'free'];
		}),
	);
}

/** The items whose key an earlier try of this run owns, and how that ended; by item index. */
export function begunEarlier(ledger: Ledger): Map<number, Gone> {
	const begun = new Map<number, Gone>();
	for (const { itemIndex } of ledger.items) {
		if (ledger.hasLeft(itemIndex)) begun.set(itemIndex, endOf(itemIndex, ledger));
	}
	return begun;
}

/** How an item ended for which something was sent, or may have been. */
const endOf = (itemIndex: number, ledger: Ledger): Gone =>
	ledger.has(itemIndex, ({ outcome }) => outcome === 'unknown') ? 'inDoubt' : 'sent';
