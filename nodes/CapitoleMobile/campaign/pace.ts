import { pause } from '../transport/pause';

/**
 * How many requests may be under way at once, and from when. Asked to slow down, there are half as many
 * from then on, and none before the wait is over.
 */
export class Pace {
	private underWay = 0;

	/** Resolves when the longest wait is over. */
	private quiet: Promise<unknown> = Promise.resolve();

	private readonly waiting: Array<() => void> = [];

	/**
	 * @param atOnce requests under way at the same time, at most
	 * @param cancelled ends the waiting
	 */
	constructor(
		private atOnce: number,
		private readonly cancelled: AbortSignal | undefined,
	) {}

	/** Makes one request when it may leave. */
	async inTurn<T>(request: () => Promise<T>): Promise<T> {
		while (this.underWay >= this.atOnce) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
		this.underWay++;
		try {
			let quiet: Promise<unknown> | undefined;
			while (quiet !== this.quiet) await (quiet = this.quiet);
			return await request();
		} finally {
			this.underWay--;
			this.waiting.shift()?.();
		}
	}

	slowDown(waitMs: number): void {
		this.atOnce = Math.max(1, Math.floor(this.atOnce / 2));
		this.quiet = Promise.all([this.quiet, pause(waitMs, this.cancelled)]);
	}
}
