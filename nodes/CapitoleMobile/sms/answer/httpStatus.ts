import type { Outcome } from './outcome';

/** What is known when all there is to go by is the HTTP status of an answer. */
export interface StatusOutcome {
	readonly outcome: Extract<Outcome, 'rejected' | 'notSent' | 'unknown'>;
	/** `HTTP_` and the status, or PROXY_REFUSED; `codeMeaning` has the words. */
	readonly code: string;
}

// 301, 307 and 308 ask for the same POST elsewhere, before any program runs. A 302 or 303 is what a
// program answers after it has done its work; 408, 409, 425 and the rest leave it open.
// @assumption REFUSING_STATUS_IS_REJECTED: the page names no HTTP status, so they are taken as RFC 9110 and 6585 define them; those below say that the server did not act on the request.
const REFUSING: ReadonlySet<number> = new Set([
	301, 307, 308, 400, 401, 403, 404, 405, 410, 411, 413, 414, 415, 421, 426, 431,
]);

/**
 * The outcome of an answer by its HTTP status, where its body has no documented code.
 *
 * - `rejected`: the status says that the request was not acted on. None is `notSent`, because the
 *   request did leave and none of these passes by trying again after a second.
 * - `notSent`: 407, a proxy's own, which did not let the request through, and 429.
 * - `unknown`: all others; a 5xx may come after the SMS went out, and a 200 did not say more.
 */
export function outcomeOfStatus(status: number): StatusOutcome {
	// @assumption PROXY_STATUS_IS_NOT_SENT: only proxies answer 407, and a proxy that wants a login has passed nothing on.
	if (status === 407) return { outcome: 'notSent', code: 'PROXY_REFUSED' };
	// @assumption TOO_MANY_REQUESTS_IS_NOT_SENT: a request that is answered 429 was not processed, because RFC 6585 has it for servers that limit how often they are asked.
	if (status === 429) return { outcome: 'notSent', code: 'HTTP_429' };
	return { outcome: REFUSING.has(status) ? 'rejected' : 'unknown', code: `HTTP_${status}` };
}
