import { setTimeout as wait } from 'node:timers/promises';

const ASK_AGAIN_MS = 100;

/**
 * Asks until the answer is as wanted, and gives it.
 *
 * @throws Error that names what was waited for, and the last answer
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
		await wait(ASK_AGAIN_MS);
	}
}
