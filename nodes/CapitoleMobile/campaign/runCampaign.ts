import { Breaker, refuseWhenStopped } from './rules/breaker';
import { costOf } from './rules/budget';
import { CampaignKeys, type Keys } from './keys/claimKeys';
import { Ledger, type CampaignItem, type Deliveries } from './ledger';
import { doubtExceptions, layered, type Post } from './post';
import { logProgress } from './progress';
import { dearestRequests, firstOfEachKey, sendItems, type Plan } from './sendItems';
import { noteExceptions, noteIn } from './rules/notes';
import { slowDown } from './rules/slowDown';
import { tryUnsentAgain } from './rules/tryUnsentAgain';

/** What a campaign needs of the world. */
export interface World {
	/** One request and its answer. */
	readonly post: Post;
	/** Asked before the first request, with the SMS that the run costs at most; null to let it go. */
	readonly approve: ((sms: number) => Promise<void>) | null;
	readonly keys: Keys;
	/** Aborted when the execution is stopped. */
	readonly cancelled: AbortSignal | undefined;
	/** Writes a line into n8n's log. */
	readonly log: (line: string) => void;
}

/**
 * Sends the SMS of all items, each request through the same rules.
 *
 * @param earlier what an earlier try of the same run knows, by item index: what is settled there is
 *   not sent again
 * @returns what is known of each item, by its index; once a request may have left, nothing is thrown
 * @throws what `approve` throws; nothing was sent then
 */
export async function runCampaign(
	items: readonly CampaignItem[],
	earlier: ReadonlyMap<number, Deliveries>,
	plan: Plan,
	world: World,
): Promise<Map<number, Deliveries>> {
	const ledger = new Ledger(items, earlier);
	const keys = new CampaignKeys(items, ledger, world.keys, plan.parallelRequests);
	const breaker = new Breaker();
	const gate = refuseWhenStopped(() => world.cancelled?.aborted === true, breaker);
	let planned = 0;
	const post = layered(world.post, [
		// From the wire outwards: each rule sees what those above it let through and bring back.
		doubtExceptions(world.log),
		tryUnsentAgain(world.cancelled),
		gate,
		slowDown(plan.parallelRequests, world.cancelled),
		breaker.watch,
		keys.claim,
		// Claiming and waiting take a while, so the gate is asked twice: what will not leave needs no key.
		gate,
		noteIn(ledger),
		keys.finish,
		noteExceptions(ledger, world.log),
		logProgress(() => planned, world.log),
	]);
	if (world.approve !== null) {
		// A key that was used before costs nothing.
		const ours = await keys.claimAll(firstOfEachKey(items, ledger));
		let isApproved = false;
		try {
			await world.approve(costOf(dearestRequests(items, ours, ledger, plan)));
			isApproved = true;
		} finally {
			if (!isApproved) await keys.close();
		}
	}
	try {
		await sendItems(items, ledger, plan, {
			post,
			onPlanned: (requests) => {
				planned += requests.length;
				keys.plan(requests);
			},
			onRepeat: (item, first) => keys.repeat(item, first),
		});
	} catch (reason) {
		// What was sent must be told, whatever happens here.
		world.log(`Capitole SMS: ${String(reason)}`);
		ledger.noteUntold({ outcome: 'notSent', code: 'UNEXPECTED' });
	}
	await keys.close();
	return ledger.deliveries();
}
