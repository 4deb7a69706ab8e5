import { pause } from '../../transport/pause';
import type { Layer } from '../post';
import { askAgain } from './again';

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
		for (let tries = 1; ; tries++) {
			await enter();
			const result = await post(request).finally(leave);
			const again = askAgain(result, tries);
			if (again?.isSlower !== true || cancelled?.aborted === true) return result;
			allowed = Math.max(1, Math.floor(allowed / 2));
			quietUntil = Math.max(quietUntil, Date.now() + again.waitMs);
		}
	};
}
