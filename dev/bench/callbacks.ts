import { Agent, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import type { N8nVersion } from '../lab/installation';
import { startN8n, type N8nInstance } from '../lab/instance';
import { publish } from '../lab/publish';
import { median, medianRatio } from './median';
import type { Workshop } from './workshop';

type Receiver = 'trigger' | 'webhook' | 'webhookWithExpression';

/** An n8n that callbacks go to. */
interface Setting {
	readonly title: string;
	readonly version: N8nVersion;
	readonly env: Readonly<Record<string, string>>;
}

const SETTINGS = [
	{ title: '1.123.81', version: '1.123.81', env: {} },
	{
		title: '2.41.1 with N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true',
		version: '2.41.1',
		env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	},
	{ title: '2.41.1', version: '2.41.1', env: {} },
] as const satisfies Setting[];

/** Callbacks for each second, one figure for each round. */
export interface CallbackRates {
	readonly setting: Setting;
	/** Until each had its answer. */
	readonly answered: Readonly<Record<Receiver, number[]>>;
	/** Until n8n had also run, and saved, the execution of each. */
	readonly executed: Readonly<Record<Receiver, number[]>>;
}

const AT_THE_SAME_TIME = 10;
/** n8n loads parts of itself at the first callbacks. */
const WARM_UP = 30;
const HOOK_ID = '2b1f6d0e-7a54-4c1b-9c47-6f3f0c9a1d52';

const RECEIVERS: Record<Receiver, { path: string; methods: readonly string[]; node: object }> = {
	trigger: {
		path: `/webhook/${HOOK_ID}/sms`,
		methods: ['GET', 'POST'],
		node: {
			type: 'n8n-nodes-capitole-mobile.capitoleSmsTrigger',
			typeVersion: 2,
			webhookId: HOOK_ID,
			parameters: {},
		},
	},
	webhook: {
		path: '/webhook/bench',
		methods: ['GET'],
		node: {
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			webhookId: '9d0c3a55-1e83-4a3d-8a41-0b0b8c4a77e1',
			parameters: { path: 'bench', httpMethod: 'GET', responseMode: 'onReceived', options: {} },
		},
	},
	// n8n 2.x spares its own Webhook node, and no other, an isolate for expressions with each call,
	// as long as it has none: this one is treated like every other trigger.
	webhookWithExpression: {
		path: '/webhook/bench-expression',
		methods: ['GET'],
		node: {
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			webhookId: '5a6c1b0f-60c2-4a0e-8f0b-2f1a3f4f9e11',
			parameters: {
				path: 'bench-expression',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				options: { responseData: '={{ "OK" }}' },
			},
		},
	},
};

const NAMES = ['trigger', 'webhook', 'webhookWithExpression'] as const satisfies Receiver[];

/**
 * Rounds of delivery reports sent to our trigger and to n8n's Webhook node, in one real n8n for
 * each setting.
 *
 * @param extent `seconds`: how long a round is to take, about
 */
export async function measureCallbacks(
	{ tarball }: Workshop,
	extent: { rounds: number; seconds: number },
	say: (detail: string) => void,
): Promise<CallbackRates[]> {
	const all: CallbackRates[] = [];
	for (const setting of SETTINGS) {
		const { title, version, env } = setting;
		say(`n8n ${title}: starting`);
		const instance = await startN8n({ version, tarball, env });
		try {
			const telling = (detail: string): void => say(`n8n ${title}: ${detail}`);
			all.push({ setting, ...(await measureInstance(instance, extent, telling)) });
		} finally {
			await instance.stop();
		}
	}
	return all;
}

type Rates = Omit<CallbackRates, 'setting'>;

async function measureInstance(
	instance: N8nInstance,
	{ rounds, seconds }: { rounds: number; seconds: number },
	say: (detail: string) => void,
): Promise<Rates> {
	await instance.session.signIn();
	const workflows = {} as Record<Receiver, string>;
	for (const name of NAMES) workflows[name] = await publishReceiver(instance, name);
	const measure = async (name: Receiver, callbacks: number): ReturnType<typeof measureRound> =>
		await measureRound(instance, { ...RECEIVERS[name], workflowId: workflows[name] }, callbacks);
	const rates: Rates = {
		answered: { trigger: [], webhook: [], webhookWithExpression: [] },
		executed: { trigger: [], webhook: [], webhookWithExpression: [] },
	};
	let pace = 0;
	for (const name of NAMES) ({ executed: pace } = await measure(name, WARM_UP));
	const callbacks = Math.max(WARM_UP, Math.round(pace * seconds));
	for (let round = 0; round < rounds; round++) {
		say(`round ${round + 1} of ${rounds}`);
		// Each is first as often as the others.
		const order = NAMES.map((_, place) => NAMES[(place + round) % NAMES.length] ?? 'trigger');
		for (const name of order) {
			const { answered, executed } = await measure(name, callbacks);
			rates.answered[name].push(answered);
			rates.executed[name].push(executed);
		}
	}
	return rates;
}

/** The trigger's rate as a share of the Webhook node's. */
export function rateRatio(rates: Rates['answered']): number {
	return medianRatio(rates.trigger, rates.webhook);
}

export function medianRate(rates: Rates['answered'], receiver: Receiver): number {
	return median(rates[receiver]);
}

async function publishReceiver(instance: N8nInstance, name: Receiver): Promise<string> {
	const { path, methods, node } = RECEIVERS[name];
	const after = { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
	const workflow = {
		name,
		active: false,
		settings: {},
		nodes: [
			{ id: '1', name: 'Callback', position: [0, 0], ...node },
			{ id: '2', name: 'After', position: [200, 0], ...after },
		],
		connections: { Callback: { main: [[{ node: 'After', type: 'main', index: 0 }]] } },
	};
	return await publish(instance, workflow, path, methods);
}

async function measureRound(
	instance: N8nInstance,
	{ path: url, workflowId }: { path: string; workflowId: string },
	callbacks: number,
): Promise<{ answered: number; executed: number }> {
	const before = await executions(instance, workflowId);
	const agent = new Agent({ keepAlive: true, maxSockets: AT_THE_SAME_TIME });
	const begun = performance.now();
	let next = 0;
	const caller = async (): Promise<void> => {
		while (next < callbacks) await call(`${instance.url}${url}?${report(next++)}`, agent);
	};
	await Promise.all(Array.from({ length: AT_THE_SAME_TIME }, caller));
	const answeredMs = performance.now() - begun;
	while ((await executions(instance, workflowId)) < before + callbacks) await wait(20);
	const executedMs = performance.now() - begun;
	agent.destroy();
	return { answered: (callbacks * 1000) / answeredMs, executed: (callbacks * 1000) / executedMs };
}

const report = (index: number): string =>
	`id=BENCH&gsm=336${10_000_000 + index}&status=DELIVERED&network=Orange&date=2026-03-10%2009:20:10`;

async function call(url: string, agent: Agent): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		get(url, { agent }, (response) => {
			response.resume();
			response.once('end', () => {
				if (response.statusCode === 200) resolve();
				else reject(new Error(`${url} was answered by ${String(response.statusCode)}`));
			});
		}).once('error', reject);
	});
}

/** How many executions of a workflow have ended well. */
async function executions(instance: N8nInstance, workflowId: string): Promise<number> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status: ['success'] }));
	const answer = (await instance.session.rest(
		'GET',
		`/rest/executions?limit=1&filter=${filter}`,
	)) as { count: number };
	return answer.count;
}
