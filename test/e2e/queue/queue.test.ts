import { randomUUID } from 'node:crypto';

import type { N8nInstance } from '../../../dev/lab/instance';
import { Cluster } from '../../../dev/lab/queue/cluster';
import { startEmulator, type Emulator } from '../../../dev/emulator/emulator';
import { tarball } from '../tarballFile';
import { figure } from '../figures';
import { callBack, tally, type Received } from './callbacks';
import { PHONE, post } from '../asking';
import {
	askingFlow,
	callbackFlow,
	campaignFlow,
	createCredential,
	executions,
	messages,
	order,
	publish,
	settled,
	type Credential,
	type Message,
} from './campaign';
import { outcomesOf, outputOf, type Outcome } from './outcomes';
import { until } from '../../../dev/lab/until';

/**
 * n8n's queue mode: campaigns and bursts of callbacks, with one of two workers killed and Redis restarted midway.
 * The tests build on each other in this order, since starting n8n again takes a minute.
 */
jest.setTimeout(240_000);

const PARALLEL_REQUESTS = 10;
/** More than the 40 keys of an execution in progress, so keys wait for each other. */
const BATCH = 60;
/** Batches in the campaign during which a worker is killed. */
const BATCHES = 8;
/** Slow enough to kill a worker midway. */
const ANSWER_MS = 300;
const CALLBACKS = 500;
const LIMIT_MS = 200_000;

let cluster: Cluster;
let emulator: Emulator;
let credential: Credential;
let keyed: string;
let keyless: string;
const callbacks = { webhookId: randomUUID(), workflowId: '' };
/** All SMS ordered with keys. */
const ordered: Message[] = [];

beforeAll(async () => {
	emulator = await startEmulator({ credits: 1_000_000 });
	cluster = await Cluster.start(await tarball());
	credential = await createCredential(cluster.main.session, emulator);
	const flow = (path: string, hasKeys: boolean) =>
		campaignFlow(path, hasKeys, credential, PARALLEL_REQUESTS);
	keyed = await publish(cluster, flow('keyed', true));
	keyless = await publish(cluster, flow('keyless', false));
	callbacks.workflowId = await publish(cluster, callbackFlow(callbacks.webhookId));
	// A process takes longer for its first run.
	await order(cluster, 'keyless', messages(10, false));
	await settled(cluster, keyless, 1, LIMIT_MS);
}, 360_000);

afterAll(async () => {
	await cluster?.stop();
	await emulator?.close();
});

const rates: Record<'messages' | 'keyless' | 'callbacks', number[]> = {
	messages: [],
	keyless: [],
	callbacks: [],
};

/** Adds a measurement, shown at the end of `npm run test:e2e`. */
function result(title: string, values: Record<string, number | string>): void {
	const listed = Object.entries(values).map((entry) => entry.join(' '));
	figure(`Queue mode. ${title}: ${listed.join(', ')}`);
}

/** Accepted SMS per second, from the first to the last, in two executions. */
async function rateOf(path: 'keyed' | 'keyless', workflowId: string): Promise<number> {
	const from = emulator.messages.length;
	const had = (await executions(cluster, workflowId)).length;
	const batches = [0, 1].map(() => messages(2 * BATCH, path === 'keyed'));
	if (path === 'keyed') ordered.push(...batches.flat());
	await Promise.all(batches.map(async (batch) => await order(cluster, path, batch)));
	const all = await settled(cluster, workflowId, had + batches.length, LIMIT_MS);
	expect(all.slice(had).map(({ status }) => status)).toEqual(['success', 'success']);
	const accepted = emulator.messages.slice(from);
	expect(new Set(accepted.map(({ number }) => number)).size).toBe(batches.flat().length);
	expect(accepted).toHaveLength(batches.flat().length);
	const [first, last] = [accepted[0], accepted.at(-1)].map((sms) => Number(sms?.acceptedAt));
	return accepted.length / (((last ?? 0) - (first ?? 0)) / 1000);
}

async function measure(): Promise<void> {
	rates.messages.push(await rateOf('keyed', keyed));
	rates.keyless.push(await rateOf('keyless', keyless));
	const received = await callBack(cluster, callbacks, 200, LIMIT_MS);
	expectEachOnce(received);
	rates.callbacks.push((received.answers['200'] ?? 0) / (received.executedAfterMs / 1000));
}

