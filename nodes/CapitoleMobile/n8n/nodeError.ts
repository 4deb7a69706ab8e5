import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { PROVIDER_CODES, type OwnCode } from '../sms/answer/codes';
import type { Failure } from './itemFailure';

/** Our codes for what came back from the provider, or from the way to it. */
const OF_THE_WAY: readonly OwnCode[] = [
	'COULD_NOT_CONNECT',
	'HOST_NOT_FOUND',
	'TLS_REFUSED',
	'PROXY_REFUSED',
	'NO_ANSWER',
	'UNKNOWN_ANSWER',
	'NOT_NAMED',
];
const OF_API: ReadonlySet<string> = new Set([...PROVIDER_CODES, ...OF_THE_WAY]);

/**
 * What to throw for a failure: NodeApiError for what the provider answered, or that it did not,
 * NodeOperationError for the rest.
 *
 * @param itemIndex undefined where no single item is at fault
 */
export function nodeError(
	node: INode,
	{ code, meaning, remedy }: Failure,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const httpCode = /^HTTP_(\d{3})$/.exec(code)?.[1];
	const options = {
		description: remedy,
		...(itemIndex === undefined ? {} : { itemIndex }),
		...(httpCode === undefined ? {} : { httpCode }),
	};
	const error =
		httpCode === undefined && !OF_API.has(code)
			? new NodeOperationError(node, meaning, options)
			: new NodeApiError(node, {}, { ...options, message: meaning });
	// n8n puts its own words in place of any message that contains ENOENT, EACCES and the like, in any
	// case: the sender "FreeAccess Paris" was enough.
	error.message = meaning;
	error.description = remedy;
	return error;
}
