import type { Outcome } from './outcome';

/** What is known when all there is to go by is the HTTP status of an answer. */
export interface StatusOutcome {
	readonly outcome: Extract<Outcome, 'rejected' | 'notSent' | 'unknown'>;
	/** `HTTP_` and the status, or PROXY_REFUSED. */
	readonly code: string;
	/** One sentence without its full stop. */
	readonly message: string;
	readonly remedy: string;
}

/** The remedy wherever an SMS may be out. */
export const LOOK_FIRST =
	'Look in your Capitole Mobile account whether it was sent before you send it again.';
const CHECK_URL = 'Check the URL in the credential.';

// @assumption REFUSING_STATUS_IS_REJECTED: the page names no HTTP status, so they are taken as RFC 9110 and 6585 define them; those below say that the server did not act on the request.
const REFUSING: ReadonlyMap<number, { readonly what: string; readonly remedy: string }> = new Map([
	// "SHOULD automatically use" the other address: 307 and 308 ask for the same POST there, and a
	// 301 is what web servers are set up to say before any program runs.
	[301, { what: 'says that it has moved', remedy: `${CHECK_URL} Redirects are not followed.` }],
	[307, { what: 'says to post elsewhere', remedy: `${CHECK_URL} Redirects are not followed.` }],
	[308, { what: 'says that it has moved', remedy: `${CHECK_URL} Redirects are not followed.` }],
	[400, { what: 'finds the request malformed', remedy: CHECK_URL }],
	[401, { what: 'asks for another login', remedy: 'Check the credential and its URL.' }],
	[
		403,
		{
			what: 'does not let this machine in',
			remedy: `The provider may have to authorise your server's IP address: "Test Request" shows it. ${CHECK_URL}`,
		},
	],
	[404, { what: 'has nothing at this URL', remedy: CHECK_URL }],
	[405, { what: 'takes no POST at this URL', remedy: CHECK_URL }],
	[410, { what: 'has nothing at this URL any more', remedy: CHECK_URL }],
	[411, { what: 'wants the length of the request', remedy: 'Check the proxy settings of n8n.' }],
	[
		413,
		{
			what: 'finds the request too large',
			remedy: 'Lower "Maximum Recipients per Request" in the options.',
		},
	],
	[414, { what: 'finds the URL too long', remedy: CHECK_URL }],
	[415, { what: 'does not take the type of the request', remedy: CHECK_URL }],
	[421, { what: 'is not the one for this host', remedy: CHECK_URL }],
	[426, { what: 'wants another protocol', remedy: CHECK_URL }],
	[
		429,
		{
			what: 'gets too many requests',
			remedy: 'Wait a while and lower "Parallel Requests" in the options.',
		},
	],
	[431, { what: 'finds the headers too large', remedy: 'Check the proxy settings of n8n.' }],
]);

/**
 * The outcome of an answer by its HTTP status, where its body has no documented code.
 *
 * - `rejected`: the status says that the request was not acted on. None is `notSent`, because the
 *   request did leave and none of these passes by trying again after a second.
 * - `notSent`: 407, a proxy's own, which did not let the request through.
 * - `unknown`: all others. A 302 or 303 is what a program answers after it has done its work; 408,
 *   409, 425 and the rest leave it open; 5xx may come after the SMS went out.
 *
 * @param status an HTTP status; 200 is `unknown` too, since the body did not say more
 */
export function outcomeOfStatus(status: number): StatusOutcome {
	const code = `HTTP_${status}`;
	const refusing = REFUSING.get(status);
	if (refusing) {
		return {
			outcome: 'rejected',
			code,
			message: `The server ${refusing.what} (HTTP status ${status}), so the SMS was not sent`,
			remedy: refusing.remedy,
		};
	}
	// @assumption PROXY_STATUS_IS_NOT_SENT: only proxies answer 407, and a proxy that wants a login has passed nothing on.
	if (status === 407) {
		return {
			outcome: 'notSent',
			code: 'PROXY_REFUSED',
			message: 'A proxy on the way asks for a login (HTTP status 407), so the SMS was not sent',
			remedy: 'Check the proxy settings of n8n and the login they hold, then send again.',
		};
	}
	return {
		outcome: 'unknown',
		code,
		message: `The server answered with HTTP status ${status} and nothing that the provider documents: the SMS may have been sent`,
		remedy: LOOK_FIRST,
	};
}
