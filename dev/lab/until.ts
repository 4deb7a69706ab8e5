import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Polls a value until it is as wanted, and returns it.
 *
 * @throws Error with `what` and the last value, after `limitMs`
 */
export async function until<T>(
	what: string,
	read: () => Promise<T>,
	isThere: (value: T) => boolean,
	limitMs = 30_000,
): Promise<T> {
	const end = Date.now() + limitMs;
	for (;;) {
		const value = await read();
		if (isThere(value)) return value;
		if (Date.now() > end) {
			const last = (JSON.stringify(value) ?? '').slice(0, 500);
			throw new Error(`Waited ${limitMs / 1000} s for ${what}; the last answer was ${last}`);
		}
		await wait(POLL_MS);
	}
}
