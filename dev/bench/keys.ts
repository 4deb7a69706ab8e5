import { randomUUID } from 'node:crypto';

import { startN8n } from '../lab/instance';
import { createActive } from '../lab/publish';
import type { Session } from '../lab/session';
import { until } from '../lab/until';
import { Cluster } from '../lab/queue/cluster';
import { hasServers } from '../lab/queue/daemon';
import { startCompanion, type Companion } from './companion';
import { ANSWER_MS, MOST_IN_PARALLEL } from './contestants';
import type { Addresses, Counts } from './standIns';
import { N8N_VERSION, type Workshop } from './workshop';

/** SMS a second with and without keys, one figure for each round. */
export interface KeyRates {
	/** The database, and how n8n runs. */
	readonly setting: string;
	readonly messages: number;
	readonly with: readonly number[];
	readonly without: readonly number[];
}

/** An n8n to send from: its API, and where its webhooks are heard. */
interface Place {
	readonly session: Session;
	readonly webhooks: string;
}

/** n8n loads parts of itself at the first execution. */
const WARM_UP = 50;

/**
 * What a key of Never Send Twice costs in real n8n: campaigns with and without, in turns, and the
 * same again in queue mode with PostgreSQL, where the machine has the programs for it.
 */
export async function measureKeys(
	workshop: Workshop,
	extent: { readonly messages: number; readonly rounds: number },
	say: (detail: string) => void,
): Promise<KeyRates[]> {
	const provider = startCompanion('standIns.ts', workshop);
	try {
		const addresses = await provider.ask<Addresses>({ start: { delayMs: ANSWER_MS } });
		const measure = async (setting: string, place: Place): Promise<KeyRates> =>
			await measurePlace(setting, place, addresses, provider, extent, (detail) =>
				say(`${setting}: ${detail}`),
			);
		say('SQLite: starting n8n');
		const n8n = await startN8n({ version: N8N_VERSION, tarball: workshop.tarball });
		const all: KeyRates[] = [];
		try {
			await n8n.session.signIn();
			all.push(await measure('SQLite, one process', { session: n8n.session, webhooks: n8n.url }));
		} finally {
			await n8n.stop();
		}
		if (!hasServers()) return all;
		say('PostgreSQL: starting n8n');
		const cluster = await Cluster.start(workshop.tarball);
		try {
			await cluster.addWorker();
			const { main, webhook } = cluster;
			all.push(
				await measure('PostgreSQL, queue mode with one worker', {
					session: main.session,
					webhooks: webhook.url,
				}),
			);
		} finally {
			await cluster.stop();
		}
		return all;
	} finally {
		await provider.stop();
	}
}

async function measurePlace(
	setting: string,
	place: Place,
	addresses: Addresses,
	provider: Companion,
	{ messages, rounds }: { readonly messages: number; readonly rounds: number },
	say: (detail: string) => void,
): Promise<KeyRates> {
	const rates = { with: [] as number[], without: [] as number[] };
	const { id } = (await place.session.rest('POST', '/rest/credentials', {
		name: 'Capitole Mobile',
		type: 'capitoleMobileApi',
		data: { ...addresses, callbackSecret: '' },
	})) as { id: string };
	let sent = 0;
	const campaign = async (path: string, count: number): Promise<number> => {
		const phones = Array.from({ length: count }, () => `336${String(12_000_000 + sent++)}`);
		await provider.ask<Counts>('counts');
		const begun = performance.now();
		const [tally] = await answered(`${place.webhooks}/webhook/${path}`, phones);
		const seconds = (performance.now() - begun) / 1000;
		const { accepted } = await provider.ask<Counts>('counts');
		if (accepted !== count || tally?.accepted !== count) {
			throw new Error(`${setting}: ${accepted} of ${count} SMS were taken`);
		}
		return count / seconds;
	};
	for (let round = 0; round < rounds; round++) {
		say(`round ${round + 1} of ${rounds}`);
		const names = ['with', 'without'] as const;
		for (const name of round % 2 === 0 ? names : names.toReversed()) {
			// A workflow of its own each time, so that no round finds the keys of those before it.
			const path = `${name}-${round}`;
			await createActive(place.session, campaignFlow(path, name === 'with', id));
			await until(
				`the webhook ${path}`,
				async () => await fetch(`${place.webhooks}/webhook/${path}`, { method: 'POST' }),
				({ status }) => status !== 404,
			);
			await campaign(path, WARM_UP);
			rates[name].push(await campaign(path, messages));
		}
	}
	return { setting, messages, ...rates };
}

async function answered(url: string, phones: string[]): Promise<Array<{ accepted: number }>> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ phones }),
	});
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	return (await response.json()) as Array<{ accepted: number }>;
}

/** Takes numbers by webhook, sends an SMS to each, and answers with the run's result. */
function campaignFlow(path: string, hasKeys: boolean, credentialId: string): object {
	const steps = [
		{
			name: 'Numbers',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			webhookId: randomUUID(),
			parameters: {
				path,
				httpMethod: 'POST',
				responseMode: 'lastNode',
				responseData: 'allEntries',
				options: {},
			},
		},
		{
			name: 'One Each',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'body.phones', options: {} },
		},
		{
			name: 'Send',
			type: 'n8n-nodes-capitole-mobile.capitoleSms',
			typeVersion: 1,
			credentials: { capitoleMobileApi: { id: credentialId, name: 'Capitole Mobile' } },
			parameters: {
				resource: 'sms',
				operation: 'send',
				recipients: "={{ $json['body.phones'] }}",
				text: "=Votre colis {{ $json['body.phones'] }} est arrivé.",
				options: {
					parallelRequests: MOST_IN_PARALLEL,
					outputPer: 'run',
					...(hasKeys && { idempotencyKey: "={{ $json['body.phones'] }}" }),
				},
			},
		},
	];
	return {
		name: `Campaign ${path}`,
		active: false,
		settings: { executionOrder: 'v1' },
		nodes: steps.map((step, at) => ({ id: randomUUID(), position: [200 * at, 0], ...step })),
		connections: {
			Numbers: { main: [[{ node: 'One Each', type: 'main', index: 0 }]] },
			'One Each': { main: [[{ node: 'Send', type: 'main', index: 0 }]] },
		},
	};
}
