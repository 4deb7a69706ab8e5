import type { Clock } from './clock';
import type { MarkStore } from './markStore';

/** What is known of a key before its SMS is sent. */
export type Claim =
	/** Ours to send. */
	| 'claimed'
	/** The same SMS was sent under it. */
	| 'sent'
	/** The same SMS may have been sent under it: its outcome is unknown, or was never told. */
	| 'inDoubt'
	/** Another SMS has it. */
	| 'reused'
	/** The execution was stopped before that was known. */
	| 'cancelled';

/** What became of an SMS that has left. */
export type Gone = 'sent' | 'inDoubt';

/** What became of the SMS under a key: `free` when it was certainly not sent. */
export type End = Gone | 'free';

/** A key, and what is sent under it. */
export interface KeyUse {
	readonly key: string;
	/** A text without spaces that two uses have in common when they send the same to the same numbers. */
	readonly message: string;
}

/** Beats that a run has a key for, beside its request: noted, sure, settled, and some where others ask. */
const HELD_BEATS = 8;
/** Beats that those who ask for a key may have their marks beside it, before they are taken for dead. */
const ASKED_BEATS = 30;
/** Keys at a time that a run asks for: those that a kill may leave in doubt though they were sent. */
const MOST_ASKED = 200;
const ASK_AGAIN_AFTER_MS = 100;
const ASK_AGAIN_AT_MOST_AFTER_MS = 1000;

/**
 * Idempotency keys in n8n's own database, where all executions of a node see them.
 *
 * The database tells of a mark whether it is there only by adding it, and finds a mark to erase by
 * reading all of them. So what is sent adds marks and erases none: two when it claims a key, one when it
 * is known what became of it. All but `claim` are the message's own:
 *
 * | `claim` | `message` | `sent` | `in doubt` | the key is |
 * |---|---|---|---|---|
 * | – | | | | free |
 * | there | – | | | used for another message |
 * | there | there | – | – | under way; in doubt when it stays so |
 * | there | there | there | – | sent |
 * | there | there | – | there | in doubt |
 * | there | there | there | there | asked for, or sent in part and under way again; in doubt when it stays so |
 *
 * Who finds a key claimed asks for its last two marks at once, and erases what was new: killed in
 * between, it leaves the key in doubt. Nobody erases a mark that was found, so that who adds one to a
 * key of its own does so until it was new: then it stays.
 *
 * What is guaranteed:
 * - Runs in one process (n8n without queue mode) never send twice under a key.
 * - Runs in several processes do not either, as long as the others together spend less time between
 *   n8n's reading of its record and its writing back, in one beat each (a note and an erasure, see
 *   `MarkStore`), than the shortest rest: 60 ms, or where that is more, as long as the slowest of the
 *   latest 10 beats took, or twice the second slowest, each counted as 5 s at most. For two processes:
 *   as long as neither stalls for a rest, exactly between its reading and its writing back. From there
 *   on both may send.
 * - Never silently lost: `sent` is only said of the same message to the same numbers, of which the
 *   provider has accepted some. What a killed run or a failing database leaves is `inDoubt`.
 * - Every claim ends: once it is decided, or after `patience` and up to some dozen beats where another
 *   run has the key or was killed while it asked for it, or by throwing where the database fails.
 * - Remembered are at least the last `KEPT_KEYS` keys of a node; renaming it does no harm, deleting
 *   it or copying the workflow starts afresh.
 *
 * dev/simulation puts it to the proof. A millisecond below the limit it finds nothing; beyond it, a
 * second SMS: with two processes from 5 ms over it on, with three and four from 20 ms, although each of
 * these alone stays far below a rest.
 */
export class KeyStore {
	/** Changes that are not sure to last yet. */
	private readonly unsure = new Set<Promise<unknown>>();

	/** By key, what an earlier try of this run has said of it. */
	private readonly earlier = new Map<string, Gone>();

	private asked = 0;

	/** Those whose turn to ask comes when others have taken their marks out. */
	private readonly waiting: Array<() => void> = [];

	/**
	 * @param patience milliseconds that another run's request under a key may take
	 */
	constructor(
		private readonly marks: MarkStore,
		private readonly clock: Clock,
		private readonly patience: number,
		private readonly isCancelled: () => boolean,
	) {}

	/**
	 * @param earlier what an earlier try of this run has said of the key, where it goes on under it
	 * @throws whatever n8n's store throws; then nothing is claimed
	 */
	async claim(use: KeyUse, earlier?: Gone): Promise<Claim> {
		if (earlier !== undefined) return await this.goOn(use, earlier);
		let askedAt: number | undefined;
		let wait = ASK_AGAIN_AFTER_MS;
		for (;;) {
			const claim = await this.tryToClaim(use);
			if (claim !== 'underWay') return claim;
			askedAt ??= this.clock.now();
			const held = this.patience + HELD_BEATS * this.marks.pace;
			const left = askedAt + held - this.clock.now();
			if (left <= 0) return 'inDoubt';
			await this.clock.sleep(Math.min(wait, left));
			if (this.isCancelled()) return 'cancelled';
			wait = Math.min(2 * wait, ASK_AGAIN_AT_MOST_AFTER_MS);
		}
	}

