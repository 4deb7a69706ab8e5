import type { Clock, MarkWriter } from './markWriter';

/** The outcome of an SMS that left. */
export type Gone = 'sent' | 'inDoubt';

/** The outcome of the SMS under a key: `free` if it was certainly not sent. */
export type End = Gone | 'free';

/** The result of claiming a key. */
export type Claim =
	/** This run may send. */
	| 'claimed'
	/** The same SMS was sent. */
	| 'sent'
	/** The same SMS may have been sent: its outcome is unknown, or its run was killed. */
	| 'inDoubt'
	/** The key belongs to another SMS. */
	| 'reused'
	/** The execution was stopped before the result was known. */
	| 'cancelled';

export interface KeyUse {
	readonly key: string;
	/** Without spaces; equal for two uses that send the same to the same recipients. */
	readonly message: string;
	/** How an earlier try of this run left the key; this try sends the rest under it. */
	readonly earlier?: Gone | undefined;
}

/** A run of this process that holds a key, or is looking it up. */
interface Owner {
	readonly message: string;
	/** Resolves when the run lets go of the key, with the outcome if it knows one. */
	readonly over: Promise<Gone | undefined>;
	readonly leave: (known?: Gone) => void;
}

/**
 * The runs of one process, which wait for each other without asking the record. A run that holds a key
 * is listed under its mark `claim`, one that looks it up under `message`.
 */
export type Owners = Map<string, Owner>;

/** How long a run in another process may leave a question unanswered before it is presumed killed. */
export const PATIENCE_MS = 30_000;

/** How often an owner answers in that time. */
const ANSWERS = 10;

/** Extra write rounds for an answer, in case the database is slow. */
const ANSWER_ROUNDS = 8;

/** After this many rounds, a run that is erasing its marks is presumed killed. */
const ERASING_ROUNDS = 30;

const FIRST_POLL_MS = 100;

/** Interval for checking an unanswered question, and for noticing a stopped execution. */
const POLL_MS = 1000;

/**
 * Idempotency keys in n8n's own database, where all executions of a node see them.
 *
 * The database reveals whether a mark exists only by adding it, and erases a mark only by reading all
 * of them. So sending an SMS adds marks and erases none: two when its key is claimed, one when the
 * outcome is known. `stateOf` reads them; every mark except `claim` belongs to one message:
 *
 * | `claim` | `message` | `sent` | `in doubt` | the key is |
 * |---|---|---|---|---|
 * | – | | | | free |
 * | there | – | | | used for another message |
 * | there | there | – | – | under way |
 * | there | there | there | there | under way, and another run asks whether its owner is alive |
 * | there | there | there | – | sent |
 * | there | there | – | there | in doubt |
 *
 * A run that finds a key claimed adds the key's last two marks. If both were new, they stay as its
 * question: a live owner erases them again and again, and leaves only one at the end. If nobody answers
 * the question for `patience`, the owner was killed and the key is in doubt. If only one mark was new,
 * the run erases it at once; if it is killed in between, the key is in doubt.
 *
 * Guarantees:
 * - Runs in one process (n8n without queue mode) never send twice under a key. They wait for each other
 *   as long as it takes.
 * - Runs in several processes do not either, as long as all other processes together spend less time
 *   between n8n's reading of its record and its writing back, in one round each (see `MarkWriter`),
 *   than the shortest rest: 60 ms, or the slowest of the latest 10 rounds if that is longer, each
 *   counted as 5 s at most. With two processes: as long as neither stalls for a rest exactly between
 *   reading and writing back. Beyond that limit, both may send.
 * - Nothing is lost silently: a key is `sent` only for the same message to the same recipients, some of
 *   whom the provider accepted. After a killed run or a database failure, it is `inDoubt`.
 * - No key is in doubt without cause: as long as no run is killed or stalls for `patience`, and no
 *   write fails, `inDoubt` means an unknown outcome.
 * - Every claim ends: with the run that holds the key, `patience` after that run was killed, or with an
 *   exception if the database fails.
 * - At least the last `KEPT_KEYS` keys of a node are remembered. Renaming the node does no harm;
 *   deleting it or copying the workflow starts afresh.
 *
 * dev/simulation tests this. It finds nothing up to a millisecond below the limit; beyond it, it finds
 * a second SMS, with three and four processes too, even if each of them alone stays below a rest.
 */
export class KeyStore {
	/** Changes that are not safely stored yet. */
	private readonly changes = new Set<Promise<unknown>>();

