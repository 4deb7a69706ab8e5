import type { RequestResult } from '../sms/answer/result';
import { figure } from '../sms/figure';
import { inParallel, Pace } from './pace';
import { pause } from './pause';
import { Claims, type Keys } from './keys/claims';
import type { CampaignItem, Fate, Ledger } from './ledger';
import { tallyLine } from './outcome/tally';
import { type Plan, type SmsRequest, atLeaving } from './requests';
import { askAgain, standingAfter } from './rules/afterRequest';
import { costOf, type Cost } from './rules/budget';
import {
	afterTurn,
	allowedByKeys,
	begunEarlier,
	dearestRequests,
	endsOf,
	inChains,
	partOf,
	queuesByKey,
	requestsOfTurn,
} from './turns';

/** What a campaign needs of the world. */
export interface World {
	/** One request and its answer. */
	readonly post: (request: SmsRequest) => Promise<RequestResult>;
	/** Asked before the first request, with what the run would cost; null to let it go. */
	readonly approve: ((cost: Cost) => Promise<void>) | null;
	readonly keys: Keys;
	/** Aborted when the execution is stopped. */
	readonly cancelled: AbortSignal | undefined;
	/** Whether nothing of it is real. */
	readonly simulated: boolean;
	/** Writes a line into n8n's log. */
	readonly log: (line: string) => void;
}

const WINDOW_CLOSED: Fate = { outcome: 'notSent', code: 'WINDOW_CLOSED' };
const UNEXPECTED: Fate = { outcome: 'notSent', code: 'UNEXPECTED' };
const IN_DOUBT: Fate = { outcome: 'unknown', code: 'NO_ANSWER' };

/** Requests between two lines in n8n's log. */
const LOG_EVERY = 500;

/**
 * Sends the SMS of all items of a ledger. Each request goes through `send` below, from top to bottom, and what
 * becomes of its numbers stands in the ledger.
 *
 * @param ledger knows what an earlier try of the run has settled, which is not sent again
 * @throws what `approve` throws; nothing was sent then. Once a request may have left, nothing is thrown
 */
export async function sendCampaign(
	ledger: Ledger,
	plan: Plan,
	{ post, approve, keys, cancelled, simulated, log: logLine }: World,
): Promise<void> {
	const { items } = ledger;
	const claims = new Claims(items, begunEarlier(ledger), keys);
	const pace = new Pace(plan.parallelRequests, cancelled);
	let stoppedBy: string | undefined;
	let silent = 0;
	let planned = 0;
	let through = 0;

	const whyStopped = (): Fate | null => {
		if (cancelled?.aborted === true) return { outcome: 'notSent', code: 'CANCELLED' };
		if (stoppedBy === undefined) return null;
		return { outcome: 'notSent', code: 'STOPPED_EARLIER', cause: stoppedBy };
	};

	/** A log that cannot be written keeps nothing from being sent, or noted. */
	const log = (what: unknown): void => {
		try {
			logLine(`Capitole SMS: ${String(what)}`);
		} catch {
			// There is nowhere else to report it.
		}
	};

	/** @param posted gets each request that may have left */
	const send = async (request: SmsRequest, posted: SmsRequest[]): Promise<void> => {
		// Stopped? What will not leave needs no key.
		const stop = whyStopped();
		if (stop !== null) return ledger.noteRest(request, stop);

		// Its keys? They take out the items that must not be sent, or not yet, or have what they want by now.
		const allowed = allowedByKeys(request, await claims.of(request), ledger);
		if (allowed.recipients.length === 0) return;

		for (let tries = 1; ; tries++) {
			const attempt = await pace.inTurn(async () => {
				await claims.atRest(allowed);

				// Stopped meanwhile? Claiming and waiting take a while.
				const unsent = whyStopped();
				if (unsent !== null) return { unsent };

				// Outside the window by now?
				const leaving = atLeaving(allowed, Date.now());
				if (leaving === null) return { unsent: WINDOW_CLOSED };

				posted.push(leaving);
				return { leaving, result: await post(leaving) };
			});
			if (attempt.unsent) return ledger.noteRest(allowed, attempt.unsent);
			const { leaving, result } = attempt;

			// Again?
			const again = cancelled?.aborted === true ? null : askAgain(result, tries);
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

	/** Nothing here throws: other requests may have left. */
	const sendAndSettle = async (request: SmsRequest): Promise<void> => {
		const posted: SmsRequest[] = [];
		// Items whose key another run has go alone: their wait must not hold up the others' keys.
		let alone: SmsRequest[] = [];
		try {
			await send(request, posted);
			alone = claims.awaitedBy(request).map((share) => partOf(request, [share]));
		} catch (reason) {
			log(reason);
			// The next one would end alike.
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
		if (++through % LOG_EVERY > 0) return;
		const of = `${figure(through)} of ${figure(planned)}`;
		log(`${of} requests are through. ${tallyLine(ledger.tally(), simulated)}`);
	};

	let queues = queuesByKey(ledger);
	if (approve !== null) {
		const firsts = queues.flatMap(([first = []]) => first);
		const costOfFree = (free: readonly CampaignItem[]): number =>
			costOf(dearestRequests(queues, new Set(free), ledger, plan));
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
		// What was sent must be told, whatever happens here.
		log(reason);
		ledger.noteUntold(UNEXPECTED);
	}
	// SMS have left: whoever catches what is thrown here would take them for not sent.
	await claims.close().catch(log);
}
