import type { IExecuteFunctions } from 'n8n-workflow';

import { isNearHost } from '../sms/addresses';
import { codeMeaning } from '../sms/codes';
import { figure } from '../sms/figure';
import { Refused } from '../sms/refused';
import { createQuoter, type Quote } from '../sms/secrets';
import { hrefOf } from './login';

/** What the node knows of an account: where to post, and how to quote without its secrets. */
export interface Account {
	readonly sendUrl: string;
	readonly testUrl: string;
	/** Shows what may be shown of a text from outside, see `createQuoter`. */
	readonly quote: Quote;
}

/** Characters of a field; searching an answer for a secret of a megabyte takes seconds. */
const LONGEST = 1000;

const LABELS = {
	username: 'Username',
	password: 'API Password',
	sendUrl: 'Sending URL',
	testUrl: 'Test URL',
	callbackSecret: 'Callback Secret',
};

type Fields = { readonly [field in keyof typeof LABELS]?: unknown };

/**
 * The account of the node's credential. The password goes to the quoter unread; the credential
 * itself writes it into requests.
 *
 * @throws Refused when there is no credential that can be read, and as `accountOf` does
 */
export async function readAccount(context: IExecuteFunctions): Promise<Account> {
	const fields = await context.getCredentials<Fields>('capitoleMobileApi').catch(refuseUnreadable);
	return accountOf(fields);
}

/** @throws Refused for a field that is too long, or a URL that is none */
export function accountOf(fields: Fields): Account {
	for (const name of Object.keys(LABELS) as Array<keyof Fields>) {
		if (String(fields[name] ?? '').length > LONGEST) {
			throw new Refused(
				'CREDENTIAL_NOT_READ',
				`The ${LABELS[name]} in the credential has more than ${figure(LONGEST)} characters`,
				`Correct the ${LABELS[name]} in the Capitole Mobile credential.`,
			);
		}
	}
	return {
		sendUrl: readUrl(LABELS.sendUrl, fields.sendUrl),
		testUrl: readUrl(LABELS.testUrl, fields.testUrl),
		quote: createQuoter(fields),
	};
}

/** @throws Refused where a request to the Test URL would send an SMS */
export function checkTestUrl({ sendUrl, testUrl }: Account): void {
	if (!isSamePage(sendUrl, testUrl)) return;
	throw new Refused(
		'INVALID_URL',
		'The Test URL is the Sending URL: a test would send an SMS',
		'In the Capitole Mobile credential, set Test URL to the address that ends with xml_test.',
	);
}

/** @throws Refused where others could read the password; only the credential's test asks for that */
export function checkPrivacy({ sendUrl, testUrl }: Account): void {
	for (const [label, url] of [
		[LABELS.sendUrl, sendUrl],
		[LABELS.testUrl, testUrl],
	] as const) {
		if (!isReadableOnTheWay(url)) continue;
		throw new Refused(
			'INVALID_URL',
			`The ${label} starts with http://, so the password travels in the clear`,
			'Write https:// in the Capitole Mobile credential.',
		);
	}
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

function readUrl(label: string, value: unknown): string {
	const url = String(value ?? '').trim();
	if (/^https?:\/\/[^\s/]+/i.test(url) && hrefOf(url) !== null) return url;
	throw new Refused(
		'INVALID_URL',
		`The ${label} must start with https://`,
		'Correct it in the Capitole Mobile credential.',
	);
}

/** Whether two URLs name one page of one server, however they are written. */
function isSamePage(a: string, b: string): boolean {
	const [pageA, pageB] = [a, b].map((url) => {
		const { hostname, port, pathname, search } = new URL(url);
		const path = unescaped(pathname).replace(/\/+/g, '/').replace(/\/$/, '');
		return [hostname.replace(/\.$/, ''), port, path, search].join(' ').toLowerCase();
	});
	return pageA === pageB;
}

function unescaped(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

/** Whether what is posted there can be read on its way: by http:// beyond this machine and its network. */
function isReadableOnTheWay(url: string): boolean {
	const target = new URL(url);
	return target.protocol === 'http:' && !isNearHost(target);
}
