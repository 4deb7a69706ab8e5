import { creditsOf } from '../sms/credits';
import { inParallel } from './inParallel';
import type { CampaignItem, Ledger } from './ledger';
import type { Post } from './post';
import { planRequests, type SmsRequest } from './requests';

/** How a campaign is cut into requests. */
export interface Plan {
	readonly combineItems: boolean;
	readonly maxRecipients: number;
	readonly parallelRequests: number;
}

/** What is done with the requests and items of a campaign. */
export interface Steps {
	/** Sends a request and notes in the ledger what became of it. */
	readonly post: Post;
	/** Told of requests before they are made. */
	readonly onPlanned: (requests: readonly SmsRequest[]) => void;
	/** Told of an item that comes too late: under its key `first` was sent, or may have been. */
	readonly onRepeat: (item: CampaignItem, first: CampaignItem) => void;
}

/** Items under one idempotency key, which take turns. */
interface Queue {
	readonly items: CampaignItem[];
	/** Position of the item whose turn it is. */
	turn: number;
}

/**
 * Sends what the ledger does not know to be settled. Items that share an idempotency key take turns:
 * the second waits for the first, because the key is free again where the first is refused. All other
 * items have the first turn.
 */
export async function sendItems(
	items: readonly CampaignItem[],
	ledger: Ledger,
	plan: Plan,
	{ post, onPlanned, onRepeat }: Steps,
): Promise<void> {
	let queues = queuesByKey(items, ledger);
	while (queues.length > 0) {
		const itemsInTurn = queues.flatMap(({ items: queue, turn }) => queue[turn] ?? []);
		const requests = requestsFor(itemsInTurn, ledger, plan);
		onPlanned(requests);
		await inParallel(requests, plan.parallelRequests, async (request) => {
			await post(request);
		});
		queues = queues.flatMap((queue) => {
			const first = queue.items[queue.turn++];
			if (first === undefined || queue.turn === queue.items.length) return [];
			const { itemIndex } = first;
			// Another run has the key, and knows which of the others are its own.
			const isElsewhere = ledger.outcomesOf(itemIndex).some(({ code }) => code === 'KEY_REUSED');
			if (isElsewhere) return queue.items.slice(queue.turn).map((item) => queueOf(item));
			if (!ledger.isSettled(itemIndex)) return [queue];
			for (const item of queue.items.slice(queue.turn)) onRepeat(item, first);
			return [];
		});
	}
}

/** The requests for what the ledger does not know to be settled. */
function requestsFor(items: readonly CampaignItem[], ledger: Ledger, plan: Plan): SmsRequest[] {
	const orders = items.map((item) => ({
		itemIndex: item.itemIndex,
		message: item.composition.message,
		recipients: ledger.unsettled(item),
	}));
	return planRequests(orders, plan);
}

/** Of items that share an idempotency key the one whose turn is first, and all others. */
export function firstOfEachKey(items: readonly CampaignItem[], ledger: Ledger): CampaignItem[] {
	return queuesByKey(items, ledger).flatMap(({ items: [first = []] }) => first);
}

/**
 * The requests that a campaign makes at most: of items that share an idempotency key, only one is
 * sent, so the dearest of them counts.
 *
 * @param ours the first of each key, where the key is free
 */
export function dearestRequests(
	items: readonly CampaignItem[],
	ours: readonly CampaignItem[],
	ledger: Ledger,
	plan: Plan,
): SmsRequest[] {
	const free = new Set(ours);
	const cost = (item: CampaignItem): number =>
		creditsOf(item.composition.message, ledger.unsettled(item));
	const dearest = queuesByKey(items, ledger).flatMap(({ items: [first, ...others] }) =>
		first === undefined || !free.has(first)
			? []
			: [others.reduce((most, other) => (cost(other) > cost(most) ? other : most), first)],
	);
	return requestsFor(dearest, ledger, plan);
}

const queueOf = (item: CampaignItem): Queue => ({ items: [item], turn: 0 });

function queuesByKey(items: readonly CampaignItem[], ledger: Ledger): Queue[] {
	const byKey = new Map<string, Queue>();
	const queues: Queue[] = [];
	for (const item of items) {
		// Nobody to send to: it would only keep the key from the others.
		if (item.composition.recipients.length === 0) continue;
		const shared = byKey.get(item.idempotencyKey);
		if (shared !== undefined) {
			// What an earlier try has begun to send has the key.
			if (ledger.isSettled(item.itemIndex)) shared.items.unshift(item);
			else shared.items.push(item);
			continue;
		}
		const queue = queueOf(item);
		queues.push(queue);
		if (item.idempotencyKey !== '') byKey.set(item.idempotencyKey, queue);
	}
	return queues;
}
