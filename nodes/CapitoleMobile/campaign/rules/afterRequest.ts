import type { RequestResult } from '../../sms/answer/result';
import { codeMeaning } from '../../sms/codes';

export interface Again {
	readonly waitMs: number;
	/** Whether to run fewer requests in parallel from then on. */
	readonly isSlower: boolean;
}

/** Milliseconds before each new try of a request that never reached the provider. */
const SOON_MS = [500, 1500];

/** Times the provider may ask one request to wait before the run stops. */
const MAX_WAITS = 5;
/** Milliseconds to wait if the response does not say, and at most if it does. */
const USUAL_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Whether to repeat a request: the whole retry policy. The first rule that applies decides; null is no.
 *
 * @param tries how often the request was made so far
 */
export function askAgain({ outcomes, retryAfterMs }: RequestResult, tries: number): Again | null {
	const [first] = outcomes;
	if (first === undefined) return null;
	// Any other outcome: somebody got or may have got an SMS, or was refused, whatever the status.
	if (outcomes.some(({ outcome }) => outcome !== 'notSent')) return null;
	const { again } = codeMeaning(first.code);
	// The connection failed: networks recover within seconds.
	const soonMs = SOON_MS[tries - 1];
	if (again === 'soon' && soonMs !== undefined) return { waitMs: soonMs, isSlower: false };
	// The provider rejected the request unprocessed, because of too many requests.
	if (again === 'slower' && tries <= MAX_WAITS) {
		return { waitMs: Math.min(retryAfterMs ?? USUAL_WAIT_MS, LONGEST_WAIT_MS), isSlower: true };
	}
	// An invalid URL, a proxy that requires a login and the like would fail again.
	return null;
}

/** Requests in a row without a response from the provider, after which the run stops. */
const MAX_SILENT = 4;

/** The state of the run after a request. */
interface Standing {
	/** Requests in a row, including this one, without a response from the provider. */
	readonly silent: number;
	/** The code that stops the run. */
	readonly cause?: string;
}

/**
 * Whether a run goes on after a request: the whole policy. The first rule that applies decides. A
 * stopped run stays stopped: each request that tests whether the provider has recovered could become an
 * SMS of unknown outcome.
 *
 * @param silent requests in a row without a response so far
 */
export function standingAfter({ stop, outcomes }: RequestResult, silent: number): Standing {
	// The provider reported a problem that affects all requests.
	if (stop !== null) return { silent, cause: stop };
	const [first] = outcomes;
	if (first === undefined) return { silent };
	const { code } = first;
	// Different outcomes for its recipients show that the provider processed the request.
	if (outcomes.some((other) => other.code !== code)) return { silent: 0 };
	const { stops } = codeMeaning(code);
	// Every further request would fail the same way.
	if (stops === 'atOnce') return { silent, cause: code };
	// Every further request could add an SMS of unknown outcome.
	if (stops === 'inARow') {
		return silent + 1 < MAX_SILENT ? { silent: silent + 1 } : { silent: silent + 1, cause: code };
	}
	return { silent: 0 };
}
