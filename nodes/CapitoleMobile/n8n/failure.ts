import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { codeMeaning, type CodeMeaning, type CodeRow, CODES } from '../sms/codes';
import { InvalidInput, labelOf, Refused } from '../sms/refused';

/** A failure, for people to read and workflows to branch on. */
export interface Failure extends CodeMeaning {
	readonly code: string;
	/** The words after a count in a summary, if the code alone says too little. */
	readonly brief?: string | undefined;
}

/** What n8n throws for a value it cannot compute, mostly an expression that does not resolve. */
const N8N_ERROR_NAMES = /^(?:Expression\w*|NodeOperation|NodeApi|Application)Error$/;

/** The failure for anything thrown before an SMS left. */
export function failureOf(reason: unknown): Failure {
	if (reason instanceof InvalidInput) {
		const { code, field, message, remedy } = reason;
		const text = message.replace(/\.$/, '');
		// Messages about the text quote it, so they need no field name.
		const meaning = field === 'text' ? text : `${labelOf(field)}: ${text}`;
		const brief = code === 'INVALID_INPUT' ? `with an invalid ${labelOf(field)}` : undefined;
		return { code, meaning, remedy, brief: reason.brief ?? brief };
	}
	if (reason instanceof Refused) {
		return { code: reason.code, meaning: reason.message, remedy: reason.remedy };
	}
	const { name, message, description } = reason as Partial<Record<string, unknown>>;
	const text = typeof message === 'string' ? message : String(reason);
	if (N8N_ERROR_NAMES.test(String(name))) {
		const hint =
			typeof description === 'string' ? description : 'Check the expressions of this node.';
		return { code: 'INVALID_INPUT', meaning: text, remedy: hint };
	}
	const { remedy } = codeMeaning('UNEXPECTED');
	const meaning = `Something unexpected happened in this node: ${text}`;
	return { code: 'UNEXPECTED', meaning, remedy };
}

/** Sources of codes that involve no request to the provider. */
const NODE_SOURCES: readonly unknown[] = ['node', 'numbering', undefined] satisfies Array<
	CodeRow['from'] | undefined
>;

/**
 * The error to throw for a failure: NodeApiError for a response of the provider or a missing one,
 * otherwise NodeOperationError.
 *
 * It carries no `itemIndex`: n8n's editor would add "[item 0]", but people count rows from 1.
 */
export function nodeError(
	node: INode,
	{ code, meaning, remedy }: Failure,
): NodeApiError | NodeOperationError {
	const httpCode = /^HTTP_(\d{3})$/.exec(code)?.[1];
	const options = {
		description: remedy,
		...(httpCode === undefined ? {} : { httpCode }),
	};
	const error =
		httpCode === undefined && NODE_SOURCES.includes(CODES.get(code)?.from)
			? new NodeOperationError(node, meaning, options)
			: new NodeApiError(node, {}, { ...options, message: meaning });
	// n8n replaces any message that contains ENOENT, EACCES and the like, in any case: the sender
	// "FreeAccess Paris" was enough.
	error.message = meaning;
	error.description = remedy;
	return error;
}

export type OnError = 'stop' | 'continue' | 'errorOutput';

/**
 * n8n's `continueOnFail()` is true for both ways of continuing, but items for the error output have
 * another shape (see `failedJson`). n8n before 1.0 saved `continueOnFail` in workflows.
 */
export function onErrorOf(node: INode): OnError {
	if (node.onError === 'continueErrorOutput') return 'errorOutput';
	return node.onError === 'continueRegularOutput' || node.continueOnFail === true
		? 'continue'
		: 'stop';
}

/**
 * The output for a failed item. On the error output, `error` is the only key: n8n 1.x sends an item
 * there only if it has no other, and with `item.error`, n8n 1.x and 2.x would replace all values by the
 * message.
 *
 * @param known values for a table
 * @param details values that follow the error
 */
export function failedJson(
	known: IDataObject,
	{ code, meaning, remedy }: Failure,
	onError: Exclude<OnError, 'stop'>,
	details: IDataObject = {},
): IDataObject {
	const plain = 'code' in known ? known : { ...known, code };
	if (onError === 'errorOutput') {
		return { error: { message: meaning, description: remedy, ...plain, ...details } };
	}
	return { ...plain, error: [meaning, remedy].filter(Boolean).join('. '), ...details };
}

/**
 * One output item per input item, for operations that send nothing. A failed item stops the node or
 * carries `error`, as On Error says.
 *
 * @param known values of a failed item, besides `error`
 * @throws NodeApiError or NodeOperationError for the first failed item if On Error is Stop
 */
export async function perItem(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<object>,
	known: IDataObject = {},
): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const onError = onErrorOf(node);
	const output: INodeExecutionData[] = [];
	const rows = rowNumbers(context);
	for (const [item, row] of rows.entries()) {
		try {
			output.push({ json: { ...(await work(item)) } as IDataObject, pairedItem: { item } });
		} catch (reason) {
			const failure = failureOf(reason);
			if (onError === 'stop') {
				const which = rows.length === 1 ? '' : `Row ${String(row)}: `;
				throw nodeError(node, { ...failure, meaning: which + failure.meaning });
			}
			output.push({ json: failedJson(known, failure, onError), pairedItem: { item } });
		}
	}
	return output;
}

/**
 * The items' row numbers as users see them: from 1, or the `row_number` of n8n's Google Sheets node,
 * which counts the heading too.
 */
export function rowNumbers(context: IExecuteFunctions): number[] {
	return context.getInputData().map(({ json: { row_number: given } }, item) => {
		const row = typeof given === 'number' || typeof given === 'string' ? Number(given) : 0;
		return Number.isInteger(row) && row > 0 ? row : item + 1;
	});
}
