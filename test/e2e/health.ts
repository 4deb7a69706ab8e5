import { setTimeout as wait } from 'node:timers/promises';

import { exchange } from './rawHttp';

/**
 * Asks for n8n's simplest answer again and again while something else goes on.
 *
 * @returns what that gave, and the milliseconds that the slowest answer took: n8n, the machine or
 *   the node was busy for so long
 */
export async function whileHealthIsAsked<T>(
	url: string,
	work: () => Promise<T>,
	pauseMs = 50,
): Promise<{ result: T; slowestHealth: number }> {
	let slowestHealth = 0;
	let isOver = false;
	const asking = (async () => {
		while (!isOver) {
			const { ms } = await exchange(url, 'GET /healthz HTTP/1.1\r\nHost: n8n\r\n\r\n');
			slowestHealth = Math.max(slowestHealth, ms);
			await wait(pauseMs);
		}
	})();
	const result = await work().finally(() => (isOver = true));
	await asking;
	return { result, slowestHealth };
}

/**
 * The same, up to five times, until no answer took longer than the goal: what else the machine does
 * can only add to it. Gives the last result, with the least of the slowest answers.
 */
export async function leastHealth<T>(
	goal: number,
	measure: () => Promise<{ result: T; slowestHealth: number }>,
): Promise<{ result: T; slowestHealth: number }> {
	let least = Infinity;
	for (let tries = 1; ; tries++) {
		const { result, slowestHealth } = await measure();
		least = Math.min(least, slowestHealth);
		if (least < goal || tries === 5) return { result, slowestHealth: least };
	}
}
