import type { INode } from 'n8n-workflow';

/** What n8n's setting On Error says to do with an item that fails. */
export type OnError = 'stop' | 'continue' | 'errorOutput';

export function onErrorOf(node: INode): OnError {
	if (node.onError === 'continueErrorOutput') return 'errorOutput';
	return node.onError === 'continueRegularOutput' || node.continueOnFail === true
		? 'continue'
		: 'stop';
}
