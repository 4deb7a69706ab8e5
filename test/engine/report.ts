import { isDeepStrictEqual } from 'node:util';

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Ended } from './engine';

/** An execution as plain data, short enough for a cell of a table. */
export interface Report {
	readonly status: string;
	/** The title of what stopped the execution. */
	readonly thrown: string | null;
	/** What left by each output: see `lineOf`. */
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
 * `0: accepted SENDING_OK` for what came of the first item, `1: rejected INVALID_INPUT, failed` for
 * one that carries `error`, and `2: the input` where an item came out as it had come in, which n8n
 * does with all of them when a node throws and On Error is not Stop.
 */
function lineOf({ json, pairedItem }: INodeExecutionData, inputs: readonly IDataObject[]): string {
	const item = typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : '?';
	if (inputs.some((input) => isDeepStrictEqual(input, json))) return `${String(item)}: the input`;
	const { error } = json;
	// On the error output, what is known is inside `error`.
	const known = json.outcome === undefined ? ((error ?? {}) as IDataObject) : json;
	const failed = error === undefined ? '' : ', failed';
	return `${String(item)}: ${String(known.outcome)} ${String(known.code)}${failed}`;
}
