import { createHash } from 'crypto';

import type { Composition } from '../../sms/composition';
import type { CampaignItem } from '../ledger';
import type { Share, SmsRequest } from '../requests';
import type { Claim, End, Gone, KeyUse } from './keyStore';

/** The store of idempotency keys; see `KeyStore`. */
export interface Keys {
	tryToClaim(use: KeyUse): Promise<Claim | 'underWay'>;
	claim(use: KeyUse): Promise<Claim>;
	settle(use: KeyUse, end: End): Promise<void>;
	atRest(): Promise<void>;
	close(): Promise<void>;
}

/**
 * The state of an item's key: `underWay` while another run holds it, `unavailable` when the store
 * fails.
 */
export type KeyClaim = Claim | 'underWay' | 'unavailable';

/**
 * Requests with claimed keys, per parallel request, so that claiming overlaps with sending. If the run
 * is killed, all of them stay in doubt, so not more.
 */
const CLAIMED_AHEAD = 4;

/** Keys looked up in one batch for the budget. If the run is killed meanwhile, they stay in doubt. */
const LOOKED_UP_AT_ONCE = 200;

/**
 * Claims each key of a campaign before its request leaves, and settles it afterwards. Never throws:
 * when the store fails, a key stays unclaimed or in doubt.
 */
export class Claims {
	private readonly uses: ReadonlyMap<number, KeyUse>;

	/** The first look at each key, by item index: an item may be in several requests. */
	private readonly looks = new Map<number, Promise<KeyClaim>>();

	/** The wait for another run's key, by item index. */
	private readonly waits = new Map<number, Promise<KeyClaim>>();

	/** Items whose key another run held at the first look. */
	private readonly underWay = new Set<number>();

	/** Keys claimed and not settled, by item index. */
	private readonly held = new Map<number, KeyUse>();

	/** @param begun items that an earlier try of this run sent; this run owns their keys */
	constructor(
		items: readonly CampaignItem[],
		begun: ReadonlyMap<number, Gone>,
		private readonly store: Keys,
	) {
		this.uses = new Map(
			items.flatMap(({ itemIndex, key }) =>
				key === null ? [] : [[itemIndex, { ...key, earlier: begun.get(itemIndex) }]],
			),
		);
	}

	/** Requests to start at once: more with keys, because claiming takes time. */
	atOnce(parallelRequests: number): number {
		return this.uses.size > 0 ? CLAIMED_AHEAD * parallelRequests : parallelRequests;
	}

	/**
	 * The state of each item's key, by item index. Waits for another run only if the request has a single
	 * item: two runs that each hold a key and wait for the other's would deadlock.
	 */
	async of({ shares }: SmsRequest): Promise<Map<number, KeyClaim>> {
		const claims = await Promise.all(
			shares.map(async ({ itemIndex }) => {
				return [itemIndex, await this.claimOf(itemIndex, shares.length === 1)] as const;
			}),
		);
		return new Map(claims);
	}

	/** Waits until n8n has written its record, if the request has keys: sending would delay it. */
	async atRest({ shares }: SmsRequest): Promise<void> {
		if (shares.some(({ itemIndex }) => this.uses.has(itemIndex))) await this.store.atRest();
	}

	/** The items to send alone, once the run that holds their key has finished. */
	awaitedBy({ shares }: SmsRequest): Share[] {
		if (shares.length === 1) return [];
		return shares.filter(({ itemIndex }) => this.underWay.has(itemIndex));
	}

	/**
	 * The items whose keys allow sending, before the first request. Holds no key afterwards: if another
	 * run uses one in the meantime, this run only gets cheaper.
	 */
	async free(items: readonly CampaignItem[]): Promise<CampaignItem[]> {
		const free: CampaignItem[] = [];
		for (let from = 0; from < items.length; from += LOOKED_UP_AT_ONCE) {
			const some = items.slice(from, from + LOOKED_UP_AT_ONCE);
			const claims = await Promise.all(
				some.map(async ({ itemIndex }) => await this.claimOf(itemIndex, false)),
			);
			const ours = some.filter((_, at) => claims[at] === 'claimed' || claims[at] === 'underWay');
			await this.settle(new Map(ours.map(({ itemIndex }) => [itemIndex, 'free'])));
			for (const { itemIndex } of ours) {
				this.looks.delete(itemIndex);
				this.underWay.delete(itemIndex);
			}
			free.push(...ours);
		}
		return free;
	}

	/** @param ends by item index, only for items whose numbers all have an outcome */
	async settle(ends: ReadonlyMap<number, End>): Promise<void> {
		await Promise.all(
			[...ends].map(async ([itemIndex, end]) => {
				const use = this.held.get(itemIndex);
				this.held.delete(itemIndex);
				if (use !== undefined) await this.store.settle(use, end);
			}),
		);
	}

	/** Waits until every settled key is safely stored. */
	async close(): Promise<void> {
		await this.store.close();
	}

	private async claimOf(itemIndex: number, isWaiting: boolean): Promise<KeyClaim> {
		const use = this.uses.get(itemIndex);
		if (use === undefined) return 'claimed';
		const look = this.looks.get(itemIndex) ?? this.note(itemIndex, use, this.store.tryToClaim(use));
		this.looks.set(itemIndex, look);
		const found = await look;
		if (found !== 'underWay' || !isWaiting) return found;
		const wait = this.waits.get(itemIndex) ?? this.note(itemIndex, use, this.store.claim(use));
		this.waits.set(itemIndex, wait);
		return await wait;
	}

	private async note(
		itemIndex: number,
		use: KeyUse,
		claim: Promise<Claim | 'underWay'>,
	): Promise<KeyClaim> {
		const found = await claim.catch(() => 'unavailable' as const);
		if (found === 'claimed') this.held.set(itemIndex, use);
		if (found === 'underWay') this.underWay.add(itemIndex);
		return found;
	}
}

/**
 * An item's key, with a hash that identifies the SMS as asked for: text before its letters were made
 * plain, sender, route and all recipients, including those on the do-not-contact list.
 *
 * @param key empty for none
 */
export function keyUse(
	key: string,
	{ message: { text, sender, route }, plainly, recipients, rejected }: Composition,
): KeyUse | null {
	if (key === '') return null;
	const asked = [...recipients, ...rejected.map(({ recipient }) => recipient)].sort();
	const known = JSON.stringify([plainly?.asWritten ?? text, sender, route, asked]);
	return { key, message: createHash('sha256').update(known).digest('base64') };
}
