import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { keyUse } from '../../campaign/keys/claims';
import { isSettled, type CampaignItem, type Deliveries } from '../../campaign/ledger';
import type { Begun, Earlier, RetryNotes } from '../../campaign/retryNotes';
import { itemEntry, recipientEntries, unsentEntry, type Entry } from '../../campaign/outcome/entry';
import { failureOf } from '../../n8n/failure';
import { isAboutTime, type Warning } from '../../sms/codes';
import { compose, type Composition, spread } from '../../sms/composition';
import { counted, figure, rowsNamed } from '../../sms/figure';
import { RefusedRecipients } from '../../sms/recipients/recipients';
import type { SendingTime } from '../../sms/schedule/schedule';
import type { Spreading } from '../../sms/schedule/spreading';
import type { GivenOptions, RecipientLimits } from './givenOptions';
import { itemReader } from './message';
import type { ItemOutput } from './output';

interface ItemsRead {
	/** By item index, of those of which all is known already. */
	readonly outputs: ItemOutput[];
	readonly items: readonly CampaignItem[];
	/** By item index, what Send At asks for each item that leaves or has left; null where it cannot be read. */
	readonly leaving: Map<number, SendingTime | null>;
	/** Those that an earlier try has sent, and that still read so. */
	readonly over: readonly CampaignItem[];
	/** What an earlier try of this run knows, by item index. */
	readonly earlier: ReadonlyMap<number, Deliveries>;
	/** Fields to add to results, by item index. */
	readonly inputs: ReadonlyMap<number, IDataObject>;
}

/** What every item wants sent. */
export function readItems(
	context: IExecuteFunctions,
	options: GivenOptions,
	notes: RetryNotes,
	limits: RecipientLimits,
): ItemsRead {
	const readItem = itemReader(context, options, limits.doNotContact.numbers, notes.start?.now);
	const outputs: ItemOutput[] = [];
	const items: CampaignItem[] = [];
	const leaving = new Map<number, SendingTime | null>();
	const over: CampaignItem[] = [];
	const earlier = new Map<number, Deliveries>();
	const inputs = new Map<number, IDataObject>();
	for (const [itemIndex, { json }] of context.getInputData().entries()) {
		let before: Earlier | undefined;
		try {
			before = notes.of(itemIndex);
			if (before) earlier.set(itemIndex, before.deliveries);
			if (options.read('includeInput', itemIndex)) inputs.set(itemIndex, json);
			const composition = compose(...readItem(itemIndex));
			if (before || composition.recipients.length > 0) leaving.set(itemIndex, composition.asked);
			if (before?.begun === null) {
				const [shown, deliveries] = asSent(before, composition);
				outputs[itemIndex] = outputOf(shown, deliveries);
				if (!deliveries.isOtherText) over.push({ itemIndex, composition: shown, key: null });
				continue;
			}
			limits.check(itemIndex, composition.recipients);
			items.push(
				before?.begun
					? { itemIndex, ...restOf(before, before.begun, composition) }
					: {
							itemIndex,
							composition,
							key: keyUse(options.read('idempotencyKey', itemIndex), composition),
						},
			);
		} catch (reason) {
			if (before) leaving.set(itemIndex, null);
			else leaving.delete(itemIndex);
			outputs[itemIndex] = before
				? outputOf(...asSent(before, null))
				: refusedOutput(reason, recipientAsWritten(context, itemIndex));
		}
	}
	return { outputs, items, over, leaving, earlier, inputs };
}

/**
 * An item that was sent in part goes on with its first text, though the fields may give another by now.
 * The fields still say who gets it: nobody who is no longer wanted or not to be contacted. What left is
 * told.
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
	const read = composition ?? NOTHING_READ;
	const message = begun?.message ?? {
		...read,
		warnings: read.warnings.filter((warning) => !isAboutTime(warning)),
	};
	const shown = { ...message, recipients, rejected: read.rejected };
	const isOtherText = begun === null && (composition === null || !isSent(composition));
	return [shown, { ...deliveries, isOtherText }];
}

/** In place of an item that cannot be read any more. */
const NOTHING_READ: Composition = {
	recipients: [],
	rejected: [],
	message: { text: '', sender: '', route: 'N', long: false, prog: '', id: '' },
	phoneText: '',
	plainly: null,
	changes: [],
	count: { encoding: 'GSM-7', characters: 0, charactersLeft: 0, segments: 0 },
	asked: { instant: null, warnings: [] },
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

/**
 * Items, each at its place in a run that is spread over some minutes.
 *
 * @param refused why items cannot leave, by item index; those that cannot leave at their place are added
 * @param fixed items that keep their time, by item index
 */
export function spreadItems(
	items: readonly CampaignItem[],
	spreading: Spreading,
	refused: Map<number, unknown>,
	fixed: ReadonlyMap<number, unknown> = new Map(),
): CampaignItem[] {
	const now = Date.now();
	return items.map((item) => {
		const { itemIndex, composition } = item;
		if (refused.has(itemIndex) || fixed.has(itemIndex)) return item;
		try {
			return { ...item, composition: spread(composition, itemIndex, spreading, now) };
		} catch (reason) {
			refused.set(itemIndex, reason);
			return item;
		}
	});
}

/**
 * Warns of items with several numbers, where a run is spread over some minutes.
 *
 * @param rowNumbers what people know the items by
 */
export function severalNumbers(
	items: ReadonlyArray<Pick<CampaignItem, 'itemIndex' | 'composition'>>,
	rowNumbers: readonly number[],
): Warning[] {
	const several = items.filter(({ composition }) => composition.recipients.length > 1);
	const [first, ...others] = several;
	if (first === undefined) return [];
	const rows = rowsNamed(several.map(({ itemIndex }) => rowNumbers[itemIndex] ?? itemIndex + 1));
	const which =
		others.length === 0
			? `Row ${rows} has ${figure(first.composition.recipients.length)} numbers`
			: `${counted('row', several.length)} (${rows}) have several numbers each`;
	const message = `${which}, which leave in one minute: Spread Over spreads items. To spread them too, put Split Out before this node.`;
	return [{ code: 'SPREAD_BY_ITEM', message }];
}
