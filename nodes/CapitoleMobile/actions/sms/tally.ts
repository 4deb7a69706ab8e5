import type { Outcome } from '../../sms/answer/outcome';
import type { ItemOutput } from './output';

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
		entries.find(({ failure }) => failure !== null) ??
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
