import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { keyUse } from '../../campaign/keys/claims';
import { NOTHING_KNOWN, type CampaignItem, type Deliveries } from '../../campaign/ledger';
import type { Earlier, RetryGuard } from '../../campaign/retryGuard';
import { itemEntry, recipientEntries, unsentEntry, type Entry } from '../../campaign/outcome/entry';
import { failureOf } from '../../n8n/itemFailure';
import type { Options } from '../../n8n/options';
import { compose } from '../../sms/composition';
import { NOBODY, type DoNotContact } from '../../sms/recipients/doNotContact';
import { RefusedRecipients } from '../../sms/recipients/refusedRecipients';
import { itemReader, readIdempotencyKey, readIncludeInput } from './message';
import type { ItemOutput } from './output';
import { doNotContactOf, toolLimitsOf, type ToolLimits } from './whom';

interface ItemsRead {
	/** By item index, of those of which all is known already. */
	readonly outputs: ItemOutput[];
	readonly items: CampaignItem[];
	/** What an earlier try of this run knows, by item index. */
	readonly earlier: ReadonlyMap<number, Deliveries>;
	/** Fields to add to results, by item index. */
	readonly inputs: ReadonlyMap<number, IDataObject>;
}

/** To whom the items may be sent. */
interface ItemLimits {
	readonly doNotContact: DoNotContact;
	readonly forTool: ToolLimits;
	/** Why these cannot be read, for when the items are: nothing is sent then. */
	readonly refusal?: unknown;
}

export function readLimits(context: IExecuteFunctions, options: Options): ItemLimits {
	try {
		return { doNotContact: doNotContactOf(options), forTool: toolLimitsOf(context, options) };
	} catch (refusal) {
		return { doNotContact: NOBODY, forTool: () => undefined, refusal };
	}
}

/** What every item wants sent. */
export function readItems(
	context: IExecuteFunctions,
	options: Options,
	guard: RetryGuard,
	limits: ItemLimits,
): ItemsRead {
	const readItem = itemReader(context, options, limits.doNotContact.numbers);
	const outputs: ItemOutput[] = [];
	const items: CampaignItem[] = [];
	const earlier = new Map<number, Deliveries>();
	const inputs = new Map<number, IDataObject>();
	for (const [itemIndex, { json }] of context.getInputData().entries()) {
		let before: Earlier | undefined;
		try {
			before = guard.of(itemIndex);
			if (readIncludeInput(options, itemIndex)) inputs.set(itemIndex, json);
			if (before) earlier.set(itemIndex, before.deliveries);
			if (before?.isOver) outputs[itemIndex] = outputOf({ ...before, itemIndex }, earlier);
			else {
				const composition = compose(...readItem(itemIndex));
				limits.forTool(composition.recipients);
				const key = keyUse(readIdempotencyKey(options, itemIndex), composition);
				items.push({ itemIndex, composition, key });
			}
		} catch (reason) {
			outputs[itemIndex] = before
				? outputOf({ ...before, itemIndex }, earlier)
				: refusedOutput(reason, recipientAsWritten(context, itemIndex));
		}
	}
	return { outputs, items, earlier, inputs };
}

/** For the row of an item that could not be read. */
function recipientAsWritten(context: IExecuteFunctions, itemIndex: number): string {
	try {
		const written = context.getNodeParameter('recipients', itemIndex, '') as unknown;
		const isShort =
			typeof written === 'number' || (typeof written === 'string' && written.length <= 200);
		return isShort ? String(written).trim() : '';
	} catch {
		return '';
	}
}

export const only = (entry: Entry): ItemOutput => ({ entry, perRecipient: () => [entry] });

export const isFailure = (output: ItemOutput | undefined): boolean =>
	output !== undefined && output.entry.failure !== null;

export function refusedOutput(reason: unknown, recipient = ''): ItemOutput {
	const refused = reason instanceof RefusedRecipients ? reason.rejected : [];
	const rejected = refused.map((one) => ({ ...one, outcome: 'rejected' as const }));
	return only(unsentEntry('rejected', failureOf(reason), { recipient }, rejected));
}

export function outputOf(
	{ itemIndex, composition }: Pick<CampaignItem, 'itemIndex' | 'composition'>,
	known: ReadonlyMap<number, Deliveries>,
): ItemOutput {
	const deliveries = known.get(itemIndex) ?? NOTHING_KNOWN;
	return {
		entry: itemEntry(composition, deliveries),
		perRecipient: () => recipientEntries(composition, deliveries),
	};
}
