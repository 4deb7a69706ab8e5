import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { keyUse } from '../../campaign/keys/claims';
import { isSettled, type CampaignItem, type Deliveries } from '../../campaign/ledger';
import type { Begun, Earlier, RetryNotes } from '../../campaign/retryNotes';
import { itemEntry, recipientEntries, unsentEntry, type Entry } from '../../campaign/outcome/entry';
import { failureOf } from '../../n8n/itemFailure';
import type { Options } from '../../n8n/options';
import { compose, type Composition } from '../../sms/composition';
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
	notes: RetryNotes,
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
			before = notes.of(itemIndex);
			if (before) earlier.set(itemIndex, before.deliveries);
			if (readIncludeInput(options, itemIndex)) inputs.set(itemIndex, json);
			const composition = compose(...readItem(itemIndex));
			if (before?.begun === null) {
				outputs[itemIndex] = outputOf(...asSent(before, composition));
				continue;
			}
			limits.forTool(composition.recipients);
			items.push(
				before?.begun
					? { itemIndex, ...restOf(before, before.begun, composition) }
					: {
							itemIndex,
							composition,
							key: keyUse(readIdempotencyKey(options, itemIndex), composition),
						},
			);
		} catch (reason) {
			outputs[itemIndex] = before
				? outputOf(...asSent(before, null))
				: refusedOutput(reason, recipientAsWritten(context, itemIndex));
		}
	}
	return { outputs, items, earlier, inputs };
}

/**
 * An item that was sent in part goes on as it was begun, though the fields may give another text by
 * now. To whom, the fields say: whoever is no longer wanted, or not to be contacted, gets nothing; what
 * left is told.
 */
function restOf(
	{ deliveries }: Earlier,
	{ message, key }: Begun,
	{ recipients, rejected }: Composition,
): Pick<CampaignItem, 'composition' | 'key'> {
	const settled = new Set(deliveries.outcomes.filter(isSettled).map((one) => one.recipient));
	return {
		composition: {
			...message,
			recipients: [...new Set([...settled, ...recipients])],
			rejected: rejected.filter(({ recipient }) => !settled.has(recipient)),
		},
		key,
	};
}

/**
 * An item that an earlier try sent, as it reads now.
 *
 * @param composition null where it cannot be read any more
 */
function asSent(
	{ deliveries, begun, isSent }: Earlier,
	composition: Composition | null,
): [Composition, Deliveries] {
	const recipients = deliveries.outcomes.map(({ recipient }) => recipient);
	const message = begun?.message ?? composition ?? NOTHING_READ;
	const shown = { ...message, recipients, rejected: composition?.rejected ?? [] };
	const isOtherText = begun === null && (composition === null || !isSent(composition));
	return [shown, { ...deliveries, isOtherText }];
}

/** In place of an item that cannot be read any more. */
const NOTHING_READ: Composition = {
	recipients: [],
	rejected: [],
	message: { text: '', sender: '', route: 'N', long: false, prog: '', id: '' },
	phoneText: '',
	plainText: '',
	plainly: null,
	changes: [],
	count: { encoding: 'GSM-7', characters: 0, charactersLeft: 0, segments: 0 },
	scheduledAt: null,
	sendingWindow: null,
	warnings: [],
};

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

export function outputOf(composition: Composition, deliveries: Deliveries): ItemOutput {
	return {
		entry: itemEntry(composition, deliveries),
		perRecipient: () => recipientEntries(composition, deliveries),
	};
}
