import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ItemResult } from '../campaign/itemResult';
import type { Outcome } from '../sms/answer/outcome';
import type { Fault } from './fault';

/** What the node gives for one number or one item. */
export interface Entry {
	/** Null where bad input left nothing to send. */
	readonly result: ItemResult | null;
	readonly fault: Fault | null;
}

/** What the node gives for one input item: several entries where `outputPer` is `recipient`. */
export type ItemOutput = readonly Entry[];

/** How n8n's setting On Error wants a fault. */
export type OnError = 'stop' | 'continue' | 'errorOutput';

export function onErrorOf(node: INode): OnError {
	if (node.onError === 'continueErrorOutput') return 'errorOutput';
	return node.onError === 'continueRegularOutput' || node.continueOnFail === true
		? 'continue'
		: 'stop';
}

/**
 * The output items, in the order of the input.
 *
 * @throws NodeOperationError for the first fault when n8n is to stop; it tells what became of all
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
function jsonOf({ result, fault }: Entry, onError: OnError): IDataObject {
	const known = (result ?? NOTHING_SENT) as unknown as IDataObject;
	if (fault === null) return known;
	return onError === 'errorOutput'
		? { error: { ...fault, ...withoutMessage(known), sms: known.message } }
		: { ...known, error: { ...fault } };
}

/** `message` in `error` is the fault's, as everywhere in n8n; the SMS is in `error.sms`. */
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
		const fault = entries.find((entry) => entry.fault !== null)?.fault;
		if (!fault) continue;
		throw new NodeOperationError(node, fault.message, {
			itemIndex,
			description:
				outputs.length === 1 ? fault.description : `${fault.description} ${tally(outputs)}`,
		});
	}
}

const TALLY: ReadonlyArray<readonly [outcome: Outcome | 'invalid' | 'notTried', label: string]> = [
	['accepted', 'accepted'],
	['duplicate', 'sent before'],
	['unknown', 'unknown'],
	['rejected', 'refused'],
	['invalid', 'with invalid input'],
	['notSent', 'not sent'],
	['notTried', 'not tried'],
];

const NAMED_ITEMS = 20;

/** What became of every item: with On Error set to Stop, n8n shows nothing else of it. */
export function tally(outputs: readonly ItemOutput[]): string {
	const items = new Map<string, number[]>();
	for (const [index, entries] of outputs.entries()) {
		const kind = kindOf(entries);
		const alike = items.get(kind);
		if (alike === undefined) items.set(kind, [index]);
		else alike.push(index);
	}
	const parts = TALLY.flatMap(([kind, label]) => {
		const indexes = items.get(kind);
		if (indexes === undefined) return [];
		const named = kind === 'accepted' ? '' : ` (item ${list(indexes)})`;
		return [`${String(indexes.length)} ${label}${named}`];
	});
	return `Of ${String(outputs.length)} items, counted from 0: ${parts.join(', ')}.`;
}

function kindOf(entries: ItemOutput): Outcome | 'invalid' | 'notTried' {
	// Items that waited for the others to be checked.
	if (entries.length === 0) return 'notTried';
	const worst =
		entries.find(({ result }) => result?.outcome === 'unknown') ??
		entries.find(({ fault }) => fault !== null) ??
		entries[0];
	if (worst?.result === null || worst === undefined) return 'invalid';
	const { outcome, code } = worst.result;
	const isUntried = code === 'STOPPED_EARLIER' || code === 'CANCELLED';
	return outcome === 'notSent' && isUntried ? 'notTried' : outcome;
}

function list(indexes: readonly number[]): string {
	const more = indexes.length - NAMED_ITEMS;
	const named = indexes.slice(0, NAMED_ITEMS).join(', ');
	return more > 0 ? `${named} and ${String(more)} more` : named;
}
