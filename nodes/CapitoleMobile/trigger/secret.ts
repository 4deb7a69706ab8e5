import {
	NodeOperationError,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

const CREDENTIAL = 'capitoleMobileApi';

/**
 * The secret that a callback must carry; empty when the node has no credential, or when its
 * credential has no Callback Secret.
 *
 * @throws when the credential cannot be read, or its Callback Secret is filled in and gives nothing:
 *   then no callback may pass
 */
export async function readCallbackSecret(context: IWebhookFunctions): Promise<string> {
	const node = context.getNode();
	if (node.credentials?.[CREDENTIAL] === undefined) return '';
	const { callbackSecret } = await context.getCredentials(CREDENTIAL);
	const secret = String(callbackSecret ?? '');
	if (secret.trim() !== '') return secret;
	// n8n gives '' for a field left empty, and undefined or null only for an expression.
	if (callbackSecret === '' && !(await isFilledIn(context))) return '';
	throw new NodeOperationError(node, 'The Callback Secret of the credential gives nothing', {
		description: 'Correct its expression. To let everyone call, leave the field empty.',
	});
}

/**
 * Whether the Callback Secret holds anything before its expression is resolved. An expression can
 * give '' too, and the resolved credential does not show the difference: only n8n's credentials
 * helper tells it, which n8n 1.x and 2.x keep on the context without declaring it there. Should a
 * later n8n not have it, '' counts as a field left empty.
 */
async function isFilledIn(context: IWebhookFunctions): Promise<boolean> {
	const node = context.getNode();
	const reference = node.credentials?.[CREDENTIAL];
	const { additionalData } = context as { additionalData?: IWorkflowExecuteAdditionalData };
	if (reference === undefined || additionalData === undefined) return false;
	const raw = await additionalData.credentialsHelper.getDecrypted(
		additionalData,
		reference,
		CREDENTIAL,
		context.getMode(),
		{ data: {}, node, source: null },
		true,
	);
	return (raw.callbackSecret ?? '') !== '';
}
