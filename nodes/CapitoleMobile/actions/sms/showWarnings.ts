import type { IExecuteFunctions } from 'n8n-workflow';

import { figure } from '../../sms/figure';
import type { Warning } from '../../sms/warning';

/**
 * Shows warnings above the output, where nobody has to look for them in the details of an item; those of
 * one kind once, in the words of the first.
 *
 * @param words what to make of a line
 */
export function showWarnings(
	context: IExecuteFunctions,
	warnings: readonly Warning[],
	words = (line: string): string => line,
): void {
	const kinds = new Map<string, { readonly message: string; count: number }>();
	for (const { code, message } of warnings) {
		const kind = kinds.get(code) ?? { message, count: 0 };
		kinds.set(code, kind);
		kind.count++;
	}
	for (const { message, count } of kinds.values()) {
		const more = count === 1 ? '' : ` (${figure(count - 1)} more like this)`;
		context.addExecutionHints({
			message: words(message + more),
			type: 'warning',
			location: 'outputPane',
		});
	}
}
