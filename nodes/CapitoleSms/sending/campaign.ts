import { planRequests, type PlannedRequest, type Share } from '../sms/request/batches';
import type { Composition } from '../sms/composition';
import type { Deliveries } from '../sms/itemResult';
import {
	sameForAll,
	type Outcome,
	type RecipientOutcome,
	type RequestResult,
} from '../sms/answer/outcome';
import type { Warning } from '../sms/warning';
import type { Claim } from './idempotencyKeys';
import { inParallel } from './inParallel';

/** One item to send, with what an earlier try has sent of it. */
export interface ItemToSend {
	readonly itemIndex: number;
	readonly composition: Composition;
	/** Empty for none. */
	readonly idempotencyKey: string;
	readonly earlier: Deliveries | undefined;
}

/** What a campaign needs of the world; the node gives n8n's, see `operations/send.ts`. */
export interface Post {
	readonly combineItems: boolean;
	readonly maxRecipients: number;
	readonly parallelRequests: number;
	readonly send: (request: PlannedRequest) => Promise<RequestResult>;
	readonly isCancelled: () => boolean;
	readonly onAnswer: (answered: number, planned: number) => void;
	readonly keys: {
		claim(key: string): Promise<Claim>;
		settle(key: string): Promise<void>;
		release(key: string): Promise<void>;
	};
}

/** Outcomes after which a number must not be tried again. */
const DONE: ReadonlySet<Outcome> = new Set<Outcome>(['accepted', 'unknown', 'duplicate']);

/** Whether a number with this outcome must not be tried again. */
export function isDone({ outcome }: RecipientOutcome): boolean {
	return DONE.has(outcome);
}

/**
 * Sends items, and says what became of each of their numbers, by item index. Never throws for what
 * happens on the way: that is an outcome.
 */
export async function sendCampaign(
	items: readonly ItemToSend[],
	post: Post,
): Promise<Map<number, Deliveries>> {
	const campaign = new Campaign(post);
	let waiting = items;
	while (waiting.length > 0) {
		const round = firstOfEachKey(waiting);
		await campaign.send([...round.values()]);
		waiting = waiting.filter((item) => {
			const first = round.get(roundKey(item));
			if (first === undefined || first === item) return false;
			if (!campaign.isSettled(first)) return true;
			campaign.repeat(item);
			return false;
		});
	}
	return campaign.deliveries(items);
}

/** Items that share a key wait for the first of them: when it is refused, the key is free again. */
function firstOfEachKey(items: readonly ItemToSend[]): Map<string, ItemToSend> {
	const first = new Map<string, ItemToSend>();
	for (const item of items) if (!first.has(roundKey(item))) first.set(roundKey(item), item);
	return first;
}

function roundKey({ idempotencyKey, itemIndex }: ItemToSend): string {
	return idempotencyKey === '' ? `item ${String(itemIndex)}` : `key ${idempotencyKey}`;
}

class Campaign {
	private readonly outcomes = new Map<number, Map<string, RecipientOutcome>>();

	private readonly answers = new Map<number, RequestResult[]>();

	private readonly claims = new Map<string, Promise<Claim | 'unavailable'>>();

	private readonly settled = new Set<string>();

	/** Set by the answer after which no further request can succeed. */
	private stopped = false;

	private answered = 0;

	private planned = 0;

	constructor(private readonly post: Post) {}

	async send(items: readonly ItemToSend[]): Promise<void> {
		const byIndex = new Map(items.map((item) => [item.itemIndex, item]));
		const requests = planRequests(
			items.map(({ itemIndex, composition, earlier }) => ({
				itemIndex,
				message: composition.message,
				recipients: leftToTry(composition.recipients, earlier),
			})),
			this.post,
		);
		this.planned += requests.length;
		this.claims.clear();
		await inParallel(requests, this.post.parallelRequests, async (request) => {
			await this.sendOne(request, byIndex);
		});
		await this.releaseUnused(items);
	}

	/** Whether an SMS went out for an item, or may have. */
	isSettled({ itemIndex }: ItemToSend): boolean {
		return [...(this.outcomes.get(itemIndex)?.values() ?? [])].some(isDone);
	}

	/** The item has the key of one that was sent. */
	repeat({ itemIndex, composition }: ItemToSend): void {
		this.note(itemIndex, composition.recipients, 'duplicate', 'DUPLICATE_KEY');
	}

	deliveries(items: readonly ItemToSend[]): Map<number, Deliveries> {
		return new Map(items.map((item) => [item.itemIndex, this.deliveriesOf(item)]));
	}

