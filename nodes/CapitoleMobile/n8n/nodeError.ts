import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { CODES, type CodeRow } from '../sms/codes';
import type { Failure } from './itemFailure';

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
