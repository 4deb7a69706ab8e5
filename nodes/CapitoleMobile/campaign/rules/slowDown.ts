import { pause } from '../../transport/pause';
import type { Layer } from '../post';

/** @assumption is in `httpStatus.ts`: a request that is answered 429 was not processed. */
const TOO_MANY_REQUESTS = 429;

/** Milliseconds to wait where the answer does not say, and at most where it does. */
const USUAL_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** Times that one request is told to wait before the run is given up. */
const MOST_WAITS = 5;

/**
 * Answers "too many requests": fewer at a time from then on, a wait as long as the server asks for, up
 * to a minute, then the same request again. It was not processed, so nothing goes twice.
 *
 * @param atOnce requests under way at the same time, at most
 * @param cancelled ends the waiting
 */
export function slowDown(atOnce: number, cancelled: AbortSignal | undefined): Layer {
	let allowed = atOnce;
	let underWay = 0;
	let quietUntil = 0;
	const waiting: Array<() => void> = [];

	const enter = async (): Promise<void> => {
		while (underWay >= allowed) await new Promise<void>((resolve) => waiting.push(resolve));
		underWay++;
		for (let left = quietUntil - Date.now(); left > 0; left = quietUntil - Date.now()) {
			if (cancelled?.aborted === true) return;
			await pause(left, cancelled);
		}
	};
	const leave = (): void => {
		underWay--;
		waiting.shift()?.();
	};
	return (post) => async (request) => {
		for (let waits = 0; ; waits++) {
			await enter();
			const result = await post(request).finally(leave);
			const isOver = cancelled?.aborted === true || waits === MOST_WAITS;
			if (result.status !== TOO_MANY_REQUESTS || isOver) return result;
			allowed = Math.max(1, Math.floor(allowed / 2));
			const wait = Math.min(result.retryAfterMs ?? USUAL_WAIT_MS, LONGEST_WAIT_MS);
			quietUntil = Math.max(quietUntil, Date.now() + wait);
		}
	};
}
