import type { Clock } from '../../nodes/CapitoleMobile/campaign/keys/clock';
import type { MarkRecord } from '../../nodes/CapitoleMobile/campaign/keys/markRecord';
import type { Chance } from './chance';
import type { VirtualTime } from './virtualTime';

/** The row in n8n's database; null before the first write. */
export interface Row {
	marks: ReadonlySet<string> | null;
}

/** How a process behaves towards the database. */
export interface Manners {
	/** Most milliseconds between reading and writing back, in all changes of one beat together. */
	readonly gapMs: number;
	/** How often a write fails: before anything is written, or after. */
	readonly failures: number;
	/** From when on all writes fail. */
	readonly brokenFromMs: number;
}

const NEW_BEAT_AFTER_MS = 20;

/** A process that runs n8n, and may be killed. */
export class Process {
	isAlive = true;

	/** Whether what the database was told before the kill is done all the same. */
	private readonly isObeyedWhenDead: boolean;

	/** Left of `gapMs` in this beat. */
	private gapLeft = 0;

	/** When the latest change was over. */
	private endedAt = -Infinity;

	readonly clock: Clock;

	constructor(
		private readonly time: VirtualTime,
		private readonly row: Row,
		private readonly chance: Chance,
		private readonly manners: Manners,
	) {
		this.isObeyedWhenDead = chance.is(0.5);
		this.clock = {
			now: () => time.now,
			sleep: async (ms) => await this.sleep(ms),
			random: chance.next,
		};
	}

	/** n8n's helpers: the row is read, and written back as a whole later. */
	readonly record: MarkRecord = {
		name: 'row',
		note: async (marks) => {
			const fresh = new Set<string>();
			await this.change((known) => {
				for (const mark of marks) if (!known.has(mark)) fresh.add(mark);
				const all = new Set(known);
				for (const mark of marks) all.add(mark);
				return all;
			}, true);
			return fresh;
		},
		erase: async (marks) => {
			await this.change((known) => {
				const left = new Set(known);
				for (const mark of marks) left.delete(mark);
				return left;
			}, false);
		},
	};

	/** Done after some time, and never where the process was killed meanwhile. */
	async sleep(ms: number): Promise<void> {
		await new Promise<void>((resolve) => {
			this.time.schedule(ms, () => {
				if (this.isAlive) resolve();
			});
		});
	}

	private async change(
		made: (known: ReadonlySet<string>) => ReadonlySet<string>,
		isInsert: boolean,
	): Promise<void> {
		// Changes of one beat follow each other at once.
		if (this.time.now - this.endedAt > NEW_BEAT_AFTER_MS) this.gapLeft = this.manners.gapMs;
		await this.sleep(this.chance.whole(0, 2));
		const read = this.row.marks;
		if (read === null && !isInsert) return;
		const changed = made(read ?? new Set());
		const isBroken = this.time.now >= this.manners.brokenFromMs;
		const failsBefore = isBroken || this.chance.is(this.manners.failures);
		const failsAfter = this.chance.is(this.manners.failures / 2);
		await new Promise<void>((resolve, reject) => {
			this.time.schedule(this.gap(), () => {
				if (!this.isAlive && !this.isObeyedWhenDead) return;
				// The second of two that insert the row is refused.
				const isRefused = failsBefore || (read === null && this.row.marks !== null);
				if (!isRefused) this.row.marks = changed;
				this.endedAt = this.time.now + 2;
				if (!this.isAlive) return;
				if (isRefused || failsAfter) reject(new Error('SQLITE_BUSY'));
				else resolve();
			});
		});
		await this.sleep(this.chance.whole(0, 2));
	}

	/** Short as a rule; else anything up to what is left, all of it rather often. */
	private gap(): number {
		const { chance, gapLeft } = this;
		const gap = chance.is(0.4)
			? Math.min(gapLeft, chance.whole(0, 3))
			: chance.is(0.5)
				? gapLeft
				: chance.whole(0, gapLeft);
		this.gapLeft -= gap;
		return gap;
	}
}
