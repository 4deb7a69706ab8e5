import { planRequests, type PlannedRequest, type Share } from './batches';
import type { Deliveries } from './itemResult';
import { sameForAll, type RecipientOutcome, type RequestResult } from '../sms/answer/outcome';
import { HeldKeys, NOT_HELD, type KeyStore } from './heldKeys';
import { inParallel } from './inParallel';
import { deliveriesOf, isDone, leftToTry, type ItemToSend, type Progress } from './progress';
import { firstOfEachKey, roundKey } from './rounds';

/** What a campaign needs of the world; the node gives n8n's, see `operations/send.ts`. */
export interface Post {
	readonly combineItems: boolean;
	readonly maxRecipients: number;
	readonly parallelRequests: number;
	readonly send: (request: PlannedRequest) => Promise<RequestResult>;
	readonly isCancelled: () => boolean;
	readonly onAnswer: (answered: number, planned: number) => void;
	readonly keys: KeyStore;
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
			campaign.repeat(item, first);
			return false;
		});
	}
	return campaign.deliveries(items);
}

class Campaign {
	private readonly progress = new Map<number, Progress>();

	private readonly keys: HeldKeys;

	/** Set by the answer after which no further request can succeed. */
	private isStopped = false;

	private answered = 0;

	private planned = 0;

	constructor(private readonly post: Post) {
		this.keys = new HeldKeys(post.keys);
	}

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
		for (const { shares } of requests) {
			for (const { itemIndex } of shares) this.progressOf(itemIndex).left++;
		}
		const keyOf = ({ itemIndex }: Share): string => keyToClaim(byIndex.get(itemIndex));
		await inParallel(requests, this.post.parallelRequests, async (request) => {
			await this.sendOne(request, keyOf);
		});
	}

	/** Whether an SMS went out for an item, or may have. */
	isSettled({ itemIndex }: ItemToSend): boolean {
		return [...this.progressOf(itemIndex).outcomes.values()].some(isDone);
	}

	/** The item has the key of an earlier one that was sent, or that another run may have sent. */
	repeat({ itemIndex, composition }: ItemToSend, first: ItemToSend): void {
		const { outcomes } = this.progressOf(first.itemIndex);
		const isInDoubt = [...outcomes.values()].some(({ code }) => code === NOT_HELD.inDoubt.code);
		this.note(itemIndex, composition.recipients, isInDoubt ? NOT_HELD.inDoubt : NOT_HELD.sent);
	}

	deliveries(items: readonly ItemToSend[]): Map<number, Deliveries> {
		return new Map(
			items.map((item) => [item.itemIndex, deliveriesOf(item, this.progressOf(item.itemIndex))]),
		);
	}

	private async sendOne(request: PlannedRequest, keyOf: (share: Share) => string): Promise<void> {
		const shares = await this.heldShares(request.shares, keyOf);
		const wanted = new Set(shares.flatMap(({ recipients }) => recipients));
		const recipients = request.recipients.filter((recipient) => wanted.has(recipient));
		if (recipients.length > 0) {
			const refusal = this.refusal();
			const result =
				refusal === undefined
					? await this.post.send({ ...request, recipients, shares })
					: sameForAll(recipients, 'notSent', refusal);
			if (result.stop !== null) this.isStopped = true;
			this.distribute(result, shares);
		}
		this.post.onAnswer(++this.answered, this.planned);
		await Promise.all(request.shares.map(async (share) => await this.finish(share, keyOf(share))));
	}

	/** The shares that may be sent; the others' outcomes are noted. */
	private async heldShares(
		shares: readonly Share[],
		keyOf: (share: Share) => string,
	): Promise<readonly Share[]> {
		// What will not be sent needs no key.
		if (this.refusal() !== undefined) return shares;
		const claims = await Promise.all(
			shares.map(async (share) => await this.keys.claim(keyOf(share))),
		);
		return shares.filter(({ itemIndex, recipients }, position) => {
			const claim = claims[position] ?? 'unavailable';
			if (claim === 'claimed') return true;
			this.note(itemIndex, recipients, NOT_HELD[claim]);
			return false;
		});
	}

	/** Gives each item its numbers' outcomes. */
	private distribute(result: RequestResult, shares: readonly Share[]): void {
		const byRecipient = new Map(result.outcomes.map((outcome) => [outcome.recipient, outcome]));
		for (const { itemIndex, recipients } of shares) {
			const { answers, outcomes } = this.progressOf(itemIndex);
			answers.push(result);
			for (const recipient of recipients) {
				const outcome = byRecipient.get(recipient);
				if (outcome !== undefined) outcomes.set(recipient, outcome);
			}
		}
	}

	/** A share is answered or given up: its item's key is settled, or free again after the last. */
	private async finish({ itemIndex }: Share, key: string): Promise<void> {
		const progress = this.progressOf(itemIndex);
		progress.left--;
		if (key === '') return;
		const outcomes = [...progress.outcomes.values()];
		if (outcomes.some(({ outcome }) => outcome === 'accepted' || outcome === 'unknown')) {
			await this.keys.settle(key);
		} else if (progress.left === 0) await this.keys.end(key);
	}

	/** Why a request that has not left must not leave. */
	private refusal(): 'STOPPED_EARLIER' | 'CANCELLED' | undefined {
		if (this.post.isCancelled()) return 'CANCELLED';
		return this.isStopped ? 'STOPPED_EARLIER' : undefined;
	}

	private note(
		itemIndex: number,
		recipients: readonly string[],
		known: Pick<RecipientOutcome, 'outcome' | 'code'>,
	): void {
		const { outcomes } = this.progressOf(itemIndex);
		for (const recipient of recipients) outcomes.set(recipient, { recipient, ...known });
	}

	private progressOf(itemIndex: number): Progress {
		const known = this.progress.get(itemIndex);
		if (known !== undefined) return known;
		const progress: Progress = { outcomes: new Map(), answers: [], left: 0 };
		this.progress.set(itemIndex, progress);
		return progress;
	}
}

/** An item of which an earlier try sent something has its key already. */
function keyToClaim(item: ItemToSend | undefined): string {
	if (item === undefined || item.earlier?.outcomes.some(isDone)) return '';
	return item.idempotencyKey;
}
