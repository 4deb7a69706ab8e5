import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Entry } from '../../campaign/row';
import { itemsLine, tallyLine, tallyOf, type Tally } from '../../campaign/tally';
import { nodeError } from '../../n8n/nodeError';
import { onErrorOf, type OnError } from '../../n8n/onError';
import { failedJson } from '../../n8n/perItem';

/** What the node tells of one input item. */
export interface ItemOutput {
	readonly entry: Entry;
	/** One for each number, where the user asked for that. */
	readonly perRecipient: () => readonly Entry[];
}

/** What the output of a run looks like. */
export interface OutputRules {
	readonly outputPer: 'item' | 'recipient' | 'run';
	readonly simulated: boolean;
}

/** A line for people, which says so where nothing of it is real. */
export const told = (line: string, simulated: boolean): string =>
	simulated ? `Simulated: ${line}` : line;

/**
 * The output items, in the order of the input, with a hint above them.
 *
 * @throws NodeApiError or NodeOperationError for the first failure when n8n is to stop; it tells what
 *   became of all items
 */
export function outputItems(
	context: IExecuteFunctions,
	outputs: readonly ItemOutput[],
	{ outputPer, simulated }: OutputRules,
): INodeExecutionData[] {
	const node = context.getNode();
	const onError = onErrorOf(node);
	const rows = outputs.map(({ entry }) => entry.row);
	const tally = tallyOf(rows);
	if (onError === 'stop') {
		for (const [itemIndex, { entry }] of outputs.entries()) {
			const { row, failure } = entry;
			if (failure === null) continue;
			const others = outputs.length === 1 ? '' : ` ${itemsLine(rows)}`;
			const remedy = `${failure.remedy}${others}`.trim();
			const meaning = told(failure.meaning, simulated);
			throw nodeError(node, { meaning, code: row.code, remedy }, itemIndex);
		}
	}
	giveHint(context, outputs, tally, simulated);
	if (outputPer === 'run') return [runItem(outputs, tally, onError, simulated)];
	return outputs.flatMap((output, item) => {
		const entries = outputPer === 'recipient' ? output.perRecipient() : [output.entry];
		return entries.map((entry) => ({
			json: jsonOf(entry, onError, simulated),
			pairedItem: { item },
		}));
	});
}

function jsonOf({ row, failure }: Entry, onError: OnError, simulated: boolean): IDataObject {
	const { details, outcome, ...others } = row as unknown as IDataObject & { details: IDataObject };
	const plain = { outcome, ...mark(simulated), ...others };
	return failure === null || onError === 'stop'
		? { ...plain, details }
		: failedJson(plain, { ...failure, code: row.code }, onError, { details });
}

const mark = (simulated: boolean): IDataObject => (simulated ? { simulated } : {});

/** The whole run as one item; a failure where one of its items is. */
function runItem(
	outputs: readonly ItemOutput[],
	tally: Tally,
	onError: OnError,
	simulated: boolean,
): INodeExecutionData {
	const pairedItem = outputs.map((_, item) => ({ item }));
	const { items, counts, reasons, credits, creditsLeft } = tally;
	const plain = { items, ...mark(simulated), ...counts, credits, creditsLeft };
	const counted = reasons.map(({ outcome, code, reason, count }) => ({
		outcome,
		code,
		reason,
		count,
	}));
	const details: IDataObject = { reasons: counted };
	const failed = outputs.filter(({ entry }) => entry.failure !== null);
	const [first] = failed;
	if (!first?.entry.failure || onError === 'stop')
		return { json: { ...plain, details }, pairedItem };
	const failure = {
		code: first.entry.row.code,
		meaning: `${String(failed.length)} of ${String(items)} items did not go well: ${tallyLine(tally)}`,
		remedy: first.entry.failure.remedy,
	};
	return { json: failedJson(plain, failure, onError, { details }), pairedItem };
}

/** Above the output, where there is more than one item or anything is not accepted, or not real. */
function giveHint(
	context: IExecuteFunctions,
	outputs: readonly ItemOutput[],
	tally: Tally,
	simulated: boolean,
): void {
	const isAccepted = outputs.length === 1 && outputs[0]?.entry.row.outcome === 'accepted';
	const isPlain = isAccepted && !simulated;
	if (outputs.length === 0 || isPlain) return;
	const { unknown, notSent } = tally.counts;
	context.addExecutionHints({
		message: told(tallyLine(tally), simulated),
		type: unknown > 0 || notSent > 0 ? 'warning' : 'info',
		location: 'outputPane',
	});
}
