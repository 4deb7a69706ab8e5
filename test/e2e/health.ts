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
