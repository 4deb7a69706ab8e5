import { codeMeaning } from '../../sms/codes';
import { figure, firstOf } from '../../sms/figure';
import type { Row } from './row';
import type { ItemOutcome } from './verdict';

const ITEM_LABELS: Readonly<Record<ItemOutcome | 'invalid' | 'notTried', string>> = {
	accepted: 'accepted',
	partial: 'accepted in part',
	duplicate: 'sent before',
	unknown: 'unknown',
	rejected: 'refused',
	invalid: 'invalid',
	notSent: 'not sent',
	notTried: 'not tried',
};

const NAMED_ITEMS = 20;

/**
 * What became of every item: with On Error set to Stop, n8n shows nothing else of it.
 *
 * @param rows by item index, one for each item
 */
export function itemsLine(rows: readonly Row[]): string {
	const kinds = rows.map(kindOf);
	const of = (kind: string): number[] => [...kinds.keys()].filter((index) => kinds[index] === kind);
	const invalid = of('invalid');
	if (invalid.length + of('notTried').length === rows.length && invalid.length > 0) {
		const [are, them] = invalid.length === 1 ? ['is', 'it'] : ['are', 'them'];
		const others = rows.length - invalid.length;
		const reach =
			others === 0 ? '' : `, or set On Error to Continue to reach the other ${figure(others)}`;
		return `Nothing was sent to anyone: ${figure(invalid.length)} of ${figure(rows.length)} items ${are} invalid (item ${firstOf(invalid, NAMED_ITEMS)}, counting from 0). Correct ${them}${reach}.`;
	}
	const parts = Object.entries(ITEM_LABELS).flatMap(([kind, label]) => {
		const indexes = of(kind);
		if (indexes.length === 0) return [];
		return [
			`${figure(indexes.length)} ${label}${kind === 'accepted' ? '' : ` (item ${firstOf(indexes, NAMED_ITEMS)})`}`,
		];
	});
	return `Of ${figure(rows.length)} items, counting from 0: ${parts.join(', ')}.`;
}

/** Whether nothing was wrong with the item: it waited for others. */
export const isNotTried = ({ outcome, code }: Row): boolean =>
	outcome === 'notSent' && codeMeaning(code).about === 'run';

function kindOf(row: Row): keyof typeof ITEM_LABELS {
	if (isNotTried(row)) return 'notTried';
	const { outcome, details } = row;
	return outcome === 'rejected' && details.sms === null ? 'invalid' : outcome;
}
