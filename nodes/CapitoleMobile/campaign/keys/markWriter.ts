import { sleep } from 'n8n-workflow';

/**
 * The marks of one node: a set stored outside this process. Each change reads the whole set and writes
 * it back a moment later, without a lock.
 */
export interface MarkRecord {
	/** The name of the set. Within this process, writes to it must run one after another. */
	readonly name: string;
	/** Adds marks; returns the new ones. */
	note(marks: readonly string[]): Promise<Set<string>>;
	erase(marks: readonly string[]): Promise<void>;
}

/** Failed rounds in a row before the waiting changes are rejected. */
const MAX_FAILURES = 3;

const TIMED_ROUNDS = 10;

/** A round counts for this much at most: in a longer one the machine slept, or something blocked n8n. */
const LONGEST_ROUND_MS = 5000;

const SHORTEST_REST_MS = 60;

/** Up to this number, they wait for other erasures: n8n searches its whole record for each. */
const MAX_STALE_TOKENS = 20;

/** Milliseconds to leave the record alone, given how long the latest rounds took. */
export type Rest = (roundsMs: readonly number[]) => number;

const REST: Rest = (roundsMs) => Math.max(SHORTEST_REST_MS, ...roundsMs);

interface Change<Result> {
	readonly marks: readonly string[];
	readonly resolve: (result: Result) => void;
	readonly reject: (reason: unknown) => void;
}

type Addition = Change<boolean[]>;
type Erasure = Change<void>;

/**
 * Writes marks into a record that has no lock and that other processes write too. All runs of this
 * process share one writer. It works in rounds: it adds the waiting marks, erases those waiting to be
 * erased, then leaves the record alone for a rest. Each round adds a token of its own and looks for the
 * previous round's token. If that is missing, another process has overwritten the round, and the writer
 * repeats it.
 *
 * Why a round is permanent if its token survives a rest: two writes conflict when neither has read the
 * other. A write that conflicts with ours can only come from a process that read the record before our
 * write and writes it back afterwards. During our rest, each other process does one round at most. If
 * all of them together spend less than the rest between reading and writing, there is a moment of the
 * rest when none of them does. From that moment on there is one version of the record.
 *
 * Resting before looking is not enough (Fischer's algorithm): two busy writers of other marks would
 * each keep a version alive that contains their own.
 */
export class MarkWriter {
	private additions: Addition[] = [];

	private erasures: Erasure[] = [];

	/** What the latest round added; the next round shows whether it lasts. */
	private added: { token: string; answers: Array<readonly [Addition, boolean[]]> } | null = null;

	/** What the latest round erased, and with it a token known to be in the record. */
	private erased: { token: string; erasures: Erasure[] } | null = null;

	/** The previous round's token, once it is known to last. */
	private lasting: string | null = null;

	/** Tokens of rounds that threw; the record may contain them all the same. */
	private doubtful: string[] = [];

	/** Tokens no longer needed. */
	private stale: string[] = [];

	private rounds = 0;

	private roundsMs: readonly number[] = [];

	private isRunning = false;

	private round = Promise.resolve();

	private isContended = false;

	private users = 0;

	/**
	 * @param name unique to this writer
	 * @param onUnused called when the last user has left and everything is written
	 */
	constructor(
		private record: MarkRecord,
		private readonly name: string,
		private readonly clock: Clock = SYSTEM_CLOCK,
		private readonly rest: Rest = REST,
		private readonly onUnused: () => void = () => undefined,
	) {}

	/** How long a round and its rest take at present, in milliseconds. */
	get pace(): number {
		return Math.max(0, ...this.roundsMs) + this.rest(this.roundsMs);
	}

	/** Adds a user with the same record. The writer uses the newest one, which will last longest. */
	open(record: MarkRecord): void {
		this.record = record;
		this.users++;
	}

	/** Removes a user. After the last one, the writer erases its own tokens. */
	close(): void {
		this.users--;
		this.start();
	}

	/**
	 * Adds marks. Resolves once they are safely stored, with whether each was new.
	 *
	 * @throws whatever the record throws
	 */
	async add(marks: readonly string[]): Promise<boolean[]> {
		return await new Promise((resolve, reject) => {
			this.additions.push({ marks, resolve, reject });
			this.start();
		});
	}

