import { randomUUID } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { readAccount } from '../../transport/account';
import { sendCampaign, type Post } from '../../campaign/campaign';
import { composeItem, readIdempotencyKey } from './draft';
import { EarlierTry, type Earlier } from '../../campaign/earlierTry';
import { faultOfInput, faultOfResult } from '../../n8n/fault';
import { FIELD_LABELS } from '../../n8n/fieldLabels';
import { IdempotencyKeys } from '../../campaign/idempotencyKeys';
import { KEPT_KEYS } from '../../campaign/keyJournal';
import { onErrorOf, outputItems, tally, type ItemOutput } from '../../n8n/output';
import { createPost } from '../../transport/post';
import { isDone, type ItemToSend } from '../../campaign/progress';
import { tryUnsentAgain } from '../../campaign/tryUnsentAgain';
import { readSettings, type Settings } from './settings';
import { itemResult, recipientResults, type Deliveries } from '../../campaign/itemResult';

/** Requests between two lines in n8n's log. */
const LOG_EVERY = 500;

const NOTHING_DELIVERED: Deliveries = { outcomes: [], creditsLeft: null, warnings: [] };

/**
 * Sends the SMS of all input items, and gives one output item for each (or for each number).
 *
 * All items are checked before anything is sent: with On Error set to Stop, one that cannot be sent
 * as it is stops them all while none has left.
 *
 * @throws NodeOperationError when n8n is to stop; it tells what became of every item
 */
export async function send(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const onError = onErrorOf(node);
	const items = context.getInputData();
	const earlierTry = new EarlierTry(context, items);
	const { outputs, toSend } = readItems(context, items, earlierTry);
	if (onError === 'stop' && outputs.some(isRefused)) {
		for (const { itemIndex } of toSend) outputs[itemIndex] = [];
		return outputItems(node, outputs, onError);
	}
	const settings = readSettings(context);
	refuseTooManyKeys(context, toSend);
	const deliveries = await sendAll(context, settings, toSend);
	for (const item of toSend) {
		const delivered = deliveries.get(item.itemIndex) ?? NOTHING_DELIVERED;
		outputs[item.itemIndex] = outputOf(item, delivered, settings);
	}
	// Without one of these, n8n has no reason to run the node again.
	const mayRunAgain = onError === 'stop' || node.retryOnFail === true;
	const isFaulty = outputs.some((entries) => entries.some(({ fault }) => fault !== null));
	if (isFaulty && mayRunAgain) earlierTry.keep(whatWasSent(deliveries, outputs));
	else earlierTry.forget();
	if (isCancelled(context)) context.logger.info(`Capitole SMS was stopped. ${tally(outputs)}`);
	return outputItems(node, outputs, onError);
}

/** What every item wants sent, and the outputs of those of which that is known already. */
function readItems(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	earlierTry: EarlierTry,
): { outputs: ItemOutput[]; toSend: ItemToSend[] } {
	const outputs: ItemOutput[] = [];
	const toSend: ItemToSend[] = [];
	for (const itemIndex of items.keys()) {
		const earlier = earlierTry.of(itemIndex);
		if (earlier?.output) {
			outputs[itemIndex] = earlier.output;
			continue;
		}
		try {
			toSend.push({
				itemIndex,
				composition: composeItem(context, itemIndex),
				idempotencyKey: readIdempotencyKey(context, itemIndex),
				earlier: earlier?.deliveries,
			});
		} catch (reason) {
			outputs[itemIndex] = [{ result: null, fault: faultOfInput(reason) }];
		}
	}
	return { outputs, toSend };
}

/** Whether an item was refused before anything was sent. */
function isRefused(entries: ItemOutput | undefined): boolean {
	return entries?.some(({ result }) => result === null) === true;
}

/** Of items of which something was sent: what another try of this run must not send again. */
function whatWasSent(
	deliveries: ReadonlyMap<number, Deliveries>,
	outputs: readonly ItemOutput[],
): Map<number, Earlier> {
	const sent = new Map<number, Earlier>();
	for (const [itemIndex, delivered] of deliveries) {
		if (!delivered.outcomes.some(isDone)) continue;
		const output = outputs[itemIndex] ?? [];
		const isOver = output.every(({ fault }) => fault === null) || delivered.outcomes.every(isDone);
		sent.set(itemIndex, { deliveries: delivered, ...(isOver ? { output } : {}) });
	}
	return sent;
}

function outputOf(
	{ composition }: ItemToSend,
	deliveries: Deliveries,
	{ outputPer }: Settings,
): ItemOutput {
	const results =
		outputPer === 'recipient'
			? recipientResults(composition, deliveries)
			: [itemResult(composition, deliveries)];
	return results.map((result) => ({ result, fault: faultOfResult(result) }));
}

async function sendAll(
	context: IExecuteFunctions,
	settings: Settings,
	items: readonly ItemToSend[],
): Promise<Map<number, Deliveries>> {
	const account = await readAccount(context);
	const keys = new IdempotencyKeys(context, randomUUID(), settings.timeout);
	const post: Post = {
		...settings,
		keys,
		send: tryUnsentAgain(context.getExecutionCancelSignal())(
			createPost(context, account, settings),
		),
		isCancelled: () => isCancelled(context),
		onAnswer: (answered, planned) => {
			if (answered % LOG_EVERY !== 0) return;
			context.logger.info(
				`Capitole SMS: ${String(answered)} of ${String(planned)} requests answered`,
			);
		},
	};
	const deliveries = await sendCampaign(items, post);
	await keys.close();
	return deliveries;
}

/**
 * A run whose own keys push each other out of what n8n keeps could send twice.
 *
 * @throws NodeOperationError before anything is sent
 */
function refuseTooManyKeys(context: IExecuteFunctions, items: readonly ItemToSend[]): void {
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
