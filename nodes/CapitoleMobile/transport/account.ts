import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { createQuoter, type Quote } from '../sms/secrets';

/** What the node knows of an account: where to post, and how to quote without its secrets. */
export interface Account {
	readonly sendUrl: string;
	readonly testUrl: string;
	/** Shows what may be shown of a text from outside, see `createQuoter`. */
	readonly quote: Quote;
}

/**
 * The account of the node's credential. The password goes to the quoter unread; the credential
 * itself writes it into requests.
 *
 * @throws NodeOperationError when there is no credential, or a URL that is not one
 */
export async function readAccount(context: IExecuteFunctions): Promise<Account> {
	const credentials = await context.getCredentials<{
		username: unknown;
		password: unknown;
		callbackSecret?: unknown;
		sendUrl: unknown;
		testUrl: unknown;
	}>('capitoleMobileApi');
	return {
		sendUrl: readUrl(context, 'Sending URL', credentials.sendUrl),
		testUrl: readUrl(context, 'Test URL', credentials.testUrl),
		quote: createQuoter(credentials),
	};
}

function readUrl(context: IExecuteFunctions, label: string, value: unknown): string {
	const url = String(value ?? '').trim();
	if (/^https?:\/\/[^\s/]+/i.test(url) && URL.canParse(url)) return url;
	throw new NodeOperationError(context.getNode(), `The ${label} in the credential is not a URL`, {
		description: `Correct the ${label} in the Capitole Mobile credential: it starts with https://. Nothing was sent.`,
	});
}
