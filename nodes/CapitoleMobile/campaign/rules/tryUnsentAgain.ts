import { pause } from '../../transport/pause';
import type { Layer } from '../post';
import { askAgain } from './again';

/** Makes a request again that reached nobody, until one does or the execution is stopped. */
export function tryUnsentAgain(cancelled: AbortSignal | undefined): Layer {
	return (post) => async (request) => {
		for (let tries = 1; ; tries++) {
			const result = await post(request);
			const again = askAgain(result, tries);
			// A server that says "too many" has been reached: that is `slowDown`'s to wait for.
			if (again === null || again.isSlower) return result;
			await pause(again.waitMs, cancelled);
			if (cancelled?.aborted === true) return result;
		}
	};
}
