import type { Outcome } from '../sms/codes';
import { creditsOf } from '../sms/credits';
import { figure } from '../sms/figure';
import type { Layer } from './post';
import { lowestBalance, tallyLine } from './outcome/tally';

/** Requests between two lines in n8n's log. */
const LOG_EVERY = 500;

/**
 * Counts the requests of a run that are through, and writes a line for each 500: how many numbers had
 * which outcome, what was spent, what is left.
 *
 * @param planned how many requests are planned so far
 */
export function logProgress(planned: () => number, log: (line: string) => void): Layer {
	const counts: Record<Outcome, number> = {
		accepted: 0,
		rejected: 0,
		notSent: 0,
		unknown: 0,
		duplicate: 0,
	};
	let through = 0;
	let credits = 0;
	let creditsLeft: number | null = null;
	return (post) => async (request) => {
		const result = await post(request);
		for (const { outcome } of result.outcomes) counts[outcome]++;
		const accepted = result.outcomes.filter(({ outcome }) => outcome === 'accepted');
		credits += creditsOf(
			request.message,
			accepted.map(({ recipient }) => recipient),
		);
		creditsLeft = lowestBalance(creditsLeft, result.creditsLeft);
		if (++through % LOG_EVERY === 0) {
			const tally = tallyLine({ counts, reasons: [], credits, creditsLeft, savings: [] });
			const of = `${figure(through)} of ${figure(planned())}`;
			log(`Capitole SMS: ${of} requests are through. ${tally}`);
		}
		return result;
	};
}
