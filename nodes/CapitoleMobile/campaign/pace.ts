import { pause } from './pause';

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

/**
 * Runs `work` for every element in order, `limit` of them at a time. A worker that throws stops the
 * others from starting new work; its reason is thrown once what they have begun is over.
 */
export async function inParallel<T>(
	elements: readonly T[],
	limit: number,
	work: (element: T) => Promise<void>,
): Promise<void> {
	const left = elements.values();
	let isOver = false;
	const workers = Array.from({ length: Math.min(limit, elements.length) }, async () => {
		try {
			for (const element of left) {
				if (isOver) return;
				await work(element);
			}
		} finally {
			// Nothing is left, or it threw.
			isOver = true;
		}
	});
	await Promise.allSettled(workers);
	await Promise.all(workers);
}
