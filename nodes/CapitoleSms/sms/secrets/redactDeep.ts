import type { Redact } from './redact';

// Deeper than any error or answer goes, and far from the limit of the call stack.
const DEEPEST = 100;

/**
 * A copy of a value, as JSON would have it, with every text in it redacted: strings, keys, numbers
 * (a password may be one), and errors with their message and stack. Never throws; what is cyclic, too
 * deep or cannot be read becomes a note in square brackets.
 */
export function redactDeep(value: unknown, redact: Redact): unknown {
	return copy(value, redact, new Map(), 0);
}

/** @param seen what was copied already, so that what is shared is copied once */
function copy(value: unknown, redact: Redact, seen: Map<object, unknown>, depth: number): unknown {
	if (typeof value === 'string') return redact(value);
	if (typeof value === 'number' || typeof value === 'bigint') {
		// A space behind it, because a number is never one that the end of a text cut off.
		const written = `${value} `;
		const redacted = redact(written);
		return redacted === written && typeof value === 'number' ? value : redacted.trimEnd();
	}
	if (typeof value !== 'object' || value === null) {
		return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
	}
	if (seen.has(value)) return seen.get(value);
	if (depth === DEEPEST) return '[too deep]';
	seen.set(value, '[circular]');
	const copied = copyObject(value, redact, (inner) => copy(inner, redact, seen, depth + 1));
	seen.set(value, copied);
	return copied;
}

function copyObject(value: object, redact: Redact, inner: (value: unknown) => unknown): unknown {
	try {
		if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
		if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
		if (Array.isArray(value)) return value.map((item: unknown) => inner(item));
		// Own properties only: fromEntries makes a key like __proto__ an ordinary one.
		return Object.fromEntries(keysOf(value).map((key) => [redact(key), inner(read(value, key))]));
	} catch {
		return '[unreadable]';
	}
}

/** The keys JSON would show, and those that make an error tell what happened. */
function keysOf(value: object): string[] {
	const hidden = ['name', 'message', 'stack', 'cause', 'errors'];
	const isError = Object.prototype.toString.call(value) === '[object Error]';
	return [...new Set([...Object.keys(value), ...(isError ? hidden : [])])].filter(
		(key) => key in value,
	);
}

function read(value: object, key: string): unknown {
	try {
		return Reflect.get(value, key);
	} catch {
		return '[unreadable]';
	}
}
