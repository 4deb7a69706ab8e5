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

/** Why something did not go well, for a person, and for workflows to branch on. */
export interface Failure extends CodeMeaning {
	readonly code: string;
	/** What a summary says after a count, where the code alone tells too little. */
	readonly brief?: string | undefined;
}

/** What n8n throws for a value that it cannot give: an expression that does not resolve, mostly. */
const OF_N8N = /^(?:Expression\w*|NodeOperation|NodeApi|Application)Error$/;

/** What to say of anything that was thrown before an SMS left. */
export function failureOf(reason: unknown): Failure {
	if (reason instanceof InvalidInput) {
		const { code, field, message, remedy } = reason;
		const text = message.replace(/\.$/, '');
		// A message about a text quotes the text, not the field's name.
		const meaning = field === 'text' ? text : `${labelOf(field)}: ${text}`;
		const brief = code === 'INVALID_INPUT' ? `with an invalid ${labelOf(field)}` : undefined;
		return { code, meaning, remedy, brief: reason.brief ?? brief };
	}
	if (reason instanceof Refused) {
		return { code: reason.code, meaning: reason.message, remedy: reason.remedy };
	}
	const { name, message, description } = reason as Partial<Record<string, unknown>>;
	const text = typeof message === 'string' ? message : String(reason);
	if (OF_N8N.test(String(name))) {
		const hint =
			typeof description === 'string' ? description : 'Check the expressions of this node.';
		return { code: 'INVALID_INPUT', meaning: text, remedy: hint };
	}
	const { remedy } = codeMeaning('UNEXPECTED');
	const meaning = `Something unexpected happened in this node: ${text}`;
	return { code: 'UNEXPECTED', meaning, remedy };
}

/** Who says it where no request was answered, or none left. */
const OF_THE_NODE: readonly unknown[] = ['node', 'numbering', undefined] satisfies Array<
	CodeRow['from'] | undefined
>;

/**
 * What to throw for a failure: NodeApiError for what the provider answered, or that it did not,
 * NodeOperationError for the rest.
 *
 * It carries no `itemIndex`: n8n's editor would add "[item 0]", where people count rows from 1.
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
		httpCode === undefined && OF_THE_NODE.includes(CODES.get(code)?.from)
			? new NodeOperationError(node, meaning, options)
			: new NodeApiError(node, {}, { ...options, message: meaning });
	// n8n puts its own words in place of any message that contains ENOENT, EACCES and the like, in any
	// case: the sender "FreeAccess Paris" was enough.
	error.message = meaning;
	error.description = remedy;
	return error;
}

/** What n8n's setting On Error says to do with an item that fails. */
export type OnError = 'stop' | 'continue' | 'errorOutput';

/**
 * n8n's `continueOnFail()` is true for both ways of going on, and an item for the error output has to
 * look otherwise (see `failedJson`). `continueOnFail` is what n8n before 1.0 saved in workflows.
 */
export function onErrorOf(node: INode): OnError {
	if (node.onError === 'continueErrorOutput') return 'errorOutput';
	return node.onError === 'continueRegularOutput' || node.continueOnFail === true
		? 'continue'
		: 'stop';
}

/**
 * The output for an item that failed. For n8n's error output `error` is the only key: n8n 1.x
 * sends an item there when its keys are no other, and setting `item.error` instead would make n8n 1.x
 * and 2.x replace all that is known by the message.
 *
 * @param known values for a table
 * @param details what comes after them
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
 * One output item for each input item, for operations that send nothing. An item that fails stops the
 * node or carries `error`, as n8n's setting On Error says.
 *
 * @param known what an item carries beside `error`
 * @throws NodeApiError or NodeOperationError for the first such item when n8n is to stop
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
 * The rows that people know the items by: from 1, or the `row_number` that n8n's Google Sheets node gives
 * an item, which counts the heading too.
 */
export function rowNumbers(context: IExecuteFunctions): number[] {
	return context.getInputData().map(({ json: { row_number: given } }, item) => {
		const row = typeof given === 'number' || typeof given === 'string' ? Number(given) : 0;
		return Number.isInteger(row) && row > 0 ? row : item + 1;
	});
}
