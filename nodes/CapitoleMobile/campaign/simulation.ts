import { readRetryAfter, resultOfResponse } from '../sms/answer/response';
import { createQuoter } from '../sms/secrets';
import { simulatedReply } from '../sms/simulation';
import { resultOfFailure } from '../transport/exchange';
import { pause } from './pause';
import type { World } from './send';

/** SMS on the made-up account: enough for every campaign, because no balance is to be rehearsed. */
export const SIMULATED_CREDITS = 1_000_000;

/** The parts of the world that are made up in a simulation. */
export interface SimulatedWorld extends Pick<World, 'post' | 'keys'> {
	/** SMS left on the made-up account, for whatever asks for the balance first. */
	readonly balance: () => Promise<number>;
}

/**
 * A world without a network: no request is made and no credential is read. Answers are written as the
 * provider writes them, and read like the provider's own. Every idempotency key is free and none is kept,
 * but items of the run that share a key are still noticed.
 */
export function simulatedWorld(): SimulatedWorld {
	const quote = createQuoter({ username: '', password: '' });
	let credits = SIMULATED_CREDITS;
	return {
		post: async (request) => {
			// Answers take time here, too: a thousand at once would block n8n, Stop included.
			await pause(0, undefined);
			const { reply, creditsLeft } = simulatedReply(request, credits);
			credits = creditsLeft;
			const { recipients } = request;
			if (reply.kind === 'noAnswer') return resultOfFailure({ code: 'ECONNRESET' }, recipients);
			const { status, body, retryAfter } = reply;
			const retryAfterMs = readRetryAfter(retryAfter, Date.now());
			return resultOfResponse({ status, body, complete: true, retryAfterMs }, recipients, quote);
		},
		keys: {
			tryToClaim: async () => 'claimed',
			claim: async () => 'claimed',
			settle: async () => {},
			atRest: async () => {},
			close: async () => {},
		},
		balance: async () => credits,
	};
}
