import type { INode } from 'n8n-workflow';

/** How n8n's setting On Error wants an item that did not go well. */
export type OnError = 'stop' | 'continue' | 'errorOutput';

export function onErrorOf(node: INode): OnError {
	if (node.onError === 'continueErrorOutput') return 'errorOutput';
	return node.onError === 'continueRegularOutput' || node.continueOnFail === true
		? 'continue'
		: 'stop';
}
