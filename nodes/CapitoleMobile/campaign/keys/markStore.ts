import { SYSTEM_CLOCK, type Clock } from './clock';
import type { MarkRecord } from './markRecord';

/** Writes that fail one after the other before what waits for them is given up. */
const FAILURES = 3;

const TIMED_BEATS = 10;

/** Milliseconds to leave the record alone, from those that the latest beats took, slowest first. */
export type Rest = (slowest: readonly number[]) => number;

/** A record that is slow here is slow in other processes too; one slow beat may be chance. */
const REST: Rest = ([slowest = 0, second = 0]) => Math.max(60, slowest, 2 * second);

/** Beats' own marks that may lie about before they are erased; that many at once take n8n a while. */
const LITTER = 100;

/** Marks that are noted until what the latest note added is sure to last. */
interface Addition {
	readonly marks: readonly string[];
	/** What was new in the latest note, where anything was, which may not last. */
	tentative: boolean[] | null;
	readonly resolve: (isNew: boolean[]) => void;
	readonly reject: (reason: unknown) => void;
}

interface Erasure {
	readonly marks: readonly string[];
	readonly onOver: () => void;
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
	private readonly additions = new Set<Addition>();

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
	 * @param onUnused called when the last user has left
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
		if (--this.users > 0) return;
		this.onUnused();
		this.start();
	}

	/**
	 * Adds marks; for each, whether it was not there before. Not before all that was added is sure to
	 * last.
	 *
	 * @throws whatever the record throws
	 */
	async add(marks: readonly string[]): Promise<boolean[]> {
		return await new Promise((resolve, reject) => {
			this.additions.add({ marks, tentative: null, resolve, reject });
			this.start();
		});
	}

	/** Erases marks; resolves once that is sure to last, or given up. */
	async erase(marks: readonly string[]): Promise<void> {
		await new Promise<void>((onOver) => {
			this.erasures.push({ marks, onOver });
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
				this.latestMs = [...this.latestMs, this.clock.now() - startedAt].slice(-TIMED_BEATS);
				onRest();
				await this.clock.sleep(this.restMs());
			}
		}
		this.isBeating = false;
	}

	private isWanted(): boolean {
		return this.additions.size > 0 || this.erasures.length > 0 || this.erased !== null;
	}

	private isUntidy(): boolean {
		return this.users === 0 && (this.latest !== null || this.litter.length > 0);
	}

	private async note(): Promise<void> {
		const { latest, erased, failed } = this;
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
		if (erased !== null && canTell && !fresh.has(erased.token)) {
			this.erasures.unshift(...erased.erasures);
		} else if (erased !== null) endAll(erased.erasures);
		for (const addition of additions) this.tell(addition, fresh, lasts);
	}

	private tell(addition: Addition, fresh: Set<string>, lasts: boolean): void {
		// A mark of two additions was new for the first of them only.
		const isNew = addition.marks.map((mark) => fresh.delete(mark));
		const isSure = addition.tentative !== null && lasts;
		if (!isSure && isNew.includes(true)) {
			addition.tentative = isNew;
			return;
		}
		this.additions.delete(addition);
		addition.resolve(isSure && addition.tentative !== null ? addition.tentative : isNew);
	}

	/** Erases what waits, where the next note can tell whether that lasts. */
	private async eraseWaiting(): Promise<void> {
		const { lasting: token, erasures, litter } = this;
		const isWorthIt = erasures.length > 0 || litter.length > LITTER;
		if (token !== null && isWorthIt) {
			const all = [...erasures, { marks: litter, onOver: () => undefined }];
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
		for (const { reject } of this.additions) reject(reason);
		this.additions.clear();
		endAll([...this.erasures, ...(this.erased?.erasures ?? [])]);
		this.erasures = [];
		this.erased = null;
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

function endAll(erasures: readonly Erasure[]): void {
	for (const { onOver } of erasures) onOver();
}
