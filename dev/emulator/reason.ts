import { types } from 'node:util';

/**
 * Why something failed, in one line. Not by `instanceof`: jest gives tests an Error of their own.
 * A host with several addresses fails with an AggregateError, whose message is empty.
 */
export function reasonOf(cause: unknown): string {
	if (!types.isNativeError(cause)) return String(cause);
	return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
