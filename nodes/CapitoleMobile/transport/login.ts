import type { IHttpRequestOptions } from 'n8n-workflow';

import { charsetOf, encodeDocument, percentEncode } from '../sms/document/charset';
import { NO_LOGIN } from '../sms/document/document';
import { elementContent } from '../sms/escapes';
import { goesTo } from './providerUrl';

/** The form field that carries the document, on the provider's page. */
const FORM_FIELD = 'XML';

/** As in the credential; an expression may make a number of either. */
export interface Login {
	readonly username?: unknown;
	readonly password?: unknown;
}

/** A login, and the only two URLs that may get it. */
export interface OwnLogin extends Login {
	readonly sendUrl?: unknown;
	readonly testUrl?: unknown;
}

/** For both of n8n's HTTP helpers: who gets the login must not pass it on. */
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/**
 * The request with the login written into its document, as the form that the provider reads. One
 * whose body is no document of ours stays as it is, and so does one that goes anywhere but to the
 * credential's own URLs: whoever may use a shared credential in the HTTP Request node could have the
 * password sent to a server of theirs.
 *
 * The time limit is set here too, because n8n's `httpRequestWithAuthentication` replaces the
 * `abortSignal` that a node gives, and its `timeout` alone only limits silences, not the whole.
 */
export function withLogin(request: IHttpRequestOptions, login: OwnLogin): IHttpRequestOptions {
	const { body, abortSignal, timeout } = request;
	if (typeof body !== 'string' || !body.includes(NO_LOGIN)) return request;
	if (!goesTo(request, [login.sendUrl, login.testUrl])) return request;
	const limits = [
		...(abortSignal instanceof AbortSignal ? [abortSignal] : []),
		...(timeout === undefined ? [] : [AbortSignal.timeout(timeout)]),
	];
	return {
		...request,
		...NO_REDIRECTS,
		...(limits.length > 0 ? { abortSignal: AbortSignal.any(limits) } : {}),
		headers: { ...request.headers, 'Content-Type': 'application/x-www-form-urlencoded' },
		body: authenticatedForm(body, login),
	};
}

/**
 * The form field `XML` with the document's bytes, the login written in.
 *
 * @param document what `buildDocument` gave; its declaration says in which charset it is written
 */
export function authenticatedForm(document: string, { username, password }: Login): string {
	const element = (name: string, value: unknown): string =>
		`<${name}>${elementContent(String(value ?? ''))}</${name}>`;
	const written = document.replace(
		NO_LOGIN,
		() =>
			`<authentification>${element('username', username)}${element('password', password)}</authentification>`,
	);
	return `${FORM_FIELD}=${percentEncode(encodeDocument(written, charsetOf(document)))}`;
}
