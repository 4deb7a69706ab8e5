import { createHash } from 'crypto';

import { sameForAll, type RecipientOutcome } from '../../sms/answer/outcome';
import type { CampaignItem, Ledger } from '../ledger';
import type { Layer } from '../post';
import type { SmsRequest } from '../requests';
import { ClaimAhead } from './claimAhead';
import type { Claim, End, Gone, KeyUse } from './keyStore';

/** Where keys are kept, see `KeyStore`. */
export interface Keys {
	claim(use: KeyUse, earlier?: Gone): Promise<Claim>;
	settle(use: KeyUse, end: End): Promise<void>;
	atRest(): Promise<void>;
	close(): Promise<void>;
}

type Refusal = Exclude<Claim, 'claimed'> | 'unavailable';

/** What becomes of an item whose key is not ours to use. */
const REFUSED: Readonly<Record<Refusal, Pick<RecipientOutcome, 'outcome' | 'code'>>> = {
	sent: { outcome: 'duplicate', code: 'DUPLICATE_KEY' },
	inDoubt: { outcome: 'unknown', code: 'KEY_IN_DOUBT' },
	reused: { outcome: 'rejected', code: 'KEY_REUSED' },
	cancelled: { outcome: 'notSent', code: 'CANCELLED' },
	unavailable: { outcome: 'notSent', code: 'KEY_NOT_NOTED' },
};

/** The idempotency keys of a campaign: each is claimed once, then settled or given back. */
export class CampaignKeys {
	private readonly items: ReadonlyMap<number, CampaignItem>;

	private readonly ahead: ClaimAhead<Claim | 'unavailable'>;

	/** What an earlier try of this run sent, which so has the key; by item index. */
	private readonly earlier: ReadonlyMap<number, Gone>;

	/** By key, what is under way. */
	private readonly freeing = new Map<string, Promise<void>>();

	private readonly settling = new Set<Promise<void>>();

	/** What was claimed before the first request, by item index. */
	private readonly held = new Map<number, Promise<Claim | 'unavailable'>>();

	constructor(
		items: readonly CampaignItem[],
		private readonly ledger: Ledger,
		private readonly store: Keys,
		parallelRequests: number,
	) {
		const keyed = items.filter(({ idempotencyKey }) => idempotencyKey !== '');
		this.items = new Map(keyed.map((item) => [item.itemIndex, item]));
		const indexes = [...this.items.keys()];
		const ours = indexes.filter((itemIndex) => ledger.outcomesOf(itemIndex).some(hasLeft));
		this.earlier = new Map(ours.map((itemIndex) => [itemIndex, this.endOf(itemIndex)]));
		this.ahead = new ClaimAhead(parallelRequests, async (itemIndex) => {
			const held = this.held.get(itemIndex);
			this.held.delete(itemIndex);
			return await (held ?? this.claimFor(itemIndex));
		});
	}

	/** Tells which requests come, so that their keys are claimed in time. */
	plan(requests: readonly SmsRequest[]): void {
		this.ahead.plan(requests, (itemIndex) => this.items.has(itemIndex));
	}

	/**
	 * Claims keys before the first request, for what has to be known by then.
	 *
	 * @param items one for each key
	 * @returns those that may be sent as far as their keys go
	 */
	async claimAll(items: readonly CampaignItem[]): Promise<CampaignItem[]> {
		const claims = await Promise.all(
			items.map(async ({ itemIndex }) => {
				if (!this.items.has(itemIndex)) return 'claimed';
				const claim = this.claimFor(itemIndex);
				this.held.set(itemIndex, claim);
				return await claim;
			}),
		);
		return items.filter((_, position) => claims[position] === 'claimed');
	}

