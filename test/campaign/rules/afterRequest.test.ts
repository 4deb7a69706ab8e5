import { askAgain, standingAfter } from '../../../nodes/CapitoleMobile/campaign/rules/afterRequest';
import { sameForAll, type RequestResult } from '../../../nodes/CapitoleMobile/sms/answer/result';
import { codeMeaning } from '../../../nodes/CapitoleMobile/sms/codes';

/** The result of a request to as many numbers as there are codes. */
function result(
	codes: string | readonly string[],
	more: Partial<RequestResult> = {},
): RequestResult {
	const outcomes = [codes].flat().map((code, index) => {
		return { recipient: String(33639980000 + index), outcome: codeMeaning(code).outcome, code };
	});
	return { ...sameForAll([], 'unknown', ''), outcomes, ...more };
}

describe('a request is repeated', () => {
	const soon = (waitMs: number) => ({ waitMs, isSlower: false });
	const slower = (waitMs: number) => ({ waitMs, isSlower: true });

	type Row = [string | readonly string[], number, object | null, Partial<RequestResult>?];
	const ROWS: Row[] = [
		['COULD_NOT_CONNECT', 1, soon(500)],
		['COULD_NOT_CONNECT', 2, soon(1500)],
		['COULD_NOT_CONNECT', 3, null],
		['TLS_REFUSED', 1, soon(500)],
		['HTTP_429', 1, slower(1000)],
		['HTTP_429', 1, slower(7000), { retryAfterMs: 7000 }],
		['HTTP_429', 1, slower(60_000), { retryAfterMs: 3_600_000 }],
		['HTTP_429', 5, slower(0), { retryAfterMs: 0 }],
		['HTTP_429', 6, null],
		// Permanent: a proxy, a URL, n8n itself.
		['PROXY_REFUSED', 1, null],
		['INVALID_URL', 1, null],
		['BLOCKED_BY_N8N', 1, null],
		// Something left or was refused.
		['SENDING_OK', 1, null, { status: 429 }],
		['AUTH_FAILED', 1, null, { status: 429 }],
		['NO_ANSWER', 1, null],
		['HTTP_503', 1, null, { retryAfterMs: 1000 }],
		[['HTTP_429', 'SENDING_OK'], 1, null, { status: 429 }],
		[['COULD_NOT_CONNECT', 'NO_ANSWER'], 1, null],
		[[], 1, null],
	];

	test.each(ROWS.map((row) => [row] as const))('%j', ([codes, tries, again, more]) => {
		expect(askAgain(result(codes, more), tries)).toEqual(again);
	});
});

describe('a run stops', () => {
	test.each<[string | readonly string[], string | null, number, string | undefined, number]>([
		// codes, stop reason in the answer, silent before, the cause, silent after
		['SENDING_OK', null, 3, undefined, 0],
		['TOO_LONG_MESSAGE', null, 3, undefined, 0],
		['IS_BLACKLISTED', null, 3, undefined, 0],
		['NOT_NAMED', null, 3, undefined, 0],
		['NO_ANSWER', null, 0, undefined, 1],
		['NO_ANSWER', null, 2, undefined, 3],
		['NO_ANSWER', null, 3, 'NO_ANSWER', 4],
		['HTTP_500', null, 3, 'HTTP_500', 4],
		['UNKNOWN_ANSWER', null, 3, 'UNKNOWN_ANSWER', 4],
		[['UNKNOWN_ANSWER', 'SENDING_OK'], null, 3, undefined, 0],
		[['NO_ANSWER', 'NO_ANSWER'], null, 3, 'NO_ANSWER', 4],
		['AUTH_FAILED', 'AUTH_FAILED', 0, 'AUTH_FAILED', 0],
		['UNKNOWN_ANSWER', 'AUTH_FAILED', 0, 'AUTH_FAILED', 0],
		['HTTP_302', null, 0, 'HTTP_302', 0],
		['HTTP_403', null, 0, 'HTTP_403', 0],
		['HTTP_413', null, 0, undefined, 0],
		['HTTP_429', null, 0, 'HTTP_429', 0],
		['COULD_NOT_CONNECT', null, 0, 'COULD_NOT_CONNECT', 0],
		['STOPPED_EARLIER', null, 0, undefined, 0],
		[[], null, 2, undefined, 2],
	])('%j (stop %j) after %i silent: %j', (codes, stop, before, cause, silent) => {
		const standing = standingAfter(result(codes, { stop }), before);
		expect([standing.cause, standing.silent]).toEqual([cause, silent]);
	});
});
