import { setTimeout as wait } from 'node:timers/promises';

import { SYSTEM_CLOCK } from '../../nodes/CapitoleMobile/campaign/keys/clock';
import { KeyStore } from '../../nodes/CapitoleMobile/campaign/keys/keyStore';
import type { MarkRecord } from '../../nodes/CapitoleMobile/campaign/keys/markRecord';
import { MarkStore } from '../../nodes/CapitoleMobile/campaign/keys/markStore';
import type { CampaignItem } from '../../nodes/CapitoleMobile/campaign/ledger';
import { runCampaign } from '../../nodes/CapitoleMobile/campaign/runCampaign';
import { sameForAll } from '../../nodes/CapitoleMobile/sms/answer/outcome';
import { MemoryDeduplicator } from '../../test/engine/memoryDeduplicator';
import { ANSWER_MS } from './contestants';
import { median, medianRatio } from './median';

/**
 * What an Idempotency Key costs: a campaign with and without, in turns, over a model of n8n's
 * database whose writes take time, and several processes at once that send keys of their own.
 *
 *   node dev/lab/run.mjs dev/bench/keySpeed.ts [items] [parallel requests] [processes] [ms of a write]
 */
async function main(given: readonly number[]): Promise<void> {
	const [items = 5_000, parallelRequests = 50, processes = 1, writeMs = 5] = given;
	const rates = { with: [] as number[], without: [] as number[] };
	for (const hasKeys of [false, true, true, false, false, true]) {
		const store = new MemoryDeduplicator();
		store.gap = () => writeMs * (0.5 + Math.random());
		const startedAt = performance.now();
		const codes = await Promise.all(
			Array.from(
				{ length: processes },
				async (_, process) => await campaign(store, process, items, parallelRequests, hasKeys),
			),
		);
		const rate = (items * processes * 1000) / (performance.now() - startedAt);
		rates[hasKeys ? 'with' : 'without'].push(rate);
		const tally: Record<string, number> = {};
		for (const code of codes.flat()) tally[code] = (tally[code] ?? 0) + 1;
		console.log(`${hasKeys ? 'with' : 'without'}: ${rate.toFixed(0)} SMS/s`, store.writes, tally);
	}
	const ratio = medianRatio(rates.with, rates.without);
	console.log(
		`${median(rates.with).toFixed(0)} against ${median(rates.without).toFixed(0)} SMS/s: ${ratio.toFixed(2)}`,
	);
}

/** The codes of a campaign of one process. */
async function campaign(
	store: MemoryDeduplicator,
	process: number,
	count: number,
	parallelRequests: number,
	hasKeys: boolean,
): Promise<string[]> {
	const record = recordOf(store);
	const writer = new MarkStore(record, `process ${process}`);
	writer.open(record);
	const items = Array.from({ length: count }, (_, itemIndex) =>
		itemOf(process, itemIndex, hasKeys),
	);
	const plan = { combineItems: false, maxRecipients: 500, parallelRequests };
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

function itemOf(process: number, itemIndex: number, hasKeys: boolean): CampaignItem {
	const phone = String(33_612_000_000 + 100_000 * process + itemIndex);
	return {
		itemIndex,
		idempotencyKey: hasKeys ? phone : '',
		composition: {
			message: { text: `Colis ${phone}`, sender: '', route: 'N', long: false, prog: '', id: '' },
			recipients: [phone],
			rejected: [],
			phoneText: `Colis ${phone}`,
			changes: [],
			plainParts: 1,
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

void main(process.argv.slice(2).map(Number));
