import type { IExecuteFunctions } from 'n8n-workflow';

import type { Warning } from '../sms/codes';
import { escapeText } from '../sms/escapes';
import { counted, rowsNamed } from '../sms/figure';
import { rowNumbers } from './failure';

/** Shows a line above the output. n8n renders it as HTML, so outside text is escaped. */
export function giveHint(
	context: IExecuteFunctions,
	text: string,
	type: 'info' | 'warning' = 'warning',
): void {
	context.addExecutionHints({ message: escapeText(text), type, location: 'outputPane' });
}

/**
 * Shows warnings above the output. Warnings with the same code are shown once, in the words of the
 * first item, with all their rows.
 *
 * @param ofRun about the whole run
 * @param ofItems by item index
 * @param words formats each line
 */
export function showWarnings(
	context: IExecuteFunctions,
	ofRun: readonly Warning[],
	ofItems: ReadonlyArray<readonly Warning[]>,
	words = (line: string): string => line,
): void {
	for (const message of messagesByCode(ofRun).values()) giveHint(context, words(message));
	const numbers = rowNumbers(context);
	const kinds = new Map<string, { readonly message: string; readonly rows: number[] }>();
	for (const [item, warnings] of ofItems.entries()) {
		for (const [code, message] of messagesByCode(warnings)) {
			const kind = kinds.get(code) ?? { message, rows: [] };
			kinds.set(code, kind);
			kind.rows.push(numbers[item] ?? item + 1);
		}
	}
	for (const { message, rows } of kinds.values()) {
		const which = rows.length === 1 ? 'row ' : `${counted('row', rows.length)}: `;
		const whose = ofItems.length === 1 ? '' : ` (${which}${rowsNamed(rows)})`;
		giveHint(context, words(message + whose));
	}
}

function messagesByCode(warnings: readonly Warning[]): Map<string, string> {
	const messages = new Map<string, string>();
	for (const { code, message } of warnings) {
		messages.set(code, [messages.get(code) ?? [], message].flat().join(' '));
	}
	return messages;
}
