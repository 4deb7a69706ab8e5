import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { keyUse } from '../../campaign/keys/claims';
import { isSettled, type CampaignItem, type Deliveries } from '../../campaign/ledger';
import type { Begun, Earlier, RetryNotes } from '../../campaign/retryNotes';
import { isAboutTime, type Warning } from '../../sms/codes';
import { compose, type Composition, spread } from '../../sms/composition';
import { counted, figure, rowsNamed } from '../../sms/figure';
import { type RunStart, Spreading } from '../../sms/schedule/spreading';
import type { GivenOptions, RecipientLimits } from './givenOptions';
import { itemReader } from './message';

/** All input items, read and checked; maps are by item index. */
export interface ItemsRead {
	readonly items: readonly CampaignItem[];
	/** Why the other items cannot be sent. */
	readonly refused: Map<number, unknown>;
	/** Outcomes from earlier tries of this run. */
	readonly earlier: ReadonlyMap<number, Deliveries>;
	/** Items that an earlier try finished, as they read now. */
	readonly over: ReadonlyMap<number, readonly [Composition, Deliveries]>;
	/** Input fields to add to results. */
	readonly inputs: ReadonlyMap<number, IDataObject>;
}

/** @param notes what earlier tries of the run sent; null if the operation sends nothing */
export function readItems(
	context: IExecuteFunctions,
	options: GivenOptions,
	limits: RecipientLimits,
	notes: RetryNotes | null,
	composeOne = compose,
): ItemsRead {
	const readItem = itemReader(context, options, limits.doNotContact.numbers, notes?.start?.now);
	const items: CampaignItem[] = [];
	const refused = new Map<number, unknown>();
	const earlier = new Map<number, Deliveries>();
	const over = new Map<number, readonly [Composition, Deliveries]>();
	const inputs = new Map<number, IDataObject>();
	for (const [itemIndex, { json }] of context.getInputData().entries()) {
		let before: Earlier | undefined;
		try {
			before = notes?.of(itemIndex);
			if (before) earlier.set(itemIndex, before.deliveries);
			if (options.read('includeInput', itemIndex)) inputs.set(itemIndex, json);
			const composition = composeOne(...readItem(itemIndex));
			if (before?.begun === null) {
				over.set(itemIndex, asSent(before, composition));
				continue;
			}
			limits.check(itemIndex, composition.recipients);
			const item = before?.begun
				? restOf(before, before.begun, composition)
				: { composition, key: keyUse(options.read('idempotencyKey', itemIndex), composition) };
			items.push({ itemIndex, ...item });
		} catch (reason) {
			if (before) over.set(itemIndex, asSent(before, null));
			else refused.set(itemIndex, reason);
		}
	}
	return { items, refused, earlier, over, inputs };
}

/**
 * The rest of a partly sent item. It keeps the first text even if the fields have changed, but the
 * fields decide who still gets it: nobody who was removed or must not be contacted. Recipients already
 * served stay in the output.
 */
function restOf(
	{ deliveries }: Earlier,
	{ message, key }: Begun,
	{ recipients, rejected, asked }: Composition,
): Pick<CampaignItem, 'composition' | 'key'> {
	const settled = new Set(deliveries.outcomes.filter(isSettled).map((one) => one.recipient));
	return {
		composition: {
			...message,
			asked,
			recipients: [...new Set([...settled, ...recipients])],
			rejected: rejected.filter(({ recipient }) => !settled.has(recipient)),
		},
		key,
	};
}

/**
 * An item that an earlier try sent, as it reads now.
 *
 * @param composition null if the item can no longer be read
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

/** Stands in for an item that can no longer be read. */
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

/**
 * Spreads the items over some minutes. Refuses items that cannot leave at their minute; items that an
 * earlier try began keep their time.
 *
 * @param minutes null if the items leave at Send At
 * @param now milliseconds since the epoch
 * @param start the start of an earlier try
 */
export function spreadItems(
	{ items, refused, earlier, over }: ItemsRead,
	minutes: number | null,
	now: number,
	start?: RunStart,
): { readonly items: readonly CampaignItem[]; readonly spreading: Spreading | null } {
	if (minutes === null) return { items, spreading: null };
	const leaving = items
		.filter(
			({ itemIndex, composition }) => !refused.has(itemIndex) && composition.recipients.length > 0,
		)
		.map(({ itemIndex, composition }) => [itemIndex, composition.asked] as const);
	const left = Array.from(over, ([item, [composition]]) => [item, composition.asked] as const);
	const places = [...leaving, ...left].sort(([one], [other]) => one - other);
	const spreading = new Spreading(minutes, new Map(places), now, start);
	const spreadOne = (item: CampaignItem): CampaignItem => {
		const { itemIndex, composition } = item;
		if (refused.has(itemIndex) || earlier.has(itemIndex)) return item;
		try {
			return { ...item, composition: spread(composition, itemIndex, spreading, now) };
		} catch (reason) {
			refused.set(itemIndex, reason);
			return item;
		}
	};
	return { items: items.map(spreadOne), spreading };
}

/**
 * Warns of items with several recipients in a spread run.
 *
 * @param rowNumbers row numbers as users see them
 */
export function spreadByItem(
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
