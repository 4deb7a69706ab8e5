import type { Clock, MarkRecord } from '../../nodes/CapitoleMobile/campaign/keys/markWriter';

/** Seeded random numbers (mulberry32). */
export class Chance {
	private state: number;

	constructor(seed: number) {
		this.state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
	}

	/** At least 0, below 1. */
	readonly next = (): number => {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};

	/** A whole number from `least` to `most`, both included. */
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

	/** The next event first. */
	private readonly events: Array<{ readonly at: number; readonly run: () => void }> = [];

	/** Events of the same moment run in the order in which they were scheduled. */
	schedule(ms: number, run: () => void): void {
		const at = this.now + ms;
		const position = this.events.findLastIndex((event) => event.at <= at) + 1;
		this.events.splice(position, 0, { at, run });
	}

	/** Runs all events, up to `limit`; returns whether none is left. */
	async run(limit: number): Promise<boolean> {
		for (let event = this.events.shift(); event !== undefined; event = this.events.shift()) {
			if (event.at > limit) return false;
			this.now = event.at;
			event.run();
			// Lets the event's immediate consequences run.
			await new Promise((resolve) => process.nextTick(resolve));
		}
		return true;
	}
}

/** The row in n8n's database; null before the first write. */
export interface Row {
	marks: ReadonlySet<string> | null;
}

/** How a process uses the database. */
export interface Manners {
	/** Maximum milliseconds between reading and writing back, added up over all changes of a round. */
	readonly gapMs: number;
	/** Probability that a write fails before anything is written; half of it after. */
	readonly failures: number;
	/** All writes fail from this time on. */
	readonly brokenFromMs: number;
}

const NEW_ROUND_AFTER_MS = 20;

/** A process that runs n8n and can be killed. */
export class Process {
	isAlive = true;

	/** Whether the database still executes, after the kill, what was requested before. */
	private readonly executesAfterKill: boolean;

	/** The rest of `gapMs` in this round. */
	private gapLeft = 0;

	private endedAt = -Infinity;

	readonly clock: Clock;

	constructor(
		private readonly time: VirtualTime,
		private readonly row: Row,
		private readonly chance: Chance,
		private readonly manners: Manners,
	) {
		this.executesAfterKill = chance.is(0.5);
		const sleep = async (ms: number): Promise<void> => await this.sleep(ms);
		this.clock = { now: () => time.now, sleep, random: chance.next };
	}

	/** Like n8n's helpers: reads the row, and writes it back as a whole later. */
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

	/** Never resolves if the process is killed meanwhile. */
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
		// Changes of one round follow each other immediately.
		if (time.now - this.endedAt > NEW_ROUND_AFTER_MS) this.gapLeft = manners.gapMs;
		await this.sleep(chance.whole(0, 2));
		const read = row.marks;
		if (read === null && !isInsert) return;
		const changed = made(read ?? new Set());
		const failsBefore = time.now >= manners.brokenFromMs || chance.is(manners.failures);
		const failsAfter = chance.is(manners.failures / 2);
		await new Promise<void>((resolve, reject) => {
			time.schedule(this.gap(), () => {
				if (!this.isAlive && !this.executesAfterKill) return;
				// If two insert the row, the second one is refused.
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

	/** Often short, often all of the rest, otherwise anything between. */
	private gap(): number {
		const { chance, gapLeft } = this;
		const short = Math.min(gapLeft, chance.whole(0, 3));
		const gap = chance.is(0.4) ? short : chance.is(0.5) ? gapLeft : chance.whole(0, gapLeft);
		this.gapLeft -= gap;
		return gap;
	}
}
