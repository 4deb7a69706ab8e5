import type { IExecuteFunctions } from 'n8n-workflow';

import { Refused } from '../../sms/refused';

/**
 * Query parameters of a link, besides n8n's signature.
 *
 * @param number see `AskedQuestion`; left out for the first question, since every character costs
 */
export const linkParameters = (number: number): { n?: string } =>
	number === 1 ? {} : { n: String(number) };

const ADDRESS = 'N8N_WEBHOOK_URL (WEBHOOK_URL before n8n 2.41)';

/**
 * The link that answers an execution, made and signed by n8n.
 *
 * @throws Refused for a link that no phone could open or that n8n would reject: the SMS would be paid
 *   for, and the execution would wait for ever
 */
export function signedLink(context: IExecuteFunctions, number: number): URL {
	// n8n 1.x checks a link's signature only if the node asks for it; n8n 2.x always does.
	const n8n1: object & { setSignatureValidationRequired?: () => void } = context;
	n8n1.setSignatureValidationRequired?.();
	// n8n's address plus one path segment, like all of n8n's URLs.
	const rest = context.getRestApiUrl();
	const address = rest.replace(/[^/]*$/, '');
	const link = resumeUrl(context, linkParameters(number));
	if (link === null || !/^https?:$/.test(link.protocol)) {
		throw refused(
			`n8n's own address, “${address}”, does not start with https://`,
			`Set the environment variable ${ADDRESS} to n8n's public address, such as https://n8n.example.fr/, and start n8n again.`,
		);
	}
	if (!isAtTop(link, URL.canParse(rest) ? new URL(rest) : null)) {
		const endpoint = link.pathname.split('/').slice(1, -2).join('/');
		throw refused(
			`n8n's own address has a path (${address}), and n8n cannot receive answers behind a path`,
			`Set the environment variables ${ADDRESS} to ${link.origin}/ and N8N_ENDPOINT_WEBHOOK_WAIT to ${endpoint}, let the proxy pass that path on as it is, and start n8n again.`,
		);
	}
	return link;
}

/** Null if n8n's address is not a valid URL. */
function resumeUrl(context: IExecuteFunctions, parameters: { n?: string }): URL | null {
	try {
		return new URL(context.getSignedResumeUrl({ ...parameters }));
	} catch {
		return null;
	}
}

/**
 * Whether the link's path reaches n8n unchanged. n8n signs the public path and checks the path of the
 * request: if a proxy strips a prefix, the signature never matches. n8n does not reveal the name of its
 * waiting endpoint, which may contain slashes, so the REST endpoint is checked instead.
 */
function isAtTop({ pathname, origin }: URL, rest: URL | null): boolean {
	return (
		/^\/webhook-waiting\/[^/]+\/[^/]+$/.test(pathname) ||
		(rest?.origin === origin && /^\/[^/]*$/.test(rest.pathname))
	);
}

const refused = (what: string, remedy: string): Refused =>
	new Refused('INVALID_INPUT', what, `${remedy} Nothing was sent.`);

const PLACEHOLDER = '{link}';

export const hasPlaceholder = (message: string): boolean => message.includes(PLACEHOLDER);

export const withLinkAtEnd = (message: string, link: string): string =>
	`${message.trimEnd()} ${link}`;

/**
 * The message with the link in place of `{link}`, or at its end. Adds spaces around the link so that
 * phones detect where it begins and ends.
 */
export function withLink(message: string, link: string): string {
	if (!hasPlaceholder(message)) return withLinkAtEnd(message, link);
	return message.replaceAll(PLACEHOLDER, (_, at: number) => {
		const end = at + PLACEHOLDER.length;
		const isAfterLink = message.endsWith(PLACEHOLDER, at);
		const before = isAfterLink || /^[\s("]?$/.test(message.charAt(at - 1)) ? '' : ' ';
		const after = /^[.,;:!?)"]*(?:\s|$)/.test(message.slice(end)) ? '' : ' ';
		return before + link + after;
	});
}

/** The message without its link, for the page. */
export function withoutLink(message: string): string {
	return message
		.split(PLACEHOLDER)
		.reduce((left, right) => {
			const isGlued = /^[\p{L}\p{N}]/u.test(right);
			return `${left.trimEnd()}${isGlued ? ' ' : ''}${right}`;
		})
		.trim();
}