	/** Keys that this run holds. */
	private readonly own = new Map<string, KeyUse>();

	/** Resolves when this run's latest answer is stored. */
	private answer = Promise.resolve();

	private isAnswering = false;

	/** @param patience milliseconds without an answer after which an owner is presumed killed */
	constructor(
		private readonly marks: MarkWriter,
		private readonly owners: Owners,
		private readonly clock: Clock,
		private readonly patience: number,
		private readonly isCancelled: () => boolean,
	) {}

	/**
	 * Claims a key; waits for the run that holds it, if any.
	 *
	 * @throws whatever n8n's store throws; then nothing is claimed
	 */
	async claim(use: KeyUse): Promise<Claim> {
		for (;;) {
			const owner = this.ownerFor(use);
			if (owner === undefined) {
				return await this.asOwner(use, async () => await this.lookUntilKnown(use));
			}
			if (owner.message !== use.message) return 'reused';
			if (use.earlier !== undefined) throw new AlsoRetried();
			const known = await Promise.race([owner.over, this.clock.sleep(POLL_MS)]);
			if (this.isCancelled()) return 'cancelled';
			if (typeof known === 'string') return known;
		}
	}

	/**
	 * Claims a key, or returns `underWay` if another run holds it or may hold it.
	 *
	 * @throws whatever n8n's store throws; then nothing is claimed
	 */
	async tryToClaim(use: KeyUse): Promise<Claim | 'underWay'> {
		const owner = this.ownerFor(use);
		if (owner !== undefined) return owner.message === use.message ? 'underWay' : 'reused';
		const found = await this.asOwner(use, async () => await this.look(use));
		return found === 'asked' ? 'underWay' : found;
	}

	/**
	 * Records the outcome of a claimed key. If that adds a mark, resolves at once: no later claim is
	 * written before it. If it erases marks, resolves once the erasure is safely stored.
	 */
	async settle(use: KeyUse, end: End): Promise<void> {
		this.own.delete(use.key);
		// A pending answer would erase the marks added below.
		await this.answer;
		// A key with a partly sent SMS is never free.
		const known = end === 'free' ? use.earlier : end;
		const said = known === undefined ? this.marks.erase(allMarksOf(use)) : this.say(use, known);
		const sure = this.makeSure(said).then(() => this.leave(use, known));
		if (known !== end || use.earlier !== undefined) await sure;
	}

	/** Waits for a write under way to finish: a request at the same time would delay it. */
	async atRest(): Promise<void> {
		await this.marks.atRest();
	}

	/** Waits until settled keys are safely stored. Keys that were not settled stay in doubt. */
	async close(): Promise<void> {
		await Promise.all(this.changes);
		for (const use of this.own.values()) this.leave(use);
		this.own.clear();
		this.marks.close();
	}

	/** The run of this process that holds the key, or looks it up for the same message. */
	private ownerFor(use: KeyUse): Owner | undefined {
		const { claim, message } = marksOf(use);
		return this.owners.get(claim) ?? this.owners.get(message);
	}

	private async asOwner<Found extends string>(
		use: KeyUse,
		look: () => Promise<Found>,
	): Promise<Found> {
		const { claim, message } = marksOf(use);
		const owner = ownerOf(use.message);
		this.owners.set(message, owner);
		let found: string | undefined;
		try {
			return (found = await look());
		} finally {
			if (found === 'claimed') {
				this.owners.set(claim, owner);
				this.own.set(use.key, use);
				void this.answerQuestions();
			} else this.leave(use, found === 'sent' || found === 'inDoubt' ? found : undefined);
		}
	}

	/**
	 * Polls the outcome of a key that a run in another process holds. If several runs ask, only one finds
	 * each answer new; a run that finds an answer polls less and less often.
	 */
	private async lookUntilKnown(use: KeyUse): Promise<Claim> {
		let quietMs = FIRST_POLL_MS;
		for (let unansweredMs = 0; ; ) {
			const found = await this.look(use);
			if (found !== 'underWay' && found !== 'asked') return found;
			if (use.earlier !== undefined) throw new AlsoRetried();
			quietMs = Math.min(2 * quietMs, this.patience / 3);
			const wait = found === 'asked' ? Math.min(quietMs, POLL_MS) : quietMs;
			unansweredMs = found === 'asked' ? unansweredMs + wait : 0;
			if (unansweredMs > this.patience + ANSWER_ROUNDS * this.marks.pace) return 'inDoubt';
			for (let left = wait; left > 0; left -= POLL_MS) {
				await this.clock.sleep(Math.min(left, POLL_MS));
				if (this.isCancelled()) return 'cancelled';
			}
		}
	}