function expectEachOnce({ kept, refusedYetRun }: Received): void {
	expect({ kept, refusedYetRun }).toEqual({
		kept: { missing: 0, doubled: 0 },
		refusedYetRun: 0,
	});
}

test('Send and Wait accepts an answer at the webhook processor and at main', async () => {
	const asking = await publish(cluster, askingFlow('asking', credential));
	for (const [index, { url }] of [cluster.webhook, cluster.main].entries()) {
		await order(cluster, 'asking', []);
		const all = await settled(cluster, asking, index + 1, LIMIT_MS);
		const { id = '', status } = all.at(-1) ?? {};
		expect(status).toBe('waiting');
		const [link = ''] = /http\S+/.exec(emulator.messages.at(-1)?.text ?? '') ?? [];
		expect(new URL(link).origin).toBe(cluster.webhook.url);
		const here = link.replace(cluster.webhook.url, url);
		expect(await (await fetch(here)).text()).toContain('Oui ?');
		expect(await (await post(here, 'answer=approve')).text()).toContain('Thank you');
		const ended = await until(
			'the answer to be gone on with',
			async () => (await executions(cluster, asking)).find((one) => one.id === id)?.status,
			(now) => now === 'success' || now === 'error',
			LIMIT_MS,
		);
		expect(ended).toBe('success');
		expect(await outputOf(cluster, id, 'Ask')).toEqual([
			{ data: { approved: true, respondedAt: expect.any(String), timedOut: false }, phone: PHONE },
		]);
	}
});

test('two workers send each SMS once and run each callback once', measure);

const round = (value: number, digits = 0) => Number(value.toFixed(digits));

test(`${CALLBACKS} callbacks at once are all answered and have exactly one execution each`, async () => {
	const received = await callBack(cluster, callbacks, CALLBACKS, LIMIT_MS);
	result(`${CALLBACKS} callbacks at once, two workers`, {
		...received.answers,
		...received.statuses,
		answeredInSeconds: round(received.answeredAfterMs / 1000, 1),
		executedInSeconds: round(received.executedAfterMs / 1000, 1),
	});
	expectEachOnce(received);
});

