import type { Clock, MarkWriter } from './markWriter';

/** What became of an SMS that has left. */
export type Gone = 'sent' | 'inDoubt';

/** What became of the SMS under a key: `free` when it was certainly not sent. */
export type End = Gone | 'free';

/** The answer to a run that wants to send under a key. */
export type Claim =
	/** The key is this run's to send under. */
	| 'claimed'
	/** The same SMS was sent under it. */
	| 'sent'
	/** The same SMS may have been sent under it: its outcome is unknown, or its run was killed. */
	| 'inDoubt'
	/** Another SMS has it. */
	| 'reused'
	/** The execution was stopped before the answer was known. */
	| 'cancelled';

/** A key, and what is sent under it. */
export interface KeyUse {
	readonly key: string;
	/** A text without spaces that two uses have in common when they send the same to the same numbers. */
	readonly message: string;
	/** What an earlier try of this run left the key as; this one sends what is left under it. */
	readonly earlier?: Gone | undefined;
}

/** A run of this process that has a key, or is finding out whether it can have it. */
interface Owner {
	readonly message: string;
	/** Resolves when that is over, with what the run knows then of its message. */
	readonly over: Promise<Gone | undefined>;
	readonly leave: (known?: Gone) => void;
}

/**
 * The runs of one process, which wait for each other without asking the record: those that have a key by
 * its mark `claim`, those that look for one by the mark `message`.
 */
export type Owners = Map<string, Owner>;

/** How long a run in another process may leave a question unanswered before it is presumed killed. */
export const PATIENCE_MS = 30_000;

/** Answers that an owner gives in that time. */
const ANSWERS = 10;

/** Write rounds that an answer may take on top, where the database is slow. */
const ANSWER_ROUNDS = 8;

/** After this many rounds, a run that is taking out its marks is presumed killed. */
const ERASING_ROUNDS = 30;

const FIRST_POLL_MS = 100;

/** Between two looks at a question that is not answered, and between two looks for a stopped execution. */
const POLL_MS = 1000;

/**
 * Idempotency keys in n8n's own database, where all executions of a node see them.
 *
 * The database tells whether a mark is there only by adding it, and finds a mark to erase by reading all
 * of them. So an SMS that is sent adds marks and erases none: two when its key is claimed, one when the
 * outcome is known. `stateOf` reads them; all but `claim` belong to one message:
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
 * question: an owner that is alive takes them out again and again, and at the end leaves only one. A
 * question that nobody answers for `patience` means that the owner was killed: the key is in doubt. If
 * only one was new, the run takes it out at once; killed in between, it leaves the key in doubt.
 *
 * What is guaranteed:
 * - Runs in one process (n8n without queue mode) never send twice under a key. They wait for each other
 *   as long as it takes.
 * - Runs in several processes do not either, as long as the others together spend less time between
 *   n8n's reading of its record and its writing back, in one round each (see `MarkWriter`), than the
 *   shortest rest: 60 ms or, if that is more, the slowest of the latest 10 rounds, each counted as 5 s
 *   at most. For two processes: as long as neither stalls for a rest exactly between its reading and
 *   its writing back. From there on both may send.
 * - Never silently lost: `sent` is only said of the same message to the same numbers, some of which the
 *   provider has accepted. What a killed run or a failing database leaves is `inDoubt`.
 * - No key is in doubt without cause: as long as no run is killed, none stands still for `patience`, and
 *   no write fails, `inDoubt` is only said where an outcome is unknown.
 * - Every claim ends: with the run that has the key, or `patience` after that was killed, or by throwing
 *   where the database fails.
 * - Remembered are at least the last `KEPT_KEYS` keys of a node. Renaming the node does no harm;
 *   deleting it or copying the workflow starts afresh.
 *
 * dev/simulation puts this to the proof. A millisecond below the limit it finds nothing; beyond it, a
 * second SMS, with three and four processes too, although each of these alone stays below a rest.
 */
export class KeyStore {
	/** Changes that are not sure to last yet. */
	private readonly changes = new Set<Promise<unknown>>();

	/** Keys of this run. */
	private readonly own = new Map<string, KeyUse>();

	/** Resolves when this run's latest answer is written. */
	private answer = Promise.resolve();

	private isAnswering = false;

	/** @param patience milliseconds after which an owner that does not answer is presumed killed */
	constructor(
		private readonly marks: MarkWriter,
		private readonly owners: Owners,
		private readonly clock: Clock,
		private readonly patience: number,
		private readonly isCancelled: () => boolean,
	) {}

	/**
	 * Claims a key; waits for the run that has it, if there is one.
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
	 * Claims a key, unless another run has it or may have it: then it is `underWay`.
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
	 * Says what became of a claimed key. Resolves at once where a mark is added: no later claim is written
	 * before it. Where marks are erased, resolves once that is sure.
	 */
	async settle(use: KeyUse, end: End): Promise<void> {
		this.own.delete(use.key);
		// It erases the marks that are now added.
		await this.answer;
		// What was sent in part is never free.
		const known = end === 'free' ? use.earlier : end;
		const said = known === undefined ? this.marks.erase(allMarksOf(use)) : this.say(use, known);
		const sure = this.makeSure(said).then(() => this.leave(use, known));
		if (known !== end || use.earlier !== undefined) await sure;
	}

	/** Waits for the end of a write under way, which a request at the same time would hold up. */
	async atRest(): Promise<void> {
		await this.marks.atRest();
	}

	/** Makes sure that what was settled lasts. A key that was not settled is in doubt. */
	async close(): Promise<void> {
		await Promise.all(this.changes);
		for (const use of this.own.values()) this.leave(use);
		this.own.clear();
		this.marks.close();
	}

	/** The run of this process that has the key, or is looking for it on behalf of the same message. */
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
	 * Looks for what became of a key that a run in another process has. Only one of several that look
	 * finds an answer new, so that a run that has found one looks more and more seldom.
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
				// With both marks there it is under way again.
				if (state === use.earlier) return 'claimed';
				void this.makeSure(this.marks.erase([state === 'sent' ? inDoubt : sent]));
				return state;
			default:
				return state;
		}
	}

	/** Whether marks were there; they are from now on. */
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

	/**
	 * Adds a mark that another run has added and will take out again: a run that was told that the key is
	 * used for another message.
	 */
	private async addAnew(mark: string): Promise<void> {
		for (let rounds = 0; rounds < ERASING_ROUNDS; rounds++) {
			const [isNew] = await this.marks.add([mark]);
			if (isNew === true) return;
			await this.clock.sleep(this.marks.pace);
		}
	}

	/** Tells runs in other processes that this one is alive: takes out the marks that ask for its keys. */
	private async answerQuestions(): Promise<void> {
		if (this.isAnswering) return;
		this.isAnswering = true;
		while (this.own.size > 0) {
			// A key that is settled by then needs no answer.
			const uses = [...this.own.values()];
			await this.clock.sleep(this.patience / ANSWERS);
			const held = uses.filter((use) => this.own.get(use.key) === use).map(marksOf);
			const questions = held.flatMap(({ sent, inDoubt }) => [sent, inDoubt]);
			if (questions.length > 0) this.answer = this.makeSure(this.marks.erase(questions));
			await this.answer;
		}
		this.isAnswering = false;
	}

	/** Where the record fails, the key stays in doubt. */
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

/** Two tries of one run at once would both send what is left. */
class AlsoRetried extends Error {
	override readonly message = 'Another try of the run goes on under the key';
}

/** The state of a key by the marks that were there: the table above. */
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
