import type { RequestResult } from '../../sms/answer/result';
import { codeMeaning } from '../../sms/codes';

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
	// Every further request may be one more SMS of which nothing is known.
	if (stops === 'inARow') {
		return silent + 1 < MOST_SILENT ? { silent: silent + 1 } : { silent: silent + 1, cause: code };
	}
	return { silent: 0 };
}