describe('When a worker is killed and Redis restarted in the middle of a campaign', () => {
	let keyedFrom: number;
	let keylessFrom: number;
	let told: Map<string, Outcome[]>;
	let campaign: Message[];
	const unkeyed = Array.from({ length: 2 }, () => messages(BATCH, false));

	async function acceptedOf(campaign: readonly Message[]): Promise<Map<string, number>> {
		const counts = new Map(campaign.map(({ to }) => [to, 0]));
		for (const { number } of emulator.messages) {
			const count = counts.get(number);
			if (count !== undefined) counts.set(number, count + 1);
		}
		return counts;
	}

	const last = (number: string): Outcome | undefined => told.get(number)?.at(-1);

	beforeAll(async () => {
		keyedFrom = (await executions(cluster, keyed)).length;
		keylessFrom = (await executions(cluster, keyless)).length;
		emulator.misbehave(() => ({ kind: 'slow', ms: ANSWER_MS }));
		const batches = Array.from({ length: BATCHES }, () => messages(BATCH));
		campaign = batches.flat();
		ordered.push(...campaign);
		const reaches = async (which: readonly Message[], count: number) =>
			await until(
				`${count} SMS`,
				async () => [...(await acceptedOf(which)).values()].filter(Boolean).length,
				(accepted) => accepted >= count,
				LIMIT_MS,
			);
		await Promise.all(batches.map(async (batch) => await order(cluster, 'keyed', batch)));
		await reaches(campaign, BATCH);
		await Promise.all(unkeyed.map(async (batch) => await order(cluster, 'keyless', batch)));
		await reaches(unkeyed.flat(), BATCH / 2);
		const [victim] = cluster.workers as [N8nInstance];
		await cluster.kill(victim);
		await reaches(campaign, 3 * BATCH);
		await cluster.redis.restart(2_000);
		await settled(cluster, keyed, keyedFrom + batches.length, LIMIT_MS);
		await settled(cluster, keyless, keylessFrom + unkeyed.length, LIMIT_MS);
		told = await outcomesOf(cluster, keyed, keyedFrom);
		emulator.misbehave();
	}, 400_000);

	test('n8n ends the killed executions with an error, and does not run them again', async () => {
		const all = (await executions(cluster, keyed)).slice(keyedFrom);
		const statuses = tally(all.map(({ status }) => status));
		result('Executions with keys, by how they ended', statuses);
		expect(all).toHaveLength(BATCHES);
		expect(statuses.error).toBeGreaterThan(0);
	});

	test('with idempotencyKey no SMS was sent twice, and every SMS reported as accepted was sent', async () => {
		const accepted = await acceptedOf(ordered);
		expect([...accepted].filter(([, count]) => count > 1)).toEqual([]);
		const said = [...told.keys()].filter((number) => last(number)?.outcome === 'accepted');
		expect(said.filter((number) => accepted.get(number) !== 1)).toEqual([]);
	});

	test('unreported SMS ordered again are sent, duplicates or in doubt, and never sent twice', async () => {
		const before = await acceptedOf(ordered);
		const rest = campaign.filter(({ to }) => !told.has(to));
		const had = (await executions(cluster, keyed)).length;
		const batches = rest.flatMap((_, i) => (i % BATCH === 0 ? [rest.slice(i, i + BATCH)] : []));
		await Promise.all(batches.map(async (batch) => await order(cluster, 'keyed', batch)));
		const ended = await settled(cluster, keyed, had + batches.length, LIMIT_MS);
		expect(ended.slice(had).map(({ status }) => status)).toEqual(batches.map(() => 'success'));

		const again = await outcomesOf(cluster, keyed, had);
		const accepted = await acceptedOf(ordered);
		expect([...accepted].filter(([, count]) => count > 1)).toEqual([]);
		const by = tally([...again.values()].map(([only]) => `${only?.outcome} ${only?.code}`));
		result('Ordered again after the kill', { ordered: rest.length, ...by });
		expect(again.size).toBe(rest.length);
		for (const { to } of rest) {
			const { outcome, code } = again.get(to)?.[0] ?? {};
			// Any SMS that has not left by now is reported as in doubt.
			if (accepted.get(to) === 0) expect(code).toBe('KEY_IN_DOUBT');
			if (outcome === 'duplicate') expect(before.get(to)).toBe(1);
			if (outcome === 'accepted') expect(before.get(to)).toBe(0);
		}
		for (const [number, outcomes] of again) told.set(number, outcomes);
	});

	test('SMS in doubt that the account lacks can be sent under a new key: all are sent exactly once', async () => {
		const accepted = await acceptedOf(ordered);
		const inDoubt = [...told.keys()].filter((number) => last(number)?.code === 'KEY_IN_DOUBT');
		const notGone = inDoubt.filter((number) => accepted.get(number) === 0);
		result('In doubt after that', { told: inDoubt.length, notGone: notGone.length });
		const had = (await executions(cluster, keyed)).length;
		if (notGone.length > 0) {
			const fresh = notGone.map((to) => ({ to, key: `second-campaign-${to}` }));
			await order(cluster, 'keyed', fresh);
			await settled(cluster, keyed, had + 1, LIMIT_MS);
		}
		expect(tally([...(await acceptedOf(ordered)).values()].map(String))).toEqual({
			1: ordered.length,
		});
	});

	test('without a key, ordering the killed executions again sends many SMS twice, and measures them', async () => {
		const both = unkeyed.flat();
		const known = await outcomesOf(cluster, keyless, keylessFrom);
		const rest = both.filter(({ to }) => !known.has(to));
		const had = (await executions(cluster, keyless)).length;
		if (rest.length > 0) {
			await order(cluster, 'keyless', rest);
			await settled(cluster, keyless, had + 1, LIMIT_MS);
		}
		const counts = tally([...(await acceptedOf(both)).values()].map(String));
		result('Without a key, by how often accepted', {
			ordered: both.length,
			again: rest.length,
			...counts,
		});
		expect(counts['0'] ?? 0).toBe(0);
	});
});

test('the remaining worker does so too, and shows how much faster two are', async () => {
	await measure();
	for (const [name, title] of [
		['messages', 'SMS per second with idempotencyKey'],
		['keyless', 'SMS per second without it'],
		['callbacks', 'Callbacks per second, executed'],
	] as const) {
		const [two = 0, one = 0] = rates[name];
		result(title, { oneWorker: round(one), twoWorkers: round(two), ratio: round(two / one, 2) });
	}
});
