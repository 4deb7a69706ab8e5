import type { CampaignItem } from '../../campaign/ledger';
import { spread } from '../../sms/composition';
import { counted, figure, rowsNamed } from '../../sms/figure';
import type { Spreading } from '../../sms/schedule/spreading';
import type { Warning } from '../../sms/codes';

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
