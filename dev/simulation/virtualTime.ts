interface Event {
	readonly at: number;
	readonly order: number;
	readonly run: () => void;
}

/** A clock that jumps to the next thing to happen, so that hours pass in no time. */
export class VirtualTime {
	now = 0;

	private scheduled = 0;

	/** A binary heap, the next event first. */
	private readonly events: Event[] = [];

	/** What happens at the same moment happens in the order in which it was asked for. */
	schedule(ms: number, run: () => void): void {
		const { events } = this;
		const event = { at: this.now + ms, order: this.scheduled++, run };
		let at = events.push(event) - 1;
		for (; at > 0; at = (at - 1) >> 1) {
			const parent = events[(at - 1) >> 1];
			if (parent === undefined || isBefore(parent, event)) break;
			events[at] = parent;
		}
		events[at] = event;
	}

	/** Runs until nothing is left to happen, or until `limit`; whether nothing was left. */
	async run(limit: number): Promise<boolean> {
		for (;;) {
			const event = this.pop();
			if (event === undefined) return true;
			if (event.at > limit) return false;
			this.now = event.at;
			event.run();
			// All that follows from it at once.
			await new Promise((resolve) => process.nextTick(resolve));
		}
	}

	private pop(): Event | undefined {
		const { events } = this;
		const first = events[0];
		const last = events.pop();
		if (first === undefined || last === undefined || events.length === 0) return first;
		let at = 0;
		for (;;) {
			const [left, right] = [events[2 * at + 1], events[2 * at + 2]];
			if (left === undefined) break;
			const isRight = right !== undefined && isBefore(right, left);
			const child = isRight ? right : left;
			if (isBefore(last, child)) break;
			events[at] = child;
			at = 2 * at + (isRight ? 2 : 1);
		}
		events[at] = last;
		return first;
	}
}

const isBefore = (one: Event, other: Event): boolean =>
	one.at < other.at || (one.at === other.at && one.order < other.order);
