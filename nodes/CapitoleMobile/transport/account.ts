import type { IExecuteFunctions } from 'n8n-workflow';

import { codeMeaning } from '../sms/answer/codeMeaning';
import { createQuoter, type Quote, type Secrets } from '../sms/secrets';
import { Refused } from '../sms/refused';

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
 * @throws Refused when there is no credential that can be read, or a URL that is none
 */
export async function readAccount(context: IExecuteFunctions): Promise<Account> {
	const credentials = await context
		.getCredentials<
			Secrets & { readonly sendUrl: unknown; readonly testUrl: unknown }
		>('capitoleMobileApi')
		.catch(refuseUnreadable);
	return {
		sendUrl: readUrl('Sending URL', credentials.sendUrl),
		testUrl: readUrl('Test URL', credentials.testUrl),
		quote: createQuoter(credentials),
	};
}

/** @throws Refused */
function refuseUnreadable(reason: unknown): never {
	const { message } = reason as { message?: unknown };
	const { meaning, remedy } = codeMeaning('CREDENTIAL_NOT_READ');
	throw new Refused(
		'CREDENTIAL_NOT_READ',
		`${meaning}: ${String(message).replace(/\.$/, '')}`,
		remedy,
	);
}

export const isUrl = (text: string): boolean =>
	/^https?:\/\/[^\s/]+/i.test(text) && URL.canParse(text);

function readUrl(label: string, value: unknown): string {
	const url = String(value ?? '').trim();
	if (isUrl(url)) return url;
	throw new Refused(
		'INVALID_URL',
		`The ${label} in the credential is not a URL`,
		`Correct the ${label} in the Capitole Mobile credential: it starts with https://.`,
	);
}
