import type { IHttpRequestOptions } from 'n8n-workflow';

import { charsetOf, encodeDocument, percentEncode } from '../sms/document/charset';
import { NO_LOGIN } from '../sms/document/document';
import { elementContent } from '../sms/escapes';

/** The form field that carries the document, on the provider's page. */
const FORM_FIELD = 'XML';

/** The credential's login; an expression may turn either field into a number. */
interface Login {
	readonly username?: unknown;
	readonly password?: unknown;
}

/** For both of n8n's HTTP helpers: the login must not follow a redirect. */
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/**
 * Writes the login into the request's document, and encodes it as the form that the provider reads. A
 * request stays as it is if its body is not our document, or if it goes anywhere but to the
 * credential's own URLs: otherwise, whoever may use a shared credential in the HTTP Request node could
 * have the password sent to their server.
 *
 * It also sets the time limit, because n8n's `httpRequestWithAuthentication` replaces the `abortSignal`
 * of a node, and its `timeout` limits only silence, not the whole.
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
 * The form field `XML` with the document's bytes, including the login.
 *
 * @param document from `buildDocument`; its declaration gives the charset
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
 * Whether a request certainly goes to one of these URLs. It must be written as in the credential,
 * because n8n's two HTTP helpers, in two versions, join `url` or `uri` to `baseURL` differently. A
 * proxy or a Host header may lead it elsewhere.
 */
function goesTo(request: IHttpRequestOptions, urls: readonly unknown[]): boolean {
	// `uri` is for the older helper, which the HTTP Request node calls.
	const { url, uri, baseURL, proxy, headers, qs } = request as { uri?: unknown } & typeof request;
	const hasHost = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'host');
	if (baseURL || proxy || hasHost || Object.keys(qs ?? {}).length > 0) return false;
	const own = urls.map((each) => String(each ?? '').trim());
	const given = [url, uri].filter((each: unknown) => each !== undefined && each !== null);
	return given.length > 0 && given.every((each) => own.includes(String(each)));
}
