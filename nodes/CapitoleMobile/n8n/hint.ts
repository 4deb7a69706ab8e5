import type { IExecuteFunctions } from 'n8n-workflow';

import { escapeText } from '../sms/escapes';

/** Shows a line above the output. n8n takes it for HTML, and texts from outside are in it. */
export function giveHint(
	context: IExecuteFunctions,
	text: string,
	type: 'info' | 'warning' = 'warning',
): void {
	context.addExecutionHints({ message: escapeText(text), type, location: 'outputPane' });
}
