import type { IExecuteFunctions } from 'n8n-workflow';

import { codeMeaning } from '../sms/answer/codeMeaning';
import { figure } from '../sms/figure';
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
 * @throws Refused when there is no credential that can be read, a field that is too long, or a URL that is none
 */
export async function readAccount(context: IExecuteFunctions): Promise<Account> {
	const credentials = await context
		.getCredentials<
			Secrets & { readonly sendUrl: unknown; readonly testUrl: unknown }
		>('capitoleMobileApi')
		.catch(refuseUnreadable);
	const label = tooLongField(credentials);
	if (label !== null) {
		throw new Refused(
			'CREDENTIAL_NOT_READ',
			`The ${label} in the credential has more than ${figure(LONGEST)} characters`,
			`Correct the ${label} in the Capitole Mobile credential.`,
		);
	}
	return {
		sendUrl: readUrl('Sending URL', credentials.sendUrl),
		testUrl: readUrl('Test URL', credentials.testUrl),
		quote: createQuoter(credentials),
	};
}

/** Characters of a field; searching an answer for a secret of a megabyte takes seconds. */
const LONGEST = 1000;

const FIELDS = {
	username: 'Username',
	password: 'API Password',
	sendUrl: 'Sending URL',
	testUrl: 'Test URL',
	callbackSecret: 'Callback Secret',
};

/** The label of a field of the credential that is too long, null where none is. */
export function tooLongField(data: { readonly [field in keyof typeof FIELDS]?: unknown }):
	| string
	| null {
	const names = Object.keys(FIELDS) as Array<keyof typeof FIELDS>;
	const found = names.find((name) => String(data[name] ?? '').length > LONGEST);
	return found === undefined ? null : FIELDS[found];
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
