import { readRetryAfter, resultOfResponse } from '../sms/answer/response';
import { createQuoter } from '../sms/secrets';
import { simulatedReply } from '../sms/simulation';
import { resultOfFailure } from '../transport/exchange';
import { pause } from './pause';
import type { SendDependencies } from './send';

/** SMS credits on the simulated account, enough for any campaign. */
export const SIMULATED_CREDITS = 1_000_000;

export interface SimulatedBackend extends Pick<SendDependencies, 'post' | 'keys'> {
	readonly balance: () => Promise<number>;
}

/**
 * A backend without network or credential. It writes responses as the provider does and parses them like
 * real ones. Every idempotency key is free and none is kept, but items of the run that share a key
 * still take turns.
 */
export function simulatedBackend(): SimulatedBackend {
	const quote = createQuoter({ username: '', password: '' });
	let credits = SIMULATED_CREDITS;
	return {
		post: async (request) => {
			// Yields to the event loop: a thousand responses at once would block n8n, including Stop.
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
