import type { Outcome } from '../codes';
import type { Warning } from '../warning';

export interface RecipientOutcome {
	/** The number as it was asked. */
	readonly recipient: string;
	readonly outcome: Outcome;
	/** One of `codes.ts`, or `HTTP_` and a status. */
	readonly code: string;
	/** Of STOPPED_EARLIER: the code that stopped the run. */
	readonly cause?: string;
}

/** What one request brought. Its texts hold no secret. */
export interface RequestResult {
	/** One for each number asked, in order. */
	readonly outcomes: readonly RecipientOutcome[];
	/** SMS credits, as the answer said; null when it did not. */
	readonly creditsLeft: number | null;
	readonly warnings: readonly Warning[];
	/** Set when further requests would be answered the same: send none. */
	readonly stop: string | null;
	/** The HTTP status of the answer; null where none came. */
	readonly status: number | null;
	/** Milliseconds after which the server wants to be asked again; null where it did not say. */
	readonly retryAfterMs: number | null;
}

/** A result where all recipients share one fate, as when no answer came. */
export function sameForAll(
	recipients: readonly string[],
	outcome: Outcome,
	code: string,
	cause?: string,
): RequestResult {
	const known = { outcome, code, ...(cause === undefined ? {} : { cause }) };
	return {
		outcomes: recipients.map((recipient) => ({ recipient, ...known })),
		creditsLeft: null,
		warnings: [],
		stop: null,
		status: null,
		retryAfterMs: null,
	};
}
