import type { RequestResult } from '../../sms/answer/outcome';
import { pause } from '../../transport/pause';

/** Milliseconds before each further try. */
const WAITS_MS = [500, 1500];

/**
 * Tries a request again that certainly did not leave, until one does or the execution is stopped. A
 * request of which anything may have left is never tried again.
 *
 * @param cancelled stops the waiting and the trying
 */
export function tryUnsentAgain(
	cancelled: AbortSignal | undefined,
	waits: readonly number[] = WAITS_MS,
) {
	return <Request>(post: (request: Request) => Promise<RequestResult>): typeof post =>
		async (request) => {
			let result = await post(request);
			for (const wait of waits) {
				if (result.outcomes.some(({ outcome }) => outcome !== 'notSent')) break;
				// A server that says no has been reached: whether to ask it again is `slowDown`'s to say.
				if (result.status !== null) break;
				await pause(wait, cancelled);
				if (cancelled?.aborted === true) break;
				result = await post(request);
			}
			return result;
		};
}
