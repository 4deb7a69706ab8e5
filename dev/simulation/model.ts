import type { Clock } from '../../nodes/CapitoleMobile/campaign/keys/markWriter';
import type { MarkRecord } from '../../nodes/CapitoleMobile/campaign/keys/markWriter';

/** Chance that is the same for the same seed (mulberry32). */
export class Chance {
	private state: number;

	constructor(seed: number) {
		this.state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
	}

	/** From 0 up to 1. */
	readonly next = (): number => {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};

	/** A whole number, both ends included. */
	whole(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	is(probability: number): boolean {
		return this.next() < probability;
	}
}

/** A clock that jumps to the next event, so that hours pass in no time. */
export class VirtualTime {
	now = 0;

	/** The next one first. */
	private readonly events: Array<{ readonly at: number; readonly run: () => void }> = [];

	/** Events of the same moment happen in the order in which they were asked for. */
	schedule(ms: number, run: () => void): void {
		const at = this.now + ms;
		const position = this.events.findLastIndex((event) => event.at <= at) + 1;
		this.events.splice(position, 0, { at, run });
	}

	/** Runs until nothing is left to happen, or until `limit`; whether nothing was left. */
	async run(limit: number): Promise<boolean> {
		for (let event = this.events.shift(); event !== undefined; event = this.events.shift()) {
			if (event.at > limit) return false;
			this.now = event.at;
			event.run();
			// All that follows from it at once.
			await new Promise((resolve) => process.nextTick(resolve));
		}
		return true;
	}
}

/** The row in n8n's database; null before the first write. */
export interface Row {
	marks: ReadonlySet<string> | null;
}

/** How a process behaves towards the database. */
export interface Manners {
	/** Most milliseconds between reading and writing back, in all changes of one round together. */
	readonly gapMs: number;
	/** How often a write fails: before anything is written, or after. */
	readonly failures: number;
	/** From when on all writes fail. */
	readonly brokenFromMs: number;
}

const NEW_ROUND_AFTER_MS = 20;

/** A process that runs n8n, and may be killed. */
export class Process {
	isAlive = true;

	/** Whether the database still does, after the kill, what it was told before. */
	private readonly isObeyedWhenDead: boolean;

	/** Left of `gapMs` in this round. */
	private gapLeft = 0;

	private endedAt = -Infinity;

	readonly clock: Clock;

	constructor(
		private readonly time: VirtualTime,
		private readonly row: Row,
		private readonly chance: Chance,
		private readonly manners: Manners,
	) {
		this.isObeyedWhenDead = chance.is(0.5);
		const sleep = async (ms: number): Promise<void> => await this.sleep(ms);
		this.clock = { now: () => time.now, sleep, random: chance.next };
	}

	/** n8n's helpers: the row is read, and written back as a whole later. */
	readonly record: MarkRecord = {
		name: 'row',
		note: async (marks) => {
			let fresh = new Set<string>();
			await this.change((known) => {
				fresh = new Set(marks.filter((mark) => !known.has(mark)));
				return new Set([...known, ...marks]);
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

	/** Never over where the process is killed meanwhile. */
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
		const { time, row, chance, manners } = this;
		// Changes of one round follow each other at once.
		if (time.now - this.endedAt > NEW_ROUND_AFTER_MS) this.gapLeft = manners.gapMs;
		await this.sleep(chance.whole(0, 2));
		const read = row.marks;
		if (read === null && !isInsert) return;
		const changed = made(read ?? new Set());
		const failsBefore = time.now >= manners.brokenFromMs || chance.is(manners.failures);
		const failsAfter = chance.is(manners.failures / 2);
		await new Promise<void>((resolve, reject) => {
			time.schedule(this.gap(), () => {
				if (!this.isAlive && !this.isObeyedWhenDead) return;
				// The second of two that insert the row is refused.
				const isRefused = failsBefore || (read === null && row.marks !== null);
				if (!isRefused) row.marks = changed;
				this.endedAt = time.now + 2;
				if (!this.isAlive) return;
				if (isRefused || failsAfter) reject(new Error('SQLITE_BUSY'));
				else resolve();
			});
		});
		await this.sleep(chance.whole(0, 2));
	}

	/** Short as a rule; else anything up to what is left, all of it rather often. */
	private gap(): number {
		const { chance, gapLeft } = this;
		const short = Math.min(gapLeft, chance.whole(0, 3));
		const gap = chance.is(0.4) ? short : chance.is(0.5) ? gapLeft : chance.whole(0, gapLeft);
		this.gapLeft -= gap;
		return gap;
	}
}