	/**
	 * Says what became of a claimed key. Resolves at once where a mark is added, as no key is claimed by
	 * a note before that which adds it; where marks are erased, once that is sure.
	 */
	async settle(use: KeyUse, end: End): Promise<void> {
		const { claim } = marksOf(use);
		const said = end === 'free' ? this.free(use) : this.say(use, end);
		const sure = this.makeSure(said.finally(() => this.marks.held.delete(claim)));
		if (end === 'free' || this.earlier.has(use.key)) await sure;
	}

	/** Waits while n8n's record is read and written, which a request at the same time would hold up. */
	async atRest(): Promise<void> {
		await this.marks.atRest();
	}

	/** Makes sure that what was settled lasts. */
	async close(): Promise<void> {
		await Promise.all(this.unsure);
		this.marks.close();
	}

	private async tryToClaim(use: KeyUse): Promise<Claim | 'underWay'> {
		const found = await this.noteUse(use);
		if (found === 'taken') return await this.ask(use);
		if (found === 'claimed') this.marks.held.add(marksOf(use).claim);
		return found;
	}

	/** Notes that a key is used for a message: it is ours then, or was taken for this or another one. */
	private async noteUse(use: KeyUse): Promise<'claimed' | 'taken' | 'reused'> {
		const { claim, message } = marksOf(use);
		const [isFree, isOther] = await this.marks.add([claim, message]);
		if (isFree === true) {
			if (isOther !== true) await this.addOwn(message);
			return 'claimed';
		}
		if (isOther !== true) return 'taken';
		void this.makeSure(this.marks.erase([message]));
		return 'reused';
	}

	/** Asks for a key that somebody has claimed. What asking adds is taken out again. */
	private async ask(use: KeyUse): Promise<Claim | 'underWay'> {
		const { claim, sent, inDoubt } = marksOf(use);
		if (this.marks.held.has(claim)) return 'underWay';
		if (this.asked === MOST_ASKED) await new Promise<void>((onTurn) => this.waiting.push(onTurn));
		else this.asked++;
		let isNew: boolean[] = [];
		try {
			isNew = await this.marks.add([sent, inDoubt]);
		} finally {
			const added = [sent, inDoubt].filter((_, position) => isNew[position]);
			const erased = added.length > 0 ? this.marks.erase(added) : Promise.resolve();
			void this.makeSure(erased).then(() => this.haveNextAsk());
		}
		const [isNotSent, isNotInDoubt] = isNew;
		if (isNotSent === isNotInDoubt) return 'underWay';
		return isNotSent === true ? 'inDoubt' : 'sent';
	}

	private haveNextAsk(): void {
		const next = this.waiting.shift();
		if (next === undefined) this.asked--;
		else next();
	}

	/** What was sent in part is under way again; what is in doubt stays so. */
	private async goOn(use: KeyUse, earlier: Gone): Promise<Claim> {
		const { claim, inDoubt } = marksOf(use);
		if (this.marks.held.has(claim)) throw new Error('Another run goes on under the key');
		this.marks.held.add(claim);
		let isOurs = false;
		try {
			const found = await this.noteUse(use);
			if (found === 'reused') return found;
			// Where it was free, the earlier try had another key.
			if (found === 'taken') {
				if (earlier === 'sent' && !(await this.addOwn(inDoubt))) {
					throw new Error('Another run was killed while it asked for the key');
				}
				this.earlier.set(use.key, earlier);
			}
			isOurs = true;
			return 'claimed';
		} finally {
			if (!isOurs) this.marks.held.delete(claim);
		}
	}

	private async say(use: KeyUse, end: Gone): Promise<void> {
		const { sent, inDoubt } = marksOf(use);
		const [mark, other] = end === 'sent' ? [sent, inDoubt] : [inDoubt, sent];
		const earlier = this.earlier.get(use.key);
		if (earlier === 'inDoubt') return;
		// Both are ours after going on; else the other's owner was killed.
		if (earlier === 'sent' || !(await this.addOwn(mark))) await this.marks.erase([other]);
	}

	private async free(use: KeyUse): Promise<void> {
		const { claim, message } = marksOf(use);
		await this.marks.erase([claim, message]);
	}

	/**
	 * Adds a mark to a key that is ours. Where those who ask for the key have added it, they will take it
	 * out again, so that it is added once they have.
	 *
	 * @returns whether they have; else they were killed
	 */
	private async addOwn(mark: string): Promise<boolean> {
		for (let tries = 0; tries < ASKED_BEATS; tries++) {
			const [isNew] = await this.marks.add([mark]);
			if (isNew === true) return true;
			await this.clock.sleep(this.marks.pace);
		}
		return false;
	}

	/** Where the record fails, the key stays in doubt. */
	private async makeSure(change: Promise<unknown>): Promise<void> {
		const over = change.catch(() => undefined);
		this.unsure.add(over);
		await over;
		this.unsure.delete(over);
	}
}

const marksOf = ({ key, message }: KeyUse) => ({
	claim: `claim ${key}`,
	message: `message ${message} ${key}`,
	sent: `sent ${message} ${key}`,
	inDoubt: `in doubt ${message} ${key}`,
});
