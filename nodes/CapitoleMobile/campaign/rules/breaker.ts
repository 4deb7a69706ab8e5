import { sameForAll, type RequestResult } from '../../sms/answer/outcome';
import type { Layer } from '../post';

/** Answers that every further request would get, too. */
const SAME_FOR_ALL = /^(AUTH_FAILED|NOT_ENOUGH_CREDITS|HTTP_3\d\d|HTTP_40[1345])$/;

/** Requests in a row without an answer of the provider's, after which no more are risked. */
const MOST_SILENT = 4;

/**
 * Stops a run where going on is pointless or dangerous: what has not left is then `notSent` with
 * STOPPED_EARLIER and the cause.
 *
 * | a request ended with | the run stops |
 * |---|---|
 * | AUTH_FAILED, NOT_ENOUGH_CREDITS, a redirect, 401, 403, 404, 405 | after the first |
 * | no connection, after its own tries | after the first |
 * | too many requests (429), after its own tries | after the first |
 * | no answer, 5xx, an answer that is not the provider's | after four in a row |
 *
 * Once stopped, a run stays stopped: every request sent to find out whether the provider has recovered
 * could be an SMS of unknown outcome.
 */
export class Breaker {
	private silent = 0;

	/** The code that stopped the run; undefined as long as it goes on. */
	cause: string | undefined;

	/** Notes the result of each request. */
	readonly watch: Layer = (post) => async (request) => {
		const result = await post(request);
		this.note(result);
		return result;
	};

	private note({ stop, outcomes }: RequestResult): void {
		const [first] = outcomes;
		if (first === undefined) return;
		const { outcome, code } = first;
		const isAlike = outcomes.every((other) => other.code === code);
		const isSilent = isAlike && outcome === 'unknown' && code !== 'NOT_NAMED';
		this.silent = isSilent ? this.silent + 1 : 0;
		if (stop !== null) this.cause ??= stop;
		else if (isAlike && (SAME_FOR_ALL.test(code) || outcome === 'notSent')) this.cause ??= code;
		else if (this.silent >= MOST_SILENT) this.cause ??= code;
	}
}

/** Nothing leaves once the execution was stopped, or the breaker has stopped the run. */
export function refuseWhenStopped(isCancelled: () => boolean, breaker: Breaker): Layer {
	return (post) => async (request) => {
		const { recipients } = request;
		if (isCancelled()) return sameForAll(recipients, 'notSent', 'CANCELLED');
		const { cause } = breaker;
		if (cause === undefined) return await post(request);
		return sameForAll(recipients, 'notSent', 'STOPPED_EARLIER', cause);
	};
}
