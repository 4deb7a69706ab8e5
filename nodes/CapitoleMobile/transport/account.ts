import type { IExecuteFunctions } from 'n8n-workflow';

import { isNearHost } from '../sms/addresses';
import { codeMeaning } from '../sms/codes';
import { figure } from '../sms/figure';
import { Refused } from '../sms/refused';
import { createQuoter, type Quote } from '../sms/secrets';

/** The URLs of an account, and a way to quote texts without its secrets. */
export interface Account {
	readonly sendUrl: string;
	readonly testUrl: string;
	/** See `createQuoter`. */
	readonly quote: Quote;
}

/** Characters of a field: searching an answer for a secret of a megabyte takes seconds. */
const LONGEST = 1000;

const CREDENTIAL_LABELS = {
	username: 'Username',
	password: 'API Password',
	sendUrl: 'Sending URL',
	testUrl: 'Test URL',
	callbackSecret: 'Callback Secret',
};

type Fields = { readonly [field in keyof typeof CREDENTIAL_LABELS]?: unknown };

/**
 * Reads the account from the node's credential. Only the quoter gets the password; the credential
 * itself writes it into requests.
 *
 * @throws Refused if the credential cannot be read, and as `accountOf` does
 */
export async function readAccount(context: IExecuteFunctions): Promise<Account> {
	const fields = await context
		.getCredentials<Fields>('capitoleMobileApi')
		.catch(({ message }: { message?: unknown }) => {
			const { meaning, remedy } = codeMeaning('CREDENTIAL_NOT_READ');
			const why = String(message).replace(/\.$/, '');
			throw new Refused('CREDENTIAL_NOT_READ', `${meaning}: ${why}`, remedy);
		});
	return accountOf(fields);
}

/** @throws Refused for a field that is too long, or an invalid URL */
export function accountOf(fields: Fields): Account {
	for (const name of Object.keys(CREDENTIAL_LABELS) as Array<keyof Fields>) {
		if (String(fields[name] ?? '').length <= LONGEST) continue;
		throw new Refused(
			'CREDENTIAL_NOT_READ',
			`The ${CREDENTIAL_LABELS[name]} in the credential has more than ${figure(LONGEST)} characters`,
			`Correct the ${CREDENTIAL_LABELS[name]} in the Capitole Mobile credential.`,
		);
	}
	const [sendUrl, testUrl] = [urlIn(fields, 'sendUrl'), urlIn(fields, 'testUrl')];
	return { sendUrl, testUrl, quote: createQuoter(fields) };
}

function urlIn(fields: Fields, name: 'sendUrl' | 'testUrl'): string {
	const url = String(fields[name] ?? '').trim();
	if (/^https?:\/\/[^\s/]+/i.test(url) && URL.canParse(url)) return url;
	throw refusedUrl(
		`The ${CREDENTIAL_LABELS[name]} must start with https://`,
		'Correct it in the Capitole Mobile credential.',
	);
}

const refusedUrl = (what: string, remedy: string): Refused =>
	new Refused('INVALID_URL', what, remedy);

/** @throws Refused if a request to the Test URL would send an SMS */
export function checkTestUrl({ sendUrl, testUrl }: Account): void {
	if (pageOf(sendUrl) !== pageOf(testUrl)) return;
	throw refusedUrl(
		'The Test URL is the Sending URL: a test would send an SMS',
		'In the Capitole Mobile credential, set Test URL to the address that ends with xml_test.',
	);
}

/** Equal for two spellings of one page on one server. */
function pageOf(url: string): string {
	const { host, pathname, search } = new URL(url);
	return `${host}${pathname.replace(/\/+/g, '/').replace(/\/$/, '')}${search}`.toLowerCase();
}

/**
 * @throws Refused if the password would travel by http:// outside this machine and its network, where
 *   others could read it; only the credential's test checks this
 */
export function checkPrivacy(account: Account): void {
	for (const name of ['sendUrl', 'testUrl'] as const) {
		const url = new URL(account[name]);
		if (url.protocol !== 'http:' || isNearHost(url)) continue;
		throw refusedUrl(
			`The ${CREDENTIAL_LABELS[name]} starts with http://, so the password travels in the clear`,
			'Write https:// in the Capitole Mobile credential.',
		);
	}
}
