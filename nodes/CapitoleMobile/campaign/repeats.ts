import { counted } from '../sms/figure';
import type { Warning } from '../sms/codes';
import type { CampaignItem } from './ledger';
import { sameness } from './requests';

/**
 * Warns of numbers that get the same SMS from several items: one warning for a run. A key that items
 * share keeps an SMS from being sent again.
 */
export function repeatedSms(
	items: ReadonlyArray<Pick<CampaignItem, 'composition' | 'key'>>,
): Warning[] {
	const known = new Set<string>();
	const inSeveral = new Set<string>();
	for (const recipient of items.flatMap(({ composition }) => composition.recipients)) {
		if (known.has(recipient)) inSeveral.add(recipient);
		else known.add(recipient);
	}
	if (inSeveral.size === 0) return [];

	/** By number and message, the keys under which they are sent. */
	const sent = new Map<string, Set<string | null>>();
	const repeated = new Set<string>();
	let tooMany = 0;
	for (const { composition, key } of items) {
		const same = sameness(composition);
		for (const recipient of composition.recipients.filter((one) => inSeveral.has(one))) {
			const keys = sent.get(recipient + same) ?? new Set();
			sent.set(recipient + same, keys);
			if (keys.size > 0 && !(key !== null && keys.has(key.key))) {
				repeated.add(recipient);
				tooMany++;
			}
			keys.add(key?.key ?? null);
		}
	}
	if (tooMany === 0) return [];
	const are = repeated.size === 1 ? 'is' : 'are';
	const message = `${counted('number', repeated.size)} ${are} in several items with the same message: ${counted('SMS', tooMany)} more than needed. To send it once to each, add the option Combine Items, or put Remove Duplicates before this node.`;
	return [{ code: 'SAME_SMS_AGAIN', message }];
}
