import { createHash } from 'crypto';

import type { Composition } from '../../sms/composition';
import type { CampaignItem } from '../ledger';
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

/** What its key says of an item: `unavailable` where the store of keys fails. */
export type KeyClaim = Claim | 'unavailable';

/**
 * The keys of one campaign, each claimed before a request leaves, and settled after: all that sending
 * needs of them. Nothing here throws: a store that fails leaves a key unclaimed, or in doubt.
 */
export class Claims {
	private readonly keyed: ReadonlyMap<number, CampaignItem & { readonly key: KeyUse }>;

	private readonly ahead: ClaimAhead<KeyClaim>;

	/** By key, what is under way. */
	private readonly freeing = new Map<string, Promise<void>>();

	private readonly settling = new Set<Promise<void>>();

	/** What was claimed before the first request, by item index. */
	private readonly held = new Map<number, Promise<KeyClaim>>();

	/**
	 * @param begun what an earlier try of this run has sent, whose keys that run owns; by item index
	 */
	constructor(
		items: readonly CampaignItem[],
		private readonly begun: ReadonlyMap<number, Gone>,
		private readonly store: Keys,
		parallelRequests: number,
	) {
		this.keyed = new Map(
			items.flatMap((item) =>
				item.key === null ? [] : [[item.itemIndex, { ...item, key: item.key }]],
			),
		);
		this.ahead = new ClaimAhead(parallelRequests, async (itemIndex) => {
			const held = this.held.get(itemIndex);
			this.held.delete(itemIndex);
			return await (held ?? this.claimFor(itemIndex));
		});
	}

	/** Tells which requests come, in their order, so that their keys are claimed in time. */
	expect(requests: readonly SmsRequest[]): void {
		this.ahead.plan(requests, (itemIndex) => this.keyed.has(itemIndex));
	}

	/**
	 * Claims keys before the first request, for what has to be known by then.
	 *
	 * @param items one for each key
	 * @returns those that may be sent as far as their keys go
	 */
	async hold(items: readonly CampaignItem[]): Promise<CampaignItem[]> {
		const claims = await Promise.all(
			items.map(async ({ itemIndex }) => {
				if (!this.keyed.has(itemIndex)) return 'claimed';
				const claim = this.claimFor(itemIndex);
				this.held.set(itemIndex, claim);
				return await claim;
			}),
		);
		return items.filter((_, position) => claims[position] === 'claimed');
	}

	/** What their keys say of a request's items that have one, by item index. */
	async of({ shares }: SmsRequest): Promise<Map<number, KeyClaim>> {
		const keyed = shares.filter(({ itemIndex }) => this.keyed.has(itemIndex));
		const claims = await Promise.all(
			keyed.map(async ({ itemIndex }) => {
				const claim = (await this.ahead.verdictOf(itemIndex)) ?? 'claimed';
				return [itemIndex, claim] as const;
			}),
		);
		// What has no key waits for no store.
		if (keyed.length > 0) await this.store.atRest();
		return new Map(claims);
	}

	/**
	 * Settles keys of a request that is through, beside those that follow.
	 *
	 * @param ends by item index, of the items all of whose numbers are through
	 */
	settle(request: SmsRequest, ends: ReadonlyMap<number, End>): void {
		const settled = Promise.all([...ends].map(async ([item, end]) => await this.end(item, end)));
		const finished = this.ahead.finish(request, settled);
		this.settling.add(finished);
		void finished.then(() => this.settling.delete(finished));
	}

	/** Gives back what was claimed and never came to a request; waits until all of it lasts. */
	async close(): Promise<void> {
		await Promise.all(this.settling);
		await Promise.all([...this.held.keys()].map(async (item) => await this.end(item, 'free')));
		await this.store.close();
	}

	private async claimFor(itemIndex: number): Promise<KeyClaim> {
		const item = this.keyed.get(itemIndex);
		if (item === undefined) return 'claimed';
		// Given back by an item before, it must be free for this one.
		await this.freeing.get(item.key.key);
		const begun = this.begun.get(itemIndex);
		return await this.store.claim(item.key, begun).catch(() => 'unavailable' as const);
	}

	private async end(itemIndex: number, end: End): Promise<void> {
		const use = this.keyed.get(itemIndex)?.key;
		if (use === undefined) return;
		const claimed = this.held.get(itemIndex) ?? this.ahead.verdictIfBegun(itemIndex);
		const settled = claimed.then(async (claim) => {
			if (claim === 'claimed') await this.store.settle(use, end);
			this.held.delete(itemIndex);
			if (end === 'free') this.freeing.delete(use.key);
		});
		if (end === 'free') this.freeing.set(use.key, settled);
		await settled;
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
