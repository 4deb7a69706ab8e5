import { DateTime } from 'luxon';

/**
 * Milliseconds to wait by a Retry-After header: seconds, or an HTTP date (RFC 9110, 10.2.3).
 *
 * @param header null, undefined or anything else that is neither gives null
 * @param now milliseconds since 1970
 */
export function readRetryAfter(header: unknown, now: number): number | null {
	const value = typeof header === 'string' ? header.trim() : '';
	if (/^[0-9]{1,9}$/.test(value)) return Number(value) * 1000;
	const at = DateTime.fromHTTP(value).toMillis();
	return Number.isNaN(at) ? null : Math.max(0, at - now);
}