	/** Takes out of a request what its key forbids to send, and notes that. */
	readonly claim: Layer = (post) => async (request) => {
		const claims = await Promise.all(
			request.shares.map(async ({ itemIndex }) => await this.ahead.verdictOf(itemIndex)),
		);
		// What has no key waits for no store.
		if (claims.some((claim) => claim !== undefined)) await this.store.atRest();
		const shares = request.shares.filter((share, position) => {
			const claim = claims[position] ?? 'claimed';
			if (claim === 'claimed') return true;
			this.ledger.note(share, REFUSED[claim]);
			return false;
		});
		if (shares.length === request.shares.length) return await post(request);
		const wanted = new Set(shares.flatMap(({ recipients }) => recipients));
		const recipients = request.recipients.filter((recipient) => wanted.has(recipient));
		return recipients.length === 0
			? sameForAll([], 'notSent', 'KEY_NOT_NOTED')
			: await post({ ...request, recipients, shares });
	};

	/** Settles the keys of a request that is through, beside those that follow. */
	readonly finish: Layer = (post) => async (request) => {
		let settled: Promise<unknown> = Promise.resolve();
		try {
			const result = await post(request);
			const items = request.shares.flatMap(({ itemIndex }) => this.items.get(itemIndex) ?? []);
			const complete = items.filter(({ itemIndex }) => this.ledger.isComplete(itemIndex));
			settled = Promise.all(complete.map(async (item) => await this.settle(item)));
			return result;
		} finally {
			// Also after an exception, which leaves the keys in doubt: else those that follow would wait.
			const finished = this.ahead.finish(request, settled);
			this.settling.add(finished);
			void finished.then(() => this.settling.delete(finished));
		}
	};

	/** An item comes after another of its key, under which something was sent or may have been. */
	repeat(item: CampaignItem, first: CampaignItem): void {
		const isReused = useOf(item).message !== useOf(first).message;
		const end = isReused ? 'reused' : this.endOf(first.itemIndex);
		const recipients = this.ledger.unsettled(item);
		this.ledger.note({ itemIndex: item.itemIndex, recipients }, REFUSED[end]);
	}

	/** Gives back what was claimed and never came to a request; waits until all of it lasts. */
	async close(): Promise<void> {
		await Promise.all(this.settling);
		const held = [...this.held.keys()].flatMap((itemIndex) => this.items.get(itemIndex) ?? []);
		await Promise.all(held.map(async (item) => await this.settle(item)));
		await this.store.close();
	}

	/** A store that fails leaves the key unclaimed, or in doubt; nothing is sent then. */
	private async claimFor(itemIndex: number): Promise<Claim | 'unavailable'> {
		const item = this.items.get(itemIndex);
		if (item === undefined) return 'claimed';
		const use = useOf(item);
		// Given back by an item before, it must be free for this one.
		await this.freeing.get(use.key);
		const earlier = this.earlier.get(itemIndex);
		return await this.store.claim(use, earlier).catch(() => 'unavailable' as const);
	}

	private async settle(item: CampaignItem): Promise<void> {
		const { itemIndex } = item;
		const end = this.ledger.isSettled(itemIndex) ? this.endOf(itemIndex) : 'free';
		const use = useOf(item);
		const claimed = this.held.get(itemIndex) ?? this.ahead.verdictIfBegun(itemIndex);
		const settled = claimed.then(async (claim) => {
			if (claim === 'claimed') await this.store.settle(use, end);
			this.held.delete(itemIndex);
			if (end === 'free') this.freeing.delete(use.key);
		});
		if (end === 'free') this.freeing.set(use.key, settled);
		await settled;
	}

	/** How an item ended for which something was sent, or may have been. */
	private endOf(itemIndex: number): Gone {
		const outcomes = this.ledger.outcomesOf(itemIndex);
		return outcomes.some(({ outcome }) => outcome === 'unknown') ? 'inDoubt' : 'sent';
	}
}

/** Whether it went, or may have gone, in this run: what was found under another's key did not. */
const hasLeft = ({ outcome, code }: RecipientOutcome): boolean =>
	outcome === 'accepted' || (outcome === 'unknown' && code !== 'KEY_IN_DOUBT');

function useOf({ idempotencyKey, composition }: CampaignItem): KeyUse {
	const { text, sender, route } = composition.message;
	const known = JSON.stringify([text, sender, route, [...composition.recipients].sort()]);
	return { key: idempotencyKey, message: createHash('sha256').update(known).digest('base64') };
}
