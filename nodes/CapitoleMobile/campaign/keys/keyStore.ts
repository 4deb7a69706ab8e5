import type { IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { MarkStore } from './markStore';
import { pause } from '../../transport/pause';

/** What is known of a key before its SMS is sent. */
export type Claim =
	/** Ours to send. */
	| 'claimed'
	/** An SMS was sent under it, or may have been, and the run that did so has told its outcome. */
	| 'sent'
	/** Another run claimed it and neither finished nor gave it back in time: it may have been sent. */
	| 'inDoubt'
	/** The execution was stopped before that was known. */
	| 'cancelled';

const CONFIRM_AFTER_MS = 60;
/** A store that is slow here is slow in other processes too. */
const CONFIRM_AFTER_WRITES = 4;
/** Times at most that a run looks whether its last writes are still there. */
const LOOKS = 4;
const ASK_AGAIN_AFTER_MS = 100;
const ASK_AGAIN_AT_MOST_AFTER_MS = 1000;

/**
 * Idempotency keys in n8n's own database, where all executions of a node see them.
 *
 * Three marks stand for a key: `claim` from before its SMS is sent, `open` until its outcome is
 * known, `holder` to tell claimants apart. So a claim alone means that it was sent; with `open`,
 * that a run is sending it or was killed meanwhile. All three are noted and looked at in one step.
 *
 * What is guaranteed:
 * - Runs in one process (n8n without queue mode) never send twice under a key: their marks are
 *   written one after another, see `MarkStore`.
 * - Runs in several processes do not either, as long as none of them takes longer between n8n's
 *   reading of its record and its writing back than the claim rests before it is confirmed: 60 ms,
 *   or four times the slowest recent write where that is more. n8n's store has no lock and rewrites
 *   its record as a whole, so the last writer's claim survives; one that is still there after all
 *   writes begun before it have ended is the only one (Fischer's algorithm). A process that stalls
 *   for longer, exactly between its reading and its writing, can wipe out marks, and the same key
 *   claimed at that moment would be sent by two.
 * - Never silently lost: `sent` is only said of a claim that was closed. What a killed run, a store
 *   that fails afterwards, or an overwritten mark leaves behind is `inDoubt`.
 * - Remembered are at least the last `KEPT_KEYS` keys of a node; renaming it does no harm, deleting
 *   it or copying the workflow starts afresh.
 */
export class KeyStore {
	private readonly marks: MarkStore;

	private readonly cancelled: AbortSignal | undefined;

	/** Of the keys held now. */
	private readonly holders = new Map<string, string>();

	/** What was erased with a holder that is gone. */
	private readonly erased = new Map<string, readonly string[]>();

	private readonly sent = new Set<string>();

	private attempts = 0;

	/**
	 * @param run a text that no other run of any node has
	 * @param patience milliseconds to wait for another run that holds a key
	 */
	constructor(
		context: IExecuteFunctions,
		private readonly run: string,
		private readonly patience: number,
	) {
		this.marks = new MarkStore(context);
		this.cancelled = context.getExecutionCancelSignal();
	}

	/** @throws Error when n8n's store cannot be used; then nothing is claimed */
	async claim(key: string): Promise<Claim> {
		const giveUpAt = Date.now() + this.patience;
		let wait = ASK_AGAIN_AFTER_MS;
		for (;;) {
			const claim = await this.tryToClaim(key);
			if (claim !== 'open') return claim;
			const left = giveUpAt - Date.now();
			if (left <= 0) return 'inDoubt';
			await pause(Math.min(wait, left), this.cancelled);
			if (this.cancelled?.aborted === true) return 'cancelled';
			wait = Math.min(2 * wait, ASK_AGAIN_AT_MOST_AFTER_MS);
		}
	}

	/** The SMS was sent, or may have been. */
	async settle(key: string): Promise<void> {
		this.sent.add(key);
		await this.letGo(key, [`open ${key}`]);
	}

	/** The SMS was certainly not sent: the key is free again. */
	async release(key: string): Promise<void> {
		await this.letGo(key, [`claim ${key}`, `open ${key}`]);
	}

	/**
	 * Makes sure of what was written in this run, in case another process has overwritten some of it:
	 * a holder that is back shows that what was erased with it is back too. A store that fails now
	 * has the claims, which keep the keys from being sent again.
	 */
	async close(): Promise<void> {
		const claims = [...this.sent].map((key) => `claim ${key}`);
		let unsure = [...this.erased];
		try {
			for (let look = 0; look < LOOKS && unsure.length > 0; look++) {
				await sleep(this.restMs());
				const holders = unsure.map(([holder]) => holder);
				const isGone = await this.marks.note([...holders, ...claims]);
				unsure = unsure.filter((_, position) => isGone[position] !== true);
				await this.marks.erase([...holders, ...unsure.flatMap(([, marks]) => marks)]);
			}
		} catch {
			// Nothing to be done about it here, and the results of the run must not be lost for it.
		}
	}

	private async tryToClaim(key: string): Promise<'claimed' | 'sent' | 'open'> {
		const holder = `holder ${this.run} ${String(++this.attempts)} ${key}`;
		let hasRested = false;
		for (;;) {
			const [isFree, isClosed, isNotHeld] = await this.marks.note([
				`claim ${key}`,
				`open ${key}`,
				holder,
			]);
			// Where `open` went from a claim of ours, another run that took it for its own has sent.
			if (isFree !== true && (isNotHeld === true || isClosed === true)) {
				// n8n's store cannot be looked at without noting, so what was new is taken out again.
				await this.marks.erase(isClosed === true ? [`open ${key}`, holder] : [holder]);
				return isClosed === true ? 'sent' : 'open';
			}
			if (isFree !== true && hasRested) {
				this.holders.set(key, holder);
				return 'claimed';
			}
			// Not cut short when the execution is stopped: the claim would be left half made.
			await sleep(this.restMs());
			hasRested = true;
		}
	}

	private async letGo(key: string, marks: readonly string[]): Promise<void> {
		const holder = this.holders.get(key);
		if (holder === undefined) return;
		this.holders.delete(key);
		this.erased.set(holder, marks);
		await this.marks.erase([...marks, holder]);
	}

	/** Milliseconds after which every write that was begun before must have ended. */
	private restMs(): number {
		return Math.max(CONFIRM_AFTER_MS, CONFIRM_AFTER_WRITES * this.marks.slowestMs());
	}
}
