import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { createRedactor, type Redact } from '../sms/secrets/redact';

/** What the node knows of an account: where to post, and how to keep its secrets out of texts. */
export interface Account {
	readonly sendUrl: string;
	readonly testUrl: string;
	/** Masks the account's secrets wherever they come back in a text from outside. */
	readonly redact: Redact;
}

/**
 * The account of the node's credential. The password goes to the redactor unread; the credential
 * itself writes it into requests.
 *
 * @throws NodeOperationError when there is no credential, or a URL that is not one
 */
export async function readAccount(context: IExecuteFunctions): Promise<Account> {
	const credentials = await context.getCredentials<{
		username: string;
		password: string;
		callbackSecret?: string;
		sendUrl: string;
		testUrl: string;
	}>('capitoleMobileApi');
	return {
		sendUrl: readUrl(context, 'Sending URL', credentials.sendUrl),
		testUrl: readUrl(context, 'Test URL', credentials.testUrl),
		redact: createRedactor(credentials),
	};
}

function readUrl(context: IExecuteFunctions, label: string, value: unknown): string {
	const url = String(value ?? '').trim();
	if (/^https?:\/\/[^\s/]+/i.test(url) && URL.canParse(url)) return url;
	throw new NodeOperationError(context.getNode(), `The ${label} in the credential is not a URL`, {
		description: `Correct the ${label} in the Capitole Mobile credential: it starts with https://. Nothing was sent.`,
	});
}
