import { types } from 'node:util';

/**
 * Returns the cause of a failure in one line. Avoids `instanceof`, since jest gives tests their own Error.
 * A host with several addresses fails with an AggregateError, which has an empty message.
 */
export function reasonOf(cause: unknown): string {
	if (!types.isNativeError(cause)) return String(cause);
	return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