	/**
	 * Erases marks. Resolves once the erasure is safely stored.
	 *
	 * @throws whatever the record throws; the marks may be erased all the same
	 */
	async erase(marks: readonly string[]): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.erasures.push({ marks, resolve, reject });
			this.start();
		});
	}

	/** Waits for the current round to finish: other work would prolong it, and with it the rests. */
	async atRest(): Promise<void> {
		await this.round;
	}

	private start(): void {
		if (this.isRunning) return;
		this.isRunning = true;
		void this.run();
	}

	private async run(): Promise<void> {
		for (let failures = 0; this.hasWork() || this.isUntidy(); ) {
			let onRest = (): void => undefined;
			this.round = new Promise((resolve) => (onRest = resolve));
			// Changes requested in the same tick share a round.
			await this.clock.sleep(0);
			const startedAt = this.clock.now();
			try {
				if (this.hasWork()) await this.noteAdditions();
				// Resolved additions may request erasures.
				await this.clock.sleep(0);
				await this.eraseWaiting();
				failures = 0;
			} catch (reason) {
				if (++failures < MAX_FAILURES) continue;
				this.giveUp(reason);
				failures = 0;
			} finally {
				const tookMs = Math.min(this.clock.now() - startedAt, LONGEST_ROUND_MS);
				this.roundsMs = [...this.roundsMs, tookMs].slice(-TIMED_ROUNDS);
				onRest();
				// Two writers that overwrite each other must not keep the same pace.
				const factor = this.isContended ? 1 + this.clock.random() : 1;
				await this.clock.sleep(factor * this.rest(this.roundsMs));
			}
		}
		this.isRunning = false;
		// Only now: a process must not have a second writer while the first one writes.
		if (this.users === 0) this.onUnused();
	}

	private hasWork(): boolean {
		const { additions, added, erasures, erased } = this;
		const isUnsure = erased !== null || (added !== null && added.answers.length > 0);
		return isUnsure || additions.length > 0 || erasures.length > 0;
	}

	private isUntidy(): boolean {
		return this.users === 0 && (this.added !== null || this.stale.length > 0);
	}

	private async noteAdditions(): Promise<void> {
		const { added, erased, doubtful } = this;
		const additions = [...this.additions];
		const token = `token ${this.name} ${String(++this.rounds)}`;
		const looked = [...doubtful, added?.token ?? [], erased?.token ?? []].flat();
		this.doubtful = [...doubtful, token];
		const marks = additions.flatMap((addition) => addition.marks);
		const fresh = await this.record.note([...new Set([token, ...looked, ...marks])]);
		// If a round threw but was written all the same, it has put back the tokens looked for.
		const canTell = doubtful.every((one) => fresh.has(one));
		const lasts = canTell && added !== null && !fresh.has(added.token);
		this.lasting = lasts ? added.token : null;
		this.isContended = added !== null && !lasts;
		this.doubtful = [];
		this.stale.push(...looked);
		// Lost additions wait for the next round: this one would report them before they are back.
		this.additions = this.additions.slice(additions.length);
		for (const [addition, isNew] of added?.answers ?? []) {
			if (lasts) addition.resolve(isNew);
			else this.additions.push(addition);
		}
		// A mark in two additions is new for the first one only.
		const answers = additions.map(
			(addition) => [addition, addition.marks.map((mark) => fresh.delete(mark))] as const,
		);
		this.added = { token, answers };
		this.erased = null;
		if (erased === null) return;
		if (!canTell) for (const { reject } of erased.erasures) reject(UNSURE);
		else if (!fresh.has(erased.token)) this.erasures.unshift(...erased.erasures);
		else for (const { resolve } of erased.erasures) resolve();
	}

	/** Erases only after a round that lasted: otherwise the next round could not verify the erasure. */
	private async eraseWaiting(): Promise<void> {
		const { lasting, erasures, stale } = this;
		if (lasting !== null && (erasures.length > 0 || stale.length > MAX_STALE_TOKENS)) {
			this.erased = { token: lasting, erasures };
			this.lasting = null;
			this.erasures = [];
			this.stale = [];
			await this.record.erase([...new Set([...erasures.flatMap(({ marks }) => marks), ...stale])]);
		} else if (!this.hasWork() && this.isUntidy()) {
			await this.record.erase([...stale, this.added?.token ?? []].flat());
			this.forget();
		}
	}

	/** Rejects all waiting changes. Marks already written stay, which keeps their SMS from being sent. */
	private giveUp(reason: unknown): void {
		const additions = [...this.additions, ...(this.added?.answers ?? []).map(([one]) => one)];
		const erasures = [...this.erasures, ...(this.erased?.erasures ?? [])];
		this.additions = [];
		this.erasures = [];
		this.erased = null;
		this.doubtful = [];
		this.forget();
		for (const { reject } of [...additions, ...erasures]) reject(reason);
	}

	private forget(): void {
		this.added = null;
		this.lasting = null;
		this.stale = [];
	}
}

/** Erasing once more might remove what another process has added since. */
const UNSURE = new Error('Nobody can tell whether the marks were erased');

/** Time and randomness, replaced in simulations. */
export interface Clock {
	/** Milliseconds. */
	now(): number;
	sleep(ms: number): Promise<void>;
	/** From 0 up to 1. */
	random(): number;
}

export const SYSTEM_CLOCK: Clock = {
	now: () => Date.now(),
	sleep: async (ms) => await sleep(ms),
	random: () => Math.random(),
};
