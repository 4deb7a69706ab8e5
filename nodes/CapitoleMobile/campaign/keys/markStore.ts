import { SYSTEM_CLOCK, type Clock } from './clock';
import type { MarkRecord } from './markRecord';

/** Writes that fail one after the other before what waits for them is given up. */
const FAILURES = 3;

const TIMED_BEATS = 10;

/** What a beat counts for at most: in a longer one the machine slept, or something else held n8n up. */
const LONGEST_BEAT_MS = 5000;

/** Milliseconds to leave the record alone, from those that the latest beats took, slowest first. */
export type Rest = (slowest: readonly number[]) => number;

/** A record that is slow here is slow in other processes too; one slow beat may be chance. */
const REST: Rest = ([slowest = 0, second = 0]) => Math.max(60, slowest, 2 * second);

/** Beats' own marks that may lie about before they are erased; that many at once take n8n a while. */
const LITTER = 20;

/** Marks to note. */
interface Addition {
	readonly marks: readonly string[];
	readonly resolve: (isNew: boolean[]) => void;
	readonly reject: (reason: unknown) => void;
}

interface Erasure {
	readonly marks: readonly string[];
	readonly resolve: () => void;
	readonly reject: (reason: unknown) => void;
}

/** Erasures that were written, and that another process may have overwritten. */
interface Erased {
	/** A mark that was sure to be in the record: where it is gone, so are the others. */
	readonly token: string;
	readonly erasures: readonly Erasure[];
}

/**
 * Marks in a record without a lock, for several processes. Each has one writer, which goes by beats:
 * it notes all that waits to be noted, erases all that waits to be erased, and leaves the record
 * alone for a rest. Every note adds a mark of its own and looks for that of the note before, so that
 * a write that was overwritten shows, and is done again.
 *
 * Why what is found after a rest lasts: call two versions of the record rivals when neither was made
 * from the other. A rival of ours lives on only in a process that is between its reading and its
 * writing back. During our rest each other process makes one beat at most. So if all of them together
 * spend less than the rest between reading and writing in one beat, there is a moment of the rest at
 * which none does; from then on there is one version, and what is made from it.
 *
 * A rest before the look is not enough (Fischer's algorithm): a writer that writes other marks in the
 * meantime keeps its own version alive beside that of another busy writer, each finding its own marks.
 */
export class MarkStore {
	/** Marks that its users have added and are not done with: nobody else's, however long it takes. */
	readonly held = new Set<string>();

	private readonly additions = new Set<Addition>();

	/** Of the latest note, with what was new in it, which may not last. */
	private tentative: Array<readonly [Addition, boolean[]]> = [];

	private erasures: Erasure[] = [];

	/** In the beat before. */
	private erased: Erased | null = null;

	/** Own mark of the latest note, which may not last. */
	private latest: string | null = null;

	/** Own mark of the note before, once it is sure to last. */
	private lasting: string | null = null;

	/** Own marks of notes that threw, and may have been written all the same. */
	private failed: string[] = [];

	/** Own marks that have served. */
	private litter: string[] = [];

	private beats = 0;

	private latestMs: readonly number[] = [];

	private isBeating = false;

	/** Until the record is left alone. */
	private resting = Promise.resolve();

	/** Whether the latest look found that another process had overwritten something. */
	private isContended = false;

	private users = 0;

	/**
	 * @param name a text that no other writer has
	 * @param onUnused called when the last user has left and all is written
	 */
	constructor(
		private record: MarkRecord,
		private readonly name: string,
		private readonly clock: Clock = SYSTEM_CLOCK,
		private readonly rest: Rest = REST,
		private readonly onUnused: () => void = () => undefined,
	) {}

	/** Milliseconds that a beat and its rest take, as it went lately. */
	get pace(): number {
		const slowest = this.slowest();
		return (slowest[0] ?? 0) + this.rest(slowest);
	}

	/** One more user, whose record is the same one and outlives the others'. */
	open(record: MarkRecord): void {
		this.record = record;
		this.users++;
	}

	/** One user less; the last one leaves none of the writer's own marks behind. */
	close(): void {
		if (--this.users === 0) this.start();
	}

	/**
	 * Adds marks; for each, whether it was not there before. Not before all that was added is sure to
	 * last.
	 *
	 * @throws whatever the record throws
	 */
	async add(marks: readonly string[]): Promise<boolean[]> {
		return await new Promise((resolve, reject) => {
			this.additions.add({ marks, resolve, reject });
			this.start();
		});
	}

