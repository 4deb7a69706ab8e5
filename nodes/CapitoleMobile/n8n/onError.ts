import type { INode } from 'n8n-workflow';

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
