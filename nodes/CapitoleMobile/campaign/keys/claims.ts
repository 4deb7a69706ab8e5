import { createHash } from 'crypto';

import type { Composition } from '../../sms/composition';
import type { CampaignItem } from '../ledger';
import type { Share, SmsRequest } from '../requests';
import type { Claim, End, Gone, KeyUse } from './keyStore';

/** Where keys are kept, see `KeyStore`. */
export interface Keys {
	tryToClaim(use: KeyUse): Promise<Claim | 'underWay'>;
	claim(use: KeyUse): Promise<Claim>;
	settle(use: KeyUse, end: End): Promise<void>;
	atRest(): Promise<void>;
	close(): Promise<void>;
}

/**
 * What its key says of an item: `underWay` where another run has it, `unavailable` where the store of
 * keys fails.
 */
export type KeyClaim = Claim | 'underWay' | 'unavailable';

/**
 * Requests whose keys are claimed and not yet settled, for each that may be under way: the time that
 * claiming takes is hidden behind the others. A run that is killed leaves these in doubt, so no more.
 */
const CLAIMED_AHEAD = 4;

/** Keys looked up at once for a budget; a run that is killed meanwhile leaves them in doubt. */
const LOOKED_UP_AT_ONCE = 200;

/**
 * The keys of one campaign, each claimed before a request leaves, and settled after. Nothing here
 * throws: a store that fails leaves a key unclaimed, or in doubt.
 */
export class Claims {
	private readonly uses: ReadonlyMap<number, KeyUse>;

	/** By item index, since an item may be in several requests: what a first look at its key found. */
	private readonly looks = new Map<number, Promise<KeyClaim>>();

	/** The same where another run had the key, and that run was waited for. */
	private readonly waits = new Map<number, Promise<KeyClaim>>();

	/** Items whose key another run had at the first look. */
	private readonly underWay = new Set<number>();

	/** Claimed and not settled, by item index. */
	private readonly held = new Map<number, KeyUse>();

	/** @param begun the items that an earlier try of this run has sent, and so owns the keys of */
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

	/** How many requests to have under way, so that keys are claimed while other requests are answered. */
	atOnce(parallelRequests: number): number {
		return this.uses.size > 0 ? CLAIMED_AHEAD * parallelRequests : parallelRequests;
	}

	/**
	 * What the keys of a request's items say, by item index. Waits for another run only where the request
	 * has a single item: two runs that each hold a key and wait for the other's would never end.
	 */
	async of({ shares }: SmsRequest): Promise<Map<number, KeyClaim>> {
		const claims = await Promise.all(
			shares.map(async ({ itemIndex }) => {
				return [itemIndex, await this.claimOf(itemIndex, shares.length === 1)] as const;
			}),
		);
		return new Map(claims);
	}

	/** Waits while n8n writes its record of keys, which a request would hold up; not for one without keys. */
	async atRest({ shares }: SmsRequest): Promise<void> {
		if (shares.some(({ itemIndex }) => this.uses.has(itemIndex))) await this.store.atRest();
	}

	/** The items of a request that are still to be sent alone, once the run that has their key is through. */
	awaitedBy({ shares }: SmsRequest): Share[] {
		if (shares.length === 1) return [];
		return shares.filter(({ itemIndex }) => this.underWay.has(itemIndex));
	}

	/**
	 * Which items may be sent as far as their keys go, before the first request. No key is held afterwards:
	 * another run may send under it in the meantime, which makes this run cheaper, never dearer.
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

	/** @param ends by item index, of items all of whose numbers are through */
	async settle(ends: ReadonlyMap<number, End>): Promise<void> {
		await Promise.all(
			[...ends].map(async ([itemIndex, end]) => {
				const use = this.held.get(itemIndex);
				this.held.delete(itemIndex);
				if (use !== undefined) await this.store.settle(use, end);
			}),
		);
	}

	/** Waits until all that was settled is sure to last. */
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
 * What an item is sent under, and what makes it the same SMS: its text, sender, route and the numbers
 * that were asked for, those on the do-not-contact list too.
 *
 * @param key empty for none
 */
export function keyUse(key: string, { message, recipients, rejected }: Composition): KeyUse | null {
	if (key === '') return null;
	const { text, sender, route } = message;
	const asked = [...recipients, ...rejected.map(({ recipient }) => recipient)].sort();
	const known = JSON.stringify([text, sender, route, asked]);
	return { key, message: createHash('sha256').update(known).digest('base64') };
}
