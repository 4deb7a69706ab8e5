import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * The rows that people know the items by: from 1, or the `row_number` that n8n's Google Sheets node gives
 * an item, which counts the heading too.
 */
export function rowNumbers(context: IExecuteFunctions): number[] {
	return context.getInputData().map(({ json: { row_number: given } }, item) => {
		const row = typeof given === 'number' || typeof given === 'string' ? Number(given) : 0;
		return Number.isInteger(row) && row > 0 ? row : item + 1;
	});
}
