import type { IHttpRequestOptions } from 'n8n-workflow';

import { charsetOf, encodeDocument, percentEncode } from '../sms/document/charset';
import { NO_LOGIN } from '../sms/document/document';
import { elementContent } from '../sms/escapes';

/** The form field that carries the document, on the provider's page. */
const FORM_FIELD = 'XML';

/** A login as in the credential, where an expression may make a number of either. */
interface Login {
	readonly username?: unknown;
	readonly password?: unknown;
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
export function withLogin(
	request: IHttpRequestOptions,
	login: Login & { readonly sendUrl?: unknown; readonly testUrl?: unknown },
): IHttpRequestOptions {
	const { body, abortSignal, timeout } = request;
	if (typeof body !== 'string' || !body.includes(NO_LOGIN)) return request;
	if (!goesTo(request, [login.sendUrl, login.testUrl])) return request;
	const limit = timeout === undefined ? [] : [AbortSignal.timeout(timeout)];
	const limits = abortSignal instanceof AbortSignal ? [abortSignal, ...limit] : limit;
	return {
		...request,
		...NO_REDIRECTS,
		...(limits.length > 0
			? { abortSignal: limits.length > 1 ? AbortSignal.any(limits) : limits[0] }
			: {}),
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

/**
 * Whether a request certainly goes to one of these URLs and nowhere else: written as in the credential,
 * since n8n's two HTTP helpers, of two versions, join `url` or `uri` to `baseURL` each in its own way. A
 * proxy or a Host header may lead it elsewhere.
 */
function goesTo(request: IHttpRequestOptions, urls: readonly unknown[]): boolean {
	// `uri` is the older helper's, which the HTTP Request node calls.
	const { url, uri, baseURL, proxy, headers, qs } = request as { uri?: unknown } & typeof request;
	const hasHost = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'host');
	if (baseURL || proxy || hasHost || Object.keys(qs ?? {}).length > 0) return false;
	const own = urls.map((each) => String(each ?? '').trim());
	const given = [url, uri].filter((each: unknown) => each !== undefined && each !== null);
	return given.length > 0 && given.every((each) => own.includes(String(each)));
}
