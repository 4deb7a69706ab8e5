import type { RequestResult } from '../sms/answer/result';
import { figure } from '../sms/figure';
import { inParallel, Pace } from './pace';
import { pause } from './pause';
import { Claims, type Keys } from './keys/claims';
import type { CampaignItem, SharedOutcome, Ledger } from './ledger';
import { tallyLine } from './outcome/tally';
import { type Plan, type SmsRequest, atLeaving } from './requests';
import { askAgain, standingAfter } from './rules/afterRequest';
import { costOf, type Cost } from './rules/budget';
import {
	afterTurn,
	allowedByKeys,
	begunEarlier,
	costliestRequests,
	endsOf,
	inChains,
	partOf,
	queuesByKey,
	requestsOfTurn,
} from './turns';

export interface SendDependencies {
	readonly post: (request: SmsRequest) => Promise<RequestResult>;
	/** Called before the first request with the run's cost; throws to send nothing. Null for no check. */
	readonly approve: ((cost: Cost) => Promise<void>) | null;
	readonly keys: Keys;
	/** Aborted when the execution is stopped. */
	readonly cancelled: AbortSignal | undefined;
	readonly simulated: boolean;
	/** Writes a line into n8n's log. */
	readonly log: (line: string) => void;
}

const WINDOW_CLOSED: SharedOutcome = { outcome: 'notSent', code: 'WINDOW_CLOSED' };
const UNEXPECTED: SharedOutcome = { outcome: 'notSent', code: 'UNEXPECTED' };
const IN_DOUBT: SharedOutcome = { outcome: 'unknown', code: 'NO_ANSWER' };

/** Requests per line in n8n's log. */
const LOG_EVERY = 500;

/**
 * Sends the SMS of all items of a ledger. Each request goes through `send` below, from top to bottom,
 * and the ledger records each outcome.
 *
 * @param ledger knows what an earlier try of the run settled, which is not sent again
 * @throws what `approve` throws, before anything is sent. Once a request may have left, never throws
 */
export async function sendCampaign(
	ledger: Ledger,
	plan: Plan,
	{ post, approve, keys, cancelled, simulated, log: logLine }: SendDependencies,
): Promise<void> {
	const { items } = ledger;
	const claims = new Claims(items, begunEarlier(ledger), keys);
	const pace = new Pace(plan.parallelRequests, cancelled);
	let stoppedBy: string | undefined;
	let silent = 0;
	let planned = 0;
	let finished = 0;

	const whyStopped = (): SharedOutcome | null => {
		if (cancelled?.aborted === true) return { outcome: 'notSent', code: 'CANCELLED' };
		if (stoppedBy === undefined) return null;
		return { outcome: 'notSent', code: 'STOPPED_EARLIER', cause: stoppedBy };
	};

	/** A failing log must not stop sending or recording. */
	const log = (what: unknown): void => {
		try {
			logLine(`Capitole SMS: ${String(what)}`);
		} catch {
			// There is nowhere else to report it.
		}
	};

	/** @param posted gets each request that may have left */
	const send = async (request: SmsRequest, posted: SmsRequest[]): Promise<void> => {
		// Stopped? Then no key is needed.
		const stop = whyStopped();
		if (stop !== null) return ledger.noteRest(request, stop);

		// Keys free? Leaves out items that their key forbids, and recipients already served.
		const allowed = allowedByKeys(request, await claims.of(request), ledger);
		if (allowed.recipients.length === 0) return;

		for (let tries = 1; ; tries++) {
			const attempt = await pace.inTurn(async () => {
				await claims.atRest(allowed);

				// Stopped meanwhile? Claiming and waiting take time.
				const unsent = whyStopped();
				if (unsent !== null) return { unsent };

				// Sending window closed meanwhile?
				const leaving = atLeaving(allowed, Date.now());
				if (leaving === null) return { unsent: WINDOW_CLOSED };

				posted.push(leaving);
				return { leaving, result: await post(leaving) };
			});
			if (attempt.unsent) return ledger.noteRest(allowed, attempt.unsent);
			const { leaving, result } = attempt;

			// Try again?
			const again = askAgain(result, tries);
			if (again === null) {
				ledger.noteResult(leaving, result);
				const standing = standingAfter(result, silent);
				stoppedBy ??= standing.cause;
				silent = standing.silent;
				return ledger.noteRest(leaving, IN_DOUBT);
			}
			if (again.isSlower) pace.slowDown(again.waitMs);
			else await pause(again.waitMs, cancelled);
		}
	};

	/** Never throws: other requests may have left. */
	const sendAndSettle = async (request: SmsRequest): Promise<void> => {
		const posted: SmsRequest[] = [];
		// Items whose key another run holds go alone, so that their wait does not hold up other keys.
		let alone: SmsRequest[] = [];
		try {
			await send(request, posted);
			alone = claims.awaitedBy(request).map((share) => partOf(request, [share]));
		} catch (reason) {
			log(reason);
			// The next request would fail the same way.
			if (posted.length > 0) stoppedBy ??= IN_DOUBT.code;
			for (const one of posted) ledger.noteRest(one, IN_DOUBT);
			ledger.noteRest(request, UNEXPECTED);
		} finally {
			await claims.settle(endsOf(request, ledger));
		}
		planned += alone.length;
		const inTurn = async (chain: readonly SmsRequest[]): Promise<void> => {
			for (const one of chain) await sendAndSettle(one);
		};
		await Promise.all(inChains(alone).map(inTurn));
		if (++finished % LOG_EVERY > 0) return;
		const of = `${figure(finished)} of ${figure(planned)}`;
		log(`${of} requests are done. ${tallyLine(ledger.tally(), simulated)}`);
	};

	let queues = queuesByKey(ledger);
	if (approve !== null) {
		const firsts = queues.flatMap(([first = []]) => first);
		const costOfFree = (free: readonly CampaignItem[]): number =>
			costOf(costliestRequests(queues, new Set(free), ledger, plan));
		let isApproved = false;
		try {
			await approve({
				atMost: costOfFree(firsts),
				exactly: async () => costOfFree(await claims.free(firsts)),
			});
			isApproved = true;
		} finally {
			if (!isApproved) await claims.close();
		}
	}
	try {
		while (queues.length > 0) {
			const requests = requestsOfTurn(queues, ledger, plan);
			planned += requests.length;
			await inParallel(requests, claims.atOnce(plan.parallelRequests), sendAndSettle);
			queues = queues.flatMap((queue) => afterTurn(queue, ledger));
		}
	} catch (reason) {
		// The output must show what was sent, whatever happens here.
		log(reason);
		ledger.noteMissing(UNEXPECTED);
	}
	// Never throws here: SMS have left, and the caller would report them as not sent.
	await claims.close().catch(log);
}
