import type { RecipientOutcome } from '../sms/answer/outcome';
import type { Claim } from './idempotencyKeys';

/** Where keys are kept, see `IdempotencyKeys`. */
export interface KeyStore {
	claim(key: string): Promise<Claim>;
	settle(key: string): Promise<void>;
	release(key: string): Promise<void>;
}

/** What becomes of an item whose key is not ours to use. */
export const NOT_HELD = {
	sent: { outcome: 'duplicate', code: 'DUPLICATE_KEY' },
	inDoubt: { outcome: 'unknown', code: 'KEY_IN_DOUBT' },
	cancelled: { outcome: 'notSent', code: 'CANCELLED' },
	unavailable: { outcome: 'notSent', code: 'KEY_NOT_NOTED' },
} as const satisfies Record<string, Pick<RecipientOutcome, 'outcome' | 'code'>>;

/** The idempotency keys of one campaign: each is claimed once, then settled or given back. */
export class HeldKeys {
	private readonly claims = new Map<string, Promise<Claim | 'unavailable'>>();

	private readonly settled = new Set<string>();

	constructor(private readonly store: KeyStore) {}

	/** Claims a key, once for all the requests of its item; without a key there is nothing to claim. */
	async claim(key: string): Promise<Claim | 'unavailable'> {
		if (key === '') return 'claimed';
		const claim = this.claims.get(key) ?? this.store.claim(key).catch(() => 'unavailable' as const);
		this.claims.set(key, claim);
		return await claim;
	}

	/** Something was sent under the key, or may have been. */
	async settle(key: string): Promise<void> {
		if (this.settled.has(key) || !(await this.isHeld(key))) return;
		this.settled.add(key);
		// The SMS is out; a store that fails now leaves the claim, which keeps it from going twice.
		await this.store.settle(key).catch(() => undefined);
	}

	/** Nothing more will be sent for the item: a key under which nothing was is free again. */
	async end(key: string): Promise<void> {
		if (this.settled.has(key) || !(await this.isHeld(key))) return;
		this.claims.delete(key);
		await this.store.release(key).catch(() => undefined);
	}

	private async isHeld(key: string): Promise<boolean> {
		return (await this.claims.get(key)) === 'claimed';
	}
}