	private async look(use: KeyUse): Promise<Claim | 'underWay' | 'asked'> {
		const { claim, message, sent, inDoubt } = marksOf(use);
		const [hasClaim, hasMessage] = await this.find([claim, message]);
		const ends = hasClaim && hasMessage ? await this.find([sent, inDoubt]) : [];
		const state = stateOf(hasClaim, hasMessage, ...ends);
		switch (state) {
			case 'free':
				if (hasMessage) await this.addAnew(message);
				return 'claimed';
			case 'reused':
				void this.makeSure(this.marks.erase([message]));
				return state;
			case 'sent':
			case 'inDoubt':
				// The look just added the other mark, so the key is under way again.
				if (state === use.earlier) return 'claimed';
				void this.makeSure(this.marks.erase([state === 'sent' ? inDoubt : sent]));
				return state;
			default:
				return state;
		}
	}

	/** Adds two marks; returns whether each already existed. */
	private async find(marks: readonly [string, string]): Promise<[boolean, boolean]> {
		const [isFirstNew, isSecondNew] = await this.marks.add(marks);
		return [isFirstNew !== true, isSecondNew !== true];
	}

	private async say(use: KeyUse, end: Gone): Promise<void> {
		const { sent, inDoubt } = marksOf(use);
		const [mark, other] = end === 'sent' ? [sent, inDoubt] : [inDoubt, sent];
		const [isNew] = await this.marks.add([mark]);
		if (isNew !== true) await this.marks.erase([other]);
	}

	/** Adds a mark that another run is about to erase, because its key was `reused`. */
	private async addAnew(mark: string): Promise<void> {
		for (let rounds = 0; rounds < ERASING_ROUNDS; rounds++) {
			const [isNew] = await this.marks.add([mark]);
			if (isNew === true) return;
			await this.clock.sleep(this.marks.pace);
		}
	}

	/** Shows runs in other processes that this one is alive, by erasing their questions. */
	private async answerQuestions(): Promise<void> {
		if (this.isAnswering) return;
		this.isAnswering = true;
		while (this.own.size > 0) {
			// Keys settled during the sleep need no answer.
			const uses = [...this.own.values()];
			await this.clock.sleep(this.patience / ANSWERS);
			const held = uses.filter((use) => this.own.get(use.key) === use).map(marksOf);
			const questions = held.flatMap(({ sent, inDoubt }) => [sent, inDoubt]);
			if (questions.length > 0) this.answer = this.makeSure(this.marks.erase(questions));
			await this.answer;
		}
		this.isAnswering = false;
	}

	/** Never rejects: if the record fails, the key stays in doubt. */
	private async makeSure(change: Promise<unknown>): Promise<void> {
		const over = change.catch(() => undefined);
		this.changes.add(over);
		await over;
		this.changes.delete(over);
	}

	private leave(use: KeyUse, known?: Gone): void {
		const { claim, message } = marksOf(use);
		const owner = this.owners.get(message);
		owner?.leave(known);
		this.owners.delete(message);
		if (this.owners.get(claim) === owner) this.owners.delete(claim);
	}
}

/** Two tries of one run at the same time would both send the rest. */
class AlsoRetried extends Error {
	override readonly message = 'Another try of the run goes on under the key';
}

/** The state of a key, from the table above. */
function stateOf(
	claim: boolean,
	message: boolean,
	sent = false,
	inDoubt = false,
): 'free' | 'reused' | 'underWay' | 'asked' | Gone {
	if (!claim) return 'free';
	if (!message) return 'reused';
	if (sent !== inDoubt) return sent ? 'sent' : 'inDoubt';
	return sent ? 'asked' : 'underWay';
}

const marksOf = ({ key, message }: KeyUse) => ({
	claim: `claim ${key}`,
	message: `message ${message} ${key}`,
	sent: `sent ${message} ${key}`,
	inDoubt: `in doubt ${message} ${key}`,
});

const allMarksOf = (use: KeyUse): string[] => Object.values(marksOf(use));

function ownerOf(message: string): Owner {
	let leave: Owner['leave'] = () => undefined;
	const over = new Promise<Gone | undefined>((resolve) => (leave = resolve));
	return { message, over, leave };
}
