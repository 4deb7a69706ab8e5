import { setTimeout as wait } from 'node:timers/promises';

import { SYSTEM_CLOCK } from '../../nodes/CapitoleMobile/campaign/keys/clock';
import { KeyStore } from '../../nodes/CapitoleMobile/campaign/keys/keyStore';
import type { MarkRecord } from '../../nodes/CapitoleMobile/campaign/keys/markRecord';
import { MarkStore } from '../../nodes/CapitoleMobile/campaign/keys/markStore';
import type { CampaignItem } from '../../nodes/CapitoleMobile/campaign/ledger';
import { runCampaign } from '../../nodes/CapitoleMobile/campaign/runCampaign';
import { sameForAll } from '../../nodes/CapitoleMobile/sms/answer/outcome';
import { MemoryDeduplicator } from '../../test/engine/memoryDeduplicator';
import { ANSWER_MS, MOST_IN_PARALLEL } from './contestants';

/** What became of one campaign that several processes send at once. */
export interface SharedKeys {
	readonly processes: number;
	/** Each of its own key. */
	readonly messages: number;
	/** SMS by code, over all processes. */
	readonly codes: Readonly<Record<string, number>>;
}

/** Milliseconds that a write takes, on average. */
const WRITE_MS = 5;

/** The same campaign in two to four processes at once, over a model of n8n's database. */
export async function measureSharedKeys(messages: number): Promise<SharedKeys[]> {
	const all: SharedKeys[] = [];
	for (const processes of [2, 3, 4]) {
		const store = new MemoryDeduplicator();
		store.gap = () => WRITE_MS * (0.5 + Math.random());
		const runs = Array.from({ length: processes }, async (_, process) => {
			return await campaign(store, `process ${process}`, messages);
		});
		const codes: Record<string, number> = {};
		for (const code of (await Promise.all(runs)).flat()) codes[code] = (codes[code] ?? 0) + 1;
		all.push({ processes, messages, codes });
	}
	return all;
}

/** The codes of a campaign of one process. */
async function campaign(
	store: MemoryDeduplicator,
	process: string,
	messages: number,
): Promise<string[]> {
	const record = recordOf(store);
	const writer = new MarkStore(record, process);
	writer.open(record);
	const items = Array.from({ length: messages }, (_, itemIndex) => itemOf(itemIndex));
	const plan = { combineItems: false, maxRecipients: 500, parallelRequests: MOST_IN_PARALLEL };
	const deliveries = await runCampaign(items, new Map(), plan, {
		post: async ({ recipients }) => {
			await wait(ANSWER_MS);
			return sameForAll(recipients, 'accepted', 'SENDING_OK');
		},
		keys: new KeyStore(writer, SYSTEM_CLOCK, 30_000, () => false),
		approve: null,
		cancelled: undefined,
		log: () => undefined,
	});
	return [...deliveries.values()].flatMap(({ outcomes }) => outcomes.map(({ code }) => code));
}

function itemOf(itemIndex: number): CampaignItem {
	const phone = String(33_612_000_000 + itemIndex);
	return {
		itemIndex,
		idempotencyKey: phone,
		composition: {
			message: { text: `Colis ${phone}`, sender: '', route: 'N', long: false, prog: '', id: '' },
			recipients: [phone],
			rejected: [],
			phoneText: `Colis ${phone}`,
			changes: [],
			plainly: null,
			plainText: 'Bonjour',
			count: { encoding: 'GSM-7', characters: 17, segments: 1, charactersLeft: 143 },
			scheduledAt: null,
			warnings: [],
		},
	};
}

function recordOf(store: MemoryDeduplicator): MarkRecord {
	const context = { workflow: { id: '1' }, node: { id: '1' } } as Parameters<
		MemoryDeduplicator['removeProcessed']
	>[2];
	return {
		name: 'node',
		async note(marks) {
			const options = { mode: 'entries', maxEntries: 91_000 } as const;
			const { new: fresh } = await store.checkProcessedAndRecord(
				[...marks],
				'node',
				context,
				options,
			);
			return new Set(fresh.map(String));
		},
		async erase(marks) {
			await store.removeProcessed([...marks], 'node', context);
		},
	};
}
