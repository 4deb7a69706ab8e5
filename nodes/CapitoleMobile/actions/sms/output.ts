import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ItemResult } from '../../campaign/itemResult';
import { type OnError } from '../../n8n/onError';
import type { ItemFailure } from '../../n8n/itemFailure';
import { resultFailure } from './resultFailure';
import { tally } from './tally';

/** What the node gives for one number or one item. */
export interface Entry {
	/** Null where bad input left nothing to send. */
	readonly result: ItemResult | null;
	readonly failure: ItemFailure | null;
}

/** What the node gives for one input item: several entries where `outputPer` is `recipient`. */
export type ItemOutput = readonly Entry[];

/** What is told of an item, from its results. */
export function outputOf(results: readonly ItemResult[]): ItemOutput {
	return results.map((result) => ({ result, failure: resultFailure(result) }));
}

/**
 * The output items, in the order of the input.
 *
 * @throws NodeOperationError for the first failure when n8n is to stop; it tells what became of all
 */
export function outputItems(
	node: INode,
	outputs: readonly ItemOutput[],
	onError: OnError,
): INodeExecutionData[] {
	if (onError === 'stop') throwFirstFault(node, outputs);
	return outputs.flatMap((entries, item) =>
		entries.map((entry) => ({ json: jsonOf(entry, onError), pairedItem: { item } })),
	);
}

/**
 * A faulty entry carries `error`. For n8n's error output it is the only key: n8n 1.x sends an item
 * there when its keys are no other than `error`, and setting `item.error` instead would make n8n
 * 1.x and 2.x replace all that is known by the message.
 */
function jsonOf({ result, failure }: Entry, onError: OnError): IDataObject {
	const known = (result ?? NOTHING_SENT) as unknown as IDataObject;
	if (failure === null) return known;
	return onError === 'errorOutput'
		? { error: { ...failure, ...withoutMessage(known), sms: known.message } }
		: { ...known, error: { ...failure } };
}

/** `message` in `error` is the failure's, as everywhere in n8n; the SMS is in `error.sms`. */
function withoutMessage(known: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(known).filter(([key]) => key !== 'message'));
}

/** The result of an item that could not be sent as it was. */
const NOTHING_SENT = {
	outcome: 'rejected',
	code: 'INVALID_INPUT',
	creditsLeft: null,
	campaignId: '',
	recipients: [],
	rejected: [],
	warnings: [],
	scheduledAt: null,
	message: null,
};

function throwFirstFault(node: INode, outputs: readonly ItemOutput[]): void {
	for (const [itemIndex, entries] of outputs.entries()) {
		const failure = entries.find((entry) => entry.failure !== null)?.failure;
		if (!failure) continue;
		throw new NodeOperationError(node, failure.message, {
			itemIndex,
			description:
				outputs.length === 1 ? failure.description : `${failure.description} ${tally(outputs)}`,
		});
	}
}
