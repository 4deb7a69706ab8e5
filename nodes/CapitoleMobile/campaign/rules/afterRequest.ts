import type { RequestResult } from '../../sms/answer/result';
import { codeMeaning } from '../../sms/codes';

/** A request that is to be made again. */
export interface Again {
	readonly waitMs: number;
	/** Whether fewer requests may be under way from then on. */
	readonly isSlower: boolean;
}

/** Milliseconds before each further try of a request that reached nobody. */
const SOON_MS = [500, 1500];

/** Times that one request is told to wait before the run is given up. */
const MOST_WAITS = 5;
/** Milliseconds to wait where the answer does not say, and at most where it does. */
const USUAL_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Whether a request is made again: the whole policy, the first line that applies decides. Null is no.
 *
 * @param tries how often the request was made so far
 */
export function askAgain({ outcomes, retryAfterMs }: RequestResult, tries: number): Again | null {
	const [first] = outcomes;
	if (first === undefined) return null;
	// A number that is anything else has an SMS, or may have, or was refused: whatever the HTTP status.
	if (outcomes.some(({ outcome }) => outcome !== 'notSent')) return null;
	const { again } = codeMeaning(first.code);
	// Nobody was reached: networks recover within seconds.
	const soonMs = SOON_MS[tries - 1];
	if (again === 'soon' && soonMs !== undefined) return { waitMs: soonMs, isSlower: false };
	// The server did not process the request, because it got too many.
	if (again === 'slower' && tries <= MOST_WAITS) {
		return { waitMs: Math.min(retryAfterMs ?? USUAL_WAIT_MS, LONGEST_WAIT_MS), isSlower: true };
	}
	// An invalid URL, a proxy that wants a login and the like: the next try would end alike.
	return null;
}

/** Requests in a row without an answer of the provider's, after which no more are risked. */
const MOST_SILENT = 4;

/** What a result means for the run. */
interface Standing {
	/** Requests in a row, up to this one, that brought no answer of the provider's. */
	readonly silent: number;
	/** The code for which the run stops. */
	readonly cause?: string;
}

/**
 * Whether a run goes on after a request: the whole policy, the first line that applies decides. Once
 * stopped, a run stays stopped: every request sent to find out whether the provider has recovered could
 * be an SMS of unknown outcome.
 *
 * @param silent of the requests before
 */
export function standingAfter({ stop, outcomes }: RequestResult, silent: number): Standing {
	// The provider said what stops all requests, whatever else it said.
	if (stop !== null) return { silent, cause: stop };
	const [first] = outcomes;
	if (first === undefined) return { silent };
	const { code } = first;
	// Its numbers ended in different ways, so somebody looked at them.
	if (outcomes.some((other) => other.code !== code)) return { silent: 0 };
	const { stops } = codeMeaning(code);
	// Every further request would end alike.
	if (stops === 'atOnce') return { silent, cause: code };
	// Each further request could be one more SMS with an unknown outcome.
	if (stops === 'inARow') {
		return silent + 1 < MOST_SILENT ? { silent: silent + 1 } : { silent: silent + 1, cause: code };
	}
	return { silent: 0 };
}
