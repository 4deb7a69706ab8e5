import {
	NodeOperationError,
	type INodeCredentialsDetails,
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
	const reference = node.credentials?.[CREDENTIAL];
	if (reference === undefined) return '';
	const { callbackSecret } = await context.getCredentials(CREDENTIAL);
	const secret = String(callbackSecret ?? '');
	if (secret.trim() !== '') return secret;
	// n8n gives '' for a field left empty, and undefined or null only for an expression.
	if (callbackSecret === '' && (await isLeftEmpty(context, reference))) return '';
	throw new NodeOperationError(node, 'The Callback Secret of the credential gives nothing', {
		description: 'Correct its expression. To let everyone call, leave the field empty.',
	});
}

/**
 * Whether the field Callback Secret was left empty. An expression can give '' too, and the resolved
 * credential does not show the difference. n8n documents no way to read a credential unresolved, as it
 * does for parameters; its credentials helper can, which n8n 1.x and 2.x keep on the context without
 * declaring it there.
 *
 * @throws in an n8n that does not have it there: then only callbacks with a secret pass
 */
async function isLeftEmpty(
	context: IWebhookFunctions,
	reference: INodeCredentialsDetails,
): Promise<boolean> {
	const node = context.getNode();
	const { additionalData } = context as { additionalData?: IWorkflowExecuteAdditionalData };
	if (additionalData === undefined) {
		const message = 'This n8n does not tell whether the Callback Secret was left empty';
		throw new NodeOperationError(node, message, {
			description: 'Fill it in, or let the trigger use no credential to let everyone call.',
		});
	}
	const raw = await additionalData.credentialsHelper.getDecrypted(
		additionalData,
		reference,
		CREDENTIAL,
		context.getMode(),
		{ data: {}, node, source: null },
		true,
	);
	return (raw.callbackSecret ?? '') === '';
}
