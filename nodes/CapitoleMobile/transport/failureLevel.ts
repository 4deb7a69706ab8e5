/** One of the errors that wrap each other in what an HTTP client throws. */
export interface FailureLevel {
	readonly name: string;
	/** Its message; of n8n's errors also those they replaced. */
	readonly messages: readonly string[];
	/** Node's, OpenSSL's or axios's: `ECONNRESET`; empty when there is none. */
	readonly code: string;
	/** The system call, as `connect`; empty when there is none. */
	readonly syscall: string;
	/** The HTTP status of a response that came; null when none did. */
	readonly status: number | null;
	/** Whether the time limit ended it. */
	readonly isTimeout: boolean;
	/** Codes of the errors it wraps. */
	readonly wrappedCodes: readonly string[];
}

/**
 * Where errors keep the ones they wrap: `cause` (Node, axios, n8n), `errors` (AggregateError, for a
 * host with several addresses), `errorResponse` (n8n's NodeApiError around what it does not take for
 * an Error), `error` and `reason` (n8n's older request helper), `context` (n8n's errors).
 */
const WRAPPED = ['cause', 'errors', 'errorResponse', 'error', 'reason', 'context'];
// Deeper than any wrapping seen, and small enough for what someone may throw on purpose.
const MOST_LEVELS = 64;

const STATUS = /^[1-5][0-9]{2}$/;

/** All errors within what was thrown, outermost first. Total: cycles and throwing getters are fine. */
export function failureLevels(failure: unknown): FailureLevel[] {
	const queue: unknown[] = [failure];
	const seen = new Set<unknown>();
	const levels: FailureLevel[] = [];
	for (const value of queue) {
		if (typeof value !== 'object' || value === null || seen.has(value)) continue;
		if (levels.length === MOST_LEVELS) break;
		seen.add(value);
		const wrapped = WRAPPED.flatMap((key) => listed(property(value, key))).slice(0, MOST_LEVELS);
		queue.push(...wrapped);
		levels.push(readLevel(value, wrapped));
	}
	return levels;
}

function readLevel(value: object, wrapped: readonly unknown[]): FailureLevel {
	const name = text(property(value, 'name'));
	const messages = [property(value, 'message'), ...listed(property(value, 'messages'))]
		.slice(0, MOST_LEVELS)
		.map(text);
	// AbortSignal.timeout, which axios reports as a mere cancellation.
	const aborted = property(property(property(value, 'config'), 'signal'), 'reason');
	return {
		name,
		messages,
		code: codeOf(value),
		syscall: text(property(value, 'syscall')),
		status: statusOf(value),
		isTimeout:
			name === 'TimeoutError' ||
			text(property(aborted, 'name')) === 'TimeoutError' ||
			messages.some((message) => /^timeout of \d+ms exceeded$/.test(message)),
		wrappedCodes: wrapped.map(codeOf),
	};
}

// n8n's NodeApiError has the code, or the status, as `httpCode`. In n8n 1.x that and `messages` are
// all that is left of the error it wraps: its field `cause` is declared anew and so is empty.
function codeOf(value: unknown): string {
	const code = text(property(value, 'code')) || text(property(value, 'httpCode'));
	return STATUS.test(code) ? '' : code;
}

function statusOf(value: object): number | null {
	const response = property(value, 'response');
	const status = property(response, 'status') ?? property(response, 'statusCode');
	if (typeof status === 'number' && status > 0) return status;
	const httpCode = text(property(value, 'httpCode'));
	return STATUS.test(httpCode) ? Number(httpCode) : null;
}

/** The elements of an array, or the one value. */
function listed(value: unknown): unknown[] {
	try {
		return Array.isArray(value) ? Array.from<unknown>(value) : [value];
	} catch {
		return [];
	}
}

function property(value: unknown, key: string): unknown {
	if (typeof value !== 'object' || value === null) return undefined;
	try {
		return Reflect.get(value, key);
	} catch {
		return undefined;
	}
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
