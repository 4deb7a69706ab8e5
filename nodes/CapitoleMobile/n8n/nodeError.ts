import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';

import type { Failure } from './itemFailure';

/**
 * What to throw for a failure: NodeApiError for what the provider answered, NodeOperationError for the
 * rest.
 *
 * @param itemIndex undefined where no single item is at fault
 */
export function nodeError(
	node: INode,
	{ code, meaning, remedy }: Failure,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const options = {
		description: remedy,
		...(itemIndex === undefined ? {} : { itemIndex }),
	};
	const httpCode = /^HTTP_(\d{3})$/.exec(code)?.[1];
	const error =
		httpCode === undefined
			? new NodeOperationError(node, meaning, options)
			: new NodeApiError(node, { message: meaning } as JsonObject, { ...options, httpCode });
	// n8n puts its own words in place of any message that contains ENOENT, EACCES and the like, in any
	// case: the sender "FreeAccess Paris" was enough.
	error.message = meaning;
	error.description = remedy;
	return error;
}
