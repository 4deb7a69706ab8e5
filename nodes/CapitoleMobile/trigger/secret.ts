import type { IWebhookFunctions } from 'n8n-workflow';

/**
 * The secret that a callback must carry; empty when the node has no credential, or when its
 * credential has no Callback Secret.
 *
 * @throws when the credential cannot be read: then no callback may pass
 */
export async function readCallbackSecret(context: IWebhookFunctions): Promise<string> {
	if (context.getNode().credentials?.capitoleMobileApi === undefined) return '';
	const { callbackSecret } = await context.getCredentials('capitoleMobileApi');
	return String(callbackSecret ?? '');
}
