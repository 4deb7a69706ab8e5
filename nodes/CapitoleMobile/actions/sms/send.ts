import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { KEPT_KEYS } from '../../campaign/keys/markRecord';
import { keysOf } from '../../campaign/keys/n8nKeys';
import { itemResult, recipientResults } from '../../campaign/itemResult';
import { isSettled, type CampaignItem, type Deliveries } from '../../campaign/ledger';
import { runCampaign } from '../../campaign/runCampaign';
import { RetryGuard, type Earlier } from '../../campaign/retryGuard';
import { FIELD_LABELS } from '../../n8n/fieldLabels';
import { inputFailure } from '../../n8n/itemFailure';
import { onErrorOf } from '../../n8n/onError';
import { readAccount } from '../../transport/account';
import { postWith } from '../../transport/post';
import type { Operation } from '../operation';
import { readIdempotencyKey, readMessage } from './message';
import { outputItems, outputOf, type ItemOutput } from './output';
import { readSettings, type Settings } from './settings';
import { tally } from './tally';

/**
 * Sends the SMS of all input items, and gives one output item for each (or for each number).
 *
 * All items are checked before anything is sent: with On Error set to Stop, one that cannot be sent
 * as it is stops them all while none has left.
 */
export const send: Operation = {
	entry: {
		name: 'Send',
		value: 'send',
		description: 'Send an SMS to one or more numbers, now or at a set time',
		action: 'Send SMS',
	},
	fields: [],
	async execute(context) {
		const node = context.getNode();
		const onError = onErrorOf(node);
		const guard = new RetryGuard(context, context.getInputData());
		const { outputs, items, earlier } = readItems(context, guard);
		if (onError === 'stop' && outputs.some(isRefused)) {
			for (const { itemIndex } of items) outputs[itemIndex] = [];
			return outputItems(node, outputs, onError);
		}
		const settings = readSettings(context);
		refuseTooManyKeys(context, items);
		const deliveries = await sendAll(context, settings, items, earlier);
		const resultsOf = settings.outputPer === 'recipient' ? recipientResults : itemResultAlone;
		for (const { itemIndex, composition } of items) {
			const delivered = deliveries.get(itemIndex);
			if (delivered) outputs[itemIndex] = outputOf(resultsOf(composition, delivered));
		}
		// Without one of these, n8n has no reason to run the node again.
		const mayRunAgain = onError === 'stop' || node.retryOnFail === true;
		const hasFailed = outputs.some((entries) => entries.some(({ failure }) => failure !== null));
		if (hasFailed && mayRunAgain) guard.keep(whatWasSent(deliveries, outputs));
		else guard.forget();
		if (isCancelled(context)) context.logger.info(`Capitole SMS was stopped. ${tally(outputs)}`);
		return outputItems(node, outputs, onError);
	},
};

interface Read {
	/** By item index, of those of which all is known already. */
	readonly outputs: ItemOutput[];
	readonly items: CampaignItem[];
	readonly earlier: ReadonlyMap<number, Deliveries>;
}

/** What every item wants sent, and what is known of it from an earlier try. */
function readItems(context: IExecuteFunctions, guard: RetryGuard): Read {
	const outputs: ItemOutput[] = [];
	const items: CampaignItem[] = [];
	const earlier = new Map<number, Deliveries>();
	for (const itemIndex of context.getInputData().keys()) {
		const before = guard.of(itemIndex);
		if (before?.results) {
			outputs[itemIndex] = outputOf(before.results);
			continue;
		}
		if (before) earlier.set(itemIndex, before.deliveries);
		try {
			items.push({
				itemIndex,
				composition: readMessage(context, itemIndex),
				idempotencyKey: readIdempotencyKey(context, itemIndex),
			});
		} catch (reason) {
			outputs[itemIndex] = [{ result: null, failure: inputFailure(reason) }];
		}
	}
	return { outputs, items, earlier };
}

/** Whether an item was refused before anything was sent. */
function isRefused(entries: ItemOutput | undefined): boolean {
	return entries?.some(({ result }) => result === null) === true;
}

const itemResultAlone = (...known: Parameters<typeof itemResult>) => [itemResult(...known)];

/** Of items of which something was sent: what another try of this run must not send again. */
function whatWasSent(
	deliveries: ReadonlyMap<number, Deliveries>,
	outputs: readonly ItemOutput[],
): Map<number, Earlier> {
	const sent = new Map<number, Earlier>();
	for (const [itemIndex, delivered] of deliveries) {
		if (!delivered.outcomes.some(isSettled)) continue;
		const output = outputs[itemIndex] ?? [];
		const isOver =
			output.every(({ failure }) => failure === null) || delivered.outcomes.every(isSettled);
		const results = output.flatMap(({ result }) => result ?? []);
		sent.set(itemIndex, { deliveries: delivered, ...(isOver ? { results } : {}) });
	}
	return sent;
}

async function sendAll(
	context: IExecuteFunctions,
	settings: Settings,
	items: readonly CampaignItem[],
	earlier: ReadonlyMap<number, Deliveries>,
): Promise<Map<number, Deliveries>> {
	const account = await readAccount(context);
	return await runCampaign(items, earlier, settings, {
		post: postWith(context, account, settings),
		keys: keysOf(context, settings.timeout),
		isCancelled: () => isCancelled(context),
		log: (line) => context.logger.info(line),
	});
}

/**
 * A run whose own keys push each other out of what n8n keeps could send twice.
 *
 * @throws NodeOperationError before anything is sent
 */
function refuseTooManyKeys(context: IExecuteFunctions, items: readonly CampaignItem[]): void {
	const keys = new Set(items.map(({ idempotencyKey }) => idempotencyKey));
	keys.delete('');
	if (keys.size <= KEPT_KEYS) return;
	throw new NodeOperationError(
		context.getNode(),
		`${FIELD_LABELS['options.idempotencyKey']}: the items have ${String(keys.size)} different keys, and n8n keeps ${String(KEPT_KEYS)}`,
		{
			description: `Send at most ${String(KEPT_KEYS)} items with a key at a time, for example in a loop. Nothing was sent.`,
		},
	);
}

function isCancelled(context: IExecuteFunctions): boolean {
	return context.getExecutionCancelSignal()?.aborted === true;
}
