import { sameForAll, type RecipientOutcome } from '../../sms/answer/outcome';
import { isSettled, type CampaignItem, type Ledger } from '../ledger';
import type { Layer } from '../post';
import type { Share } from '../requests';
import type { Claim } from './keyStore';

/** Where keys are kept, see `KeyStore`. */
export interface Keys {
	claim(key: string): Promise<Claim>;
	settle(key: string): Promise<void>;
	release(key: string): Promise<void>;
	close(): Promise<void>;
}

type Refusal = Exclude<Claim, 'claimed'> | 'unavailable';

/** What becomes of an item whose key is not ours to use. */
const REFUSED: Readonly<Record<Refusal, Pick<RecipientOutcome, 'outcome' | 'code'>>> = {
	sent: { outcome: 'duplicate', code: 'DUPLICATE_KEY' },
	inDoubt: { outcome: 'unknown', code: 'KEY_IN_DOUBT' },
	cancelled: { outcome: 'notSent', code: 'CANCELLED' },
	unavailable: { outcome: 'notSent', code: 'KEY_NOT_NOTED' },
};

/** The idempotency keys of a campaign: each is claimed once, then settled or given back. */
export class CampaignKeys {
	private readonly claims = new Map<string, Promise<Claim | 'unavailable'>>();

	private readonly settled = new Set<string>();

	private readonly keyOf: ReadonlyMap<number, string>;

	/** An item of which an earlier try sent something has its key already. */
	constructor(
		items: readonly CampaignItem[],
		private readonly ledger: Ledger,
		private readonly store: Keys,
	) {
		this.keyOf = new Map(
			items
				.filter(({ itemIndex }) => !ledger.isSettled(itemIndex))
				.map(({ itemIndex, idempotencyKey }) => [itemIndex, idempotencyKey]),
		);
	}

	/**
	 * Claims the keys of all items, for what has to be known before the first request.
	 *
	 * @returns the items that may be sent as far as their keys go
	 */
	async claimAll(items: readonly CampaignItem[]): Promise<CampaignItem[]> {
		const claims = await Promise.all(
			items.map(async ({ itemIndex }) => await this.claimFor({ itemIndex, recipients: [] })),
		);
		return items.filter((_, position) => claims[position] === 'claimed');
	}

	/** Gives back what was claimed, when nothing is sent. */
	async releaseAll(): Promise<void> {
		await Promise.all(
			Array.from(this.claims, async ([key, claim]) => {
				if ((await claim) === 'claimed') await this.store.release(key).catch(() => undefined);
			}),
		);
		this.claims.clear();
	}

	/** Takes out of a request what its key forbids to send, and notes that. */
	readonly claim: Layer = (post) => async (request) => {
		const claims = await Promise.all(
			request.shares.map(async (share) => await this.claimFor(share)),
		);
		const shares = request.shares.filter((share, position) => {
			const claim = claims[position] ?? 'unavailable';
			if (claim === 'claimed') return true;
			this.ledger.note(share, REFUSED[claim]);
			return false;
		});
		const wanted = new Set(shares.flatMap(({ recipients }) => recipients));
		const recipients = request.recipients.filter((recipient) => wanted.has(recipient));
		return recipients.length === 0
			? sameForAll([], 'notSent', 'KEY_NOT_NOTED')
			: await post({ ...request, recipients, shares });
	};

	/** Settles the keys of a request that is through; a key under which nothing was sent is free again. */
	readonly finish: Layer = (post) => async (request) => {
		const result = await post(request);
		await Promise.all(request.shares.map(async (share) => await this.finishFor(share)));
		return result;
	};

	/** An item comes after another of its key, under which something was sent or may have been. */
	repeat({ itemIndex, composition }: CampaignItem, first: CampaignItem): void {
		const isInDoubt = this.ledger
			.outcomesOf(first.itemIndex)
			.some(({ code }) => code === REFUSED.inDoubt.code);
		this.ledger.note(
			{ itemIndex, recipients: composition.recipients },
			REFUSED[isInDoubt ? 'inDoubt' : 'sent'],
		);
	}

	/** Claims an item's key, once for all its requests; without a key there is nothing to claim. */
	private async claimFor({ itemIndex }: Share): Promise<Claim | 'unavailable'> {
		const key = this.keyOf.get(itemIndex) ?? '';
		if (key === '') return 'claimed';
		const claim = this.claims.get(key) ?? this.store.claim(key).catch(() => 'unavailable' as const);
		this.claims.set(key, claim);
		return await claim;
	}

	private async finishFor({ itemIndex }: Share): Promise<void> {
		const key = this.keyOf.get(itemIndex) ?? '';
		if (this.settled.has(key) || (await this.claims.get(key)) !== 'claimed') return;
		// A store that fails now leaves the claim, which keeps the SMS from going twice.
		if (this.ledger.outcomesOf(itemIndex).some(isSettled)) {
			this.settled.add(key);
			await this.store.settle(key).catch(() => undefined);
		} else if (this.ledger.isComplete(itemIndex)) {
			this.claims.delete(key);
			await this.store.release(key).catch(() => undefined);
		}
	}
}