	private async sendOne(
		request: PlannedRequest,
		byIndex: ReadonlyMap<number, ItemToSend>,
	): Promise<void> {
		const keyOf = ({ itemIndex }: Share): string => byIndex.get(itemIndex)?.idempotencyKey ?? '';
		const shares = await this.heldShares(request.shares, keyOf);
		const wanted = new Set(shares.flatMap(({ recipients }) => recipients));
		const recipients = request.recipients.filter((recipient) => wanted.has(recipient));
		if (recipients.length === 0) return;
		const refusal = this.refusal();
		const result =
			refusal === undefined
				? await this.post.send({ ...request, recipients, shares })
				: sameForAll(recipients, 'notSent', refusal);
		if (result.stop !== null) this.stopped = true;
		this.post.onAnswer(++this.answered, this.planned);
		const done = this.distribute(result, shares);
		await Promise.all(done.map(async (share) => await this.settle(keyOf(share))));
	}

	/** The shares that may be sent; the others' outcomes are noted. */
	private async heldShares(
		shares: readonly Share[],
		keyOf: (share: Share) => string,
	): Promise<Share[]> {
		const claims = await Promise.all(shares.map(async (share) => await this.hold(keyOf(share))));
		return shares.filter(({ itemIndex, recipients }, position) => {
			const claim = claims[position] ?? 'unavailable';
			if (claim === 'claimed') return true;
			this.note(itemIndex, recipients, ...NOT_HELD[claim]);
			return false;
		});
	}

	/** Gives each item its numbers' outcomes; the shares of which something was or may be sent. */
	private distribute(result: RequestResult, shares: readonly Share[]): Share[] {
		const byRecipient = new Map(result.outcomes.map((outcome) => [outcome.recipient, outcome]));
		return shares.filter(({ itemIndex, recipients }) => {
			this.answers.set(itemIndex, [...(this.answers.get(itemIndex) ?? []), result]);
			const known = recipients.flatMap((recipient) => byRecipient.get(recipient) ?? []);
			for (const outcome of known) this.outcomesOf(itemIndex).set(outcome.recipient, outcome);
			return known.some(isDone);
		});
	}

	/** Why a request that has not left must not leave. */
	private refusal(): 'STOPPED_EARLIER' | 'CANCELLED' | undefined {
		if (this.post.isCancelled()) return 'CANCELLED';
		return this.stopped ? 'STOPPED_EARLIER' : undefined;
	}

	/** Claims a key once for all the requests of its item. */
	private async hold(key: string): Promise<Claim | 'unavailable'> {
		if (key === '' || this.refusal() !== undefined) return 'claimed';
		const claim =
			this.claims.get(key) ?? this.post.keys.claim(key).catch((): 'unavailable' => 'unavailable');
		this.claims.set(key, claim);
		return await claim;
	}

	private async settle(key: string): Promise<void> {
		if (key === '' || this.settled.has(key)) return;
		this.settled.add(key);
		// The SMS is out; a store that fails now leaves the claim, which keeps it from going twice.
		await this.post.keys.settle(key).catch(() => undefined);
	}

	private async releaseUnused(items: readonly ItemToSend[]): Promise<void> {
		for (const { idempotencyKey } of items) {
			if (this.settled.has(idempotencyKey)) continue;
			if ((await this.claims.get(idempotencyKey)) !== 'claimed') continue;
			await this.post.keys.release(idempotencyKey).catch(() => undefined);
		}
	}

	private note(
		itemIndex: number,
		recipients: readonly string[],
		outcome: Outcome,
		code: string,
	): void {
		for (const recipient of recipients) {
			this.outcomesOf(itemIndex).set(recipient, { recipient, outcome, code });
		}
	}

	private outcomesOf(itemIndex: number): Map<string, RecipientOutcome> {
		const outcomes = this.outcomes.get(itemIndex) ?? new Map<string, RecipientOutcome>();
		this.outcomes.set(itemIndex, outcomes);
		return outcomes;
	}

	private deliveriesOf({ itemIndex, composition, earlier }: ItemToSend): Deliveries {
		const answers = this.answers.get(itemIndex) ?? [];
		const outcomes = new Map([
			...(earlier?.outcomes ?? []).map((outcome) => [outcome.recipient, outcome] as const),
			...(this.outcomes.get(itemIndex) ?? []),
		]);
		return {
			outcomes: composition.recipients.flatMap((recipient) => outcomes.get(recipient) ?? []),
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
}

/** What becomes of an item whose key is not ours to use. */
const NOT_HELD: Record<Exclude<Claim, 'claimed'> | 'unavailable', [Outcome, string]> = {
	sent: ['duplicate', 'DUPLICATE_KEY'],
	inDoubt: ['unknown', 'KEY_IN_DOUBT'],
	unavailable: ['notSent', 'KEY_NOT_NOTED'],
};

function leftToTry(
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
