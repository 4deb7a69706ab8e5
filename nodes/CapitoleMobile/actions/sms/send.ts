import type { IExecuteFunctions } from 'n8n-workflow';

import { isSettled, Ledger, type CampaignItem, type Deliveries } from '../../campaign/ledger';
import { RetryGuard, type Earlier } from '../../campaign/retryGuard';
import { unsentEntry } from '../../campaign/outcome/entry';
import { itemsLine } from '../../campaign/outcome/itemsLine';
import { failureOf, type Failure } from '../../n8n/itemFailure';
import { onErrorOf } from '../../n8n/onError';
import { Options, RunOptions } from '../../n8n/options';
import { codeMeaning } from '../../sms/codes';
import type { Operation } from '../operation';
import { outputItems, told, type ItemOutput } from './output';
import { isFailure, only, outputOf, readItems, readLimits, refusedOutput } from './readItems';
import { sendAll } from './sendAll';
import { isSimulated, readOutputPer, readSettings, type OutputPer } from './settings';

/**
 * Sends the SMS of all input items, and gives one output item for each, for each number, or for all.
 *
 * All items are checked before anything is sent: with On Error set to Stop, one that cannot be sent
 * as it is stops them all while none has left. Whatever goes wrong for the whole run is the failure of
 * every item that was not sent: were it thrown with On Error set to Continue, n8n would pass the input
 * on as if it had been sent.
 */
export const send: Operation = {
	entry: {
		name: 'Send',
		value: 'send',
		description: 'Send an SMS to one or more numbers, now or at a set time',
		action: 'Send an SMS',
	},
	fields: [],
	ifNotRun: { outcome: 'notSent' },
	async execute(context) {
		const options = new Options(context);
		const simulated = isSimulated(options);
		const guard = new RetryGuard(context, simulated ? 'simulated' : 'sent');
		const limits = readLimits(context, options);
		const { outputs, items, earlier, inputs } = readItems(context, options, guard, limits);
		const warnings = [...limits.doNotContact.warnings];
		let outputPer: OutputPer = 'item';
		let failure: Failure = { code: 'NOT_TRIED', ...codeMeaning('NOT_TRIED') };
		try {
			if (limits.refusal !== undefined) throw limits.refusal;
			const ofRun = new RunOptions(options, context.getInputData().length);
			outputPer = readOutputPer(ofRun);
			const settings = readSettings(ofRun);
			for (const [itemIndex, reason] of ofRun.refused) outputs[itemIndex] ??= refusedOutput(reason);
			const open = items.filter(({ itemIndex }) => outputs[itemIndex] === undefined);
			// What an earlier try made of an item holds no other back.
			const isInvalid = outputs.some((output, item) => isFailure(output) && !earlier.has(item));
			const isHeldBack = isInvalid && onErrorOf(context.getNode()) === 'stop';
			if (open.length > 0 && !isHeldBack) {
				const ledger = new Ledger(open, earlier);
				warnings.push(...(await sendAll(context, settings, ledger, earlier.size > 0)));
				const deliveries = new Map(
					open.map((i) => [i.itemIndex, ledger.deliveriesOf(i.itemIndex)]),
				);
				for (const item of open) outputs[item.itemIndex] = outputOf(item, deliveries);
				keepForRetry(context, guard, open, deliveries, outputs);
				tellIfCancelled(context, outputs, simulated);
			}
		} catch (reason) {
			failure = failureOf(reason);
		}
		for (const item of items) {
			const isTold = earlier.has(item.itemIndex) || item.composition.recipients.length === 0;
			outputs[item.itemIndex] ??= isTold
				? outputOf(item, earlier)
				: only(unsentEntry('notSent', failure, item));
		}
		const toTell = outputs.map((output, item) => ({ ...output, input: inputs.get(item) }));
		return outputItems(context, toTell, { outputPer, simulated, warnings });
	},
};

/** Keeps what another try of this run must not send again, where n8n may make one. */
function keepForRetry(
	context: IExecuteFunctions,
	guard: RetryGuard,
	items: readonly CampaignItem[],
	known: ReadonlyMap<number, Deliveries>,
	outputs: readonly ItemOutput[],
): void {
	const node = context.getNode();
	// Without one of these, n8n has no reason to run the node again.
	const mayRunAgain = onErrorOf(node) === 'stop' || node.retryOnFail === true;
	if (!mayRunAgain || !outputs.some(isFailure)) {
		guard.forget();
		return;
	}
	const sent = new Map<number, Earlier>();
	for (const { itemIndex, composition } of items) {
		const deliveries = known.get(itemIndex);
		if (!deliveries?.outcomes.some(isSettled)) continue;
		const isOver = !isFailure(outputs[itemIndex]) || deliveries.outcomes.every(isSettled);
		sent.set(itemIndex, { composition, deliveries, isOver });
	}
	guard.keep(sent);
}

function tellIfCancelled(
	context: IExecuteFunctions,
	outputs: readonly ItemOutput[],
	simulated: boolean,
): void {
	if (context.getExecutionCancelSignal()?.aborted !== true) return;
	const rows = outputs.map(({ entry }) => entry.row);
	context.logger.info(told(`Capitole SMS was stopped. ${itemsLine(rows)}`, simulated));
}
