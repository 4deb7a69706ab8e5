import { isDeepStrictEqual } from 'node:util';

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Ended } from './engine';

/** An execution as plain data, short enough for a table cell. */
export interface Report {
	readonly status: string;
	/** The title of the error that stopped the execution. */
	readonly thrown: string | null;
	/** The items of each output: see `lineOf`. */
	readonly success: readonly string[];
	readonly error: readonly string[];
	readonly requests: number;
}

export function reportOf(ended: Ended): Report {
	const inputs = (ended.run.data.resultData.runData.Items ?? [])
		.flatMap(({ data }) => data?.main ?? [])
		.flatMap((items) => items ?? [])
		.map(({ json }) => json);
	const [success = [], error = []] = (ended.outputs.at(-1) ?? []).map((items) =>
		items.map((item) => lineOf(item, inputs)),
	);
	return {
		status: ended.status,
		thrown: ended.error?.message ?? null,
		success,
		error,
		requests: ended.requests.length,
	};
}

/**
 * `0: accepted SENDING_OK` is the outcome of the first item, `1: rejected INVALID_INPUT, failed` has `error`,
 * and `2: the input` came out unchanged, as n8n does with all items if a node throws and On Error is not Stop.
 * An item for the whole run is `all: 2 accepted, 1 rejected IS_BLACKLISTED`. An item without outcome and code
 * is `0: done`.
 */
function lineOf({ json, pairedItem }: INodeExecutionData, inputs: readonly IDataObject[]): string {
	const item = typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : '?';
	if (inputs.some((input) => isDeepStrictEqual(input, json))) return `${String(item)}: the input`;
	const { error } = json;
	// On the error output, the row is inside `error`.
	const known = typeof error === 'object' ? (error as IDataObject) : json;
	const failed = error === undefined ? '' : ', failed';
	if (Array.isArray(pairedItem)) return `all: ${countsOf(known)}${failed}`;
	const { outcome, code } = known;
	return `${String(item)}: ${[outcome, code].filter(Boolean).join(' ') || 'done'}${failed}`;
}

function countsOf({ accepted, details }: IDataObject): string {
	const { reasons } = details as { reasons: ReadonlyArray<Record<string, unknown>> };
	const others = reasons.map(({ count, outcome, code }) => [count, outcome, code].join(' '));
	return [...(accepted === 0 ? [] : [`${String(accepted)} accepted`]), ...others].join(', ');
}
