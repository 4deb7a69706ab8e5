import type { IExecuteFunctions } from 'n8n-workflow';

import { giveHint } from '../../n8n/hint';
import { figure } from '../../sms/figure';
import type { Warning } from '../../sms/warning';

/**
 * Shows warnings above the output, where nobody has to look for them in the details of an item; those of
 * one kind once, in the words of the first item that has it.
 *
 * @param warnings item by item
 * @param words what to make of a line
 */
export function showWarnings(
	context: IExecuteFunctions,
	warnings: ReadonlyArray<readonly Warning[]>,
	words = (line: string): string => line,
): void {
	const kinds = new Map<string, { readonly message: string; others: number }>();
	for (const ofItem of warnings) {
		for (const code of new Set(ofItem.map((warning) => warning.code))) {
			const known = kinds.get(code);
			if (known !== undefined) known.others++;
			else {
				const messages = ofItem.filter((warning) => warning.code === code);
				const message = messages.map((warning) => warning.message).join(' ');
				kinds.set(code, { message, others: 0 });
			}
		}
	}
	for (const { message, others } of kinds.values()) {
		const more = others === 0 ? '' : ` (${figure(others)} more like this)`;
		giveHint(context, words(message + more));
	}
}