	/**
	 * Erases marks. Not before that is sure to last.
	 *
	 * @throws whatever the record throws, also where it may have erased them all the same
	 */
	async erase(marks: readonly string[]): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.erasures.push({ marks, resolve, reject });
			this.start();
		});
	}

	/**
	 * Waits while the record is read and written. What takes time waits for it, so that little lies
	 * between the reading and the writing, and little rest is needed.
	 */
	async atRest(): Promise<void> {
		await this.resting;
	}

	private start(): void {
		if (this.isBeating) return;
		this.isBeating = true;
		void this.beat();
	}

	private async beat(): Promise<void> {
		for (let failures = 0; this.isWanted() || this.isUntidy(); ) {
			let onRest = (): void => undefined;
			this.resting = new Promise((resolve) => (onRest = resolve));
			// So that changes asked for together are written together, and what is at hand is over before.
			await this.clock.sleep(0);
			const startedAt = this.clock.now();
			try {
				if (this.isWanted()) await this.note();
				// What was found may have to be erased.
				await this.clock.sleep(0);
				await this.eraseWaiting();
				failures = 0;
			} catch (reason) {
				if (++failures < FAILURES) continue;
				this.giveUp(reason);
				failures = 0;
			} finally {
				const tookMs = Math.min(this.clock.now() - startedAt, LONGEST_BEAT_MS);
				this.latestMs = [...this.latestMs, tookMs].slice(-TIMED_BEATS);
				onRest();
				await this.clock.sleep(this.restMs());
			}
		}
		this.isBeating = false;
		// Not before: there must be no other writer while this one writes.
		if (this.users === 0) this.onUnused();
	}

	private isWanted(): boolean {
		const { additions, tentative, erasures, erased } = this;
		return additions.size > 0 || tentative.length > 0 || erasures.length > 0 || erased !== null;
	}

	private isUntidy(): boolean {
		return this.users === 0 && (this.latest !== null || this.litter.length > 0);
	}

	private async note(): Promise<void> {
		const { latest, erased, failed, tentative } = this;
		const additions = [...this.additions];
		const own = `beat ${this.name} ${String(++this.beats)}`;
		const looked = [...failed, ...(latest ? [latest] : []), ...(erased ? [erased.token] : [])];
		this.failed = [...failed, own];
		const fresh = await this.record.note([
			...new Set([own, ...looked, ...additions.flatMap(({ marks }) => marks)]),
		]);
		// A note that threw and was written all the same has put back what is looked for.
		const canTell = failed.every((mark) => fresh.has(mark));
		const lasts = canTell && latest !== null && !fresh.has(latest);
		this.failed = [];
		this.isContended = latest !== null && !lasts;
		this.litter.push(...looked);
		this.lasting = lasts ? latest : null;
		this.latest = own;
		this.erased = null;
		if (erased !== null && !canTell) {
			for (const { reject } of erased.erasures) reject(UNSURE);
		} else if (erased !== null && fresh.has(erased.token)) {
			for (const { resolve } of erased.erasures) resolve();
		} else if (erased !== null) this.erasures.unshift(...erased.erasures);
		// What was lost is noted by the next beat: had this one, it would not know what it found.
		for (const [addition, isNew] of tentative) {
			if (lasts) addition.resolve(isNew);
			else this.additions.add(addition);
		}
		this.tentative = [];
		for (const addition of additions) {
			this.additions.delete(addition);
			// A mark of two additions was new for the first of them only.
			const isNew = addition.marks.map((mark) => fresh.delete(mark));
			if (isNew.includes(true)) this.tentative.push([addition, isNew]);
			else addition.resolve(isNew);
		}
	}

	/** Erases what waits, where the next note can tell whether that lasts. */
	private async eraseWaiting(): Promise<void> {
		const { lasting: token, erasures, litter } = this;
		const isWorthIt = erasures.length > 0 || litter.length > LITTER;
		if (token !== null && isWorthIt) {
			const all = [...erasures, { marks: litter, resolve: ignore, reject: ignore }];
			this.erasures = [];
			this.litter = [];
			this.lasting = null;
			this.erased = { token, erasures: all };
			await this.record.erase([...new Set(all.flatMap(({ marks }) => marks))]);
		} else if (!this.isWanted() && this.isUntidy()) {
			await this.record.erase([...litter, ...(this.latest ? [this.latest] : [])]);
			this.litter = [];
			this.latest = null;
			this.lasting = null;
		}
	}

	/** What waits is told; what was noted stays, which keeps its SMS from being sent. */
	private giveUp(reason: unknown): void {
		const additions = [...this.additions, ...this.tentative.map(([addition]) => addition)];
		const erasures = [...this.erasures, ...(this.erased?.erasures ?? [])];
		for (const { reject } of [...additions, ...erasures]) reject(reason);
		this.additions.clear();
		this.tentative = [];
		this.erasures = [];
		this.erased = null;
		this.failed = [];
		this.litter = [];
		this.latest = null;
		this.lasting = null;
	}

	private restMs(): number {
		const rest = this.rest(this.slowest());
		// Two that overwrite each other must not go on at the same pace.
		return this.isContended ? rest * (1 + this.clock.random()) : rest;
	}

	private slowest(): number[] {
		return [...this.latestMs].sort((a, b) => b - a);
	}
}

/** To do it again might erase what another process has added since. */
const UNSURE = new Error('Nobody can tell whether the marks were erased');

const ignore = (): void => undefined;
