import { pause } from './pause';

/**
 * Limits the requests under way at once. When the provider asks to slow down, halves the limit and
 * starts no request until the wait is over.
 */
export class Pace {
	private underWay = 0;

	/** Resolves after the longest wait. */
	private quiet: Promise<unknown> = Promise.resolve();

	private readonly waiting: Array<() => void> = [];

	/** @param cancelled ends the waiting */
	constructor(
		private atOnce: number,
		private readonly cancelled: AbortSignal | undefined,
	) {}

	/** Runs a request as soon as the limit and the wait allow. */
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
 * Runs `work` for every element in order, `limit` at a time. If one throws, no new work starts; the
 * reason is thrown once all running work has finished.
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
			isOver = true;
		}
	});
	await Promise.allSettled(workers);
	await Promise.all(workers);
}
