import type { IExecuteFunctions } from 'n8n-workflow';

import { Refused } from '../../sms/refused';

/**
 * What a link carries besides n8n's signature.
 *
 * @param number see `AskedQuestion`; a first question has none, since every character costs
 */
export const linkParameters = (number: number): { n?: string } =>
	number === 1 ? {} : { n: String(number) };

const ADDRESS = 'N8N_WEBHOOK_URL (WEBHOOK_URL before n8n 2.41)';

/**
 * The link to answer an execution, as n8n makes and signs it.
 *
 * @throws Refused for a link that no phone could open, or that n8n would not take back: the SMS would be
 *   paid for, and the execution would wait for ever
 */
export function signedLink(context: IExecuteFunctions, number: number): URL {
	// n8n 1.x checks a link's signature only where the node says so; n8n 2.x always does.
	const n8n1: object & { setSignatureValidationRequired?: () => void } = context;
	n8n1.setSignatureValidationRequired?.();
	// n8n's address with one path behind it, like every URL of n8n's.
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
			`n8n's own address has a path (${address}), and n8n takes no answer behind a path`,
			`Set the environment variables ${ADDRESS} to ${link.origin}/ and N8N_ENDPOINT_WEBHOOK_WAIT to ${endpoint}, let the proxy pass that path on as it is, and start n8n again.`,
		);
	}
	return link;
}

/** Null where n8n cannot make a URL of its address. */
function resumeUrl(context: IExecuteFunctions, parameters: { n?: string }): URL | null {
	try {
		return new URL(context.getSignedResumeUrl({ ...parameters }));
	} catch {
		return null;
	}
}

/**
 * n8n signs the path of the public link, and checks it against the path of the request that reaches it:
 * where a proxy takes a part away, no signature is right. n8n does not tell its endpoint's name, which
 * may have slashes; at the top of the address, its REST endpoint is at the top, too.
 */
function isAtTop({ pathname, origin }: URL, rest: URL | null): boolean {
	return (
		/^\/webhook-waiting\/[^/]+\/[^/]+$/.test(pathname) ||
		(rest?.origin === origin && /^\/[^/]*$/.test(rest.pathname))
	);
}

const refused = (what: string, remedy: string): Refused =>
	new Refused('INVALID_INPUT', what, `${remedy} Nothing was sent.`);

/** Where the link goes in a message. */
const PLACE = '{link}';

export const hasPlace = (message: string): boolean => message.includes(PLACE);

export const withLinkAtEnd = (message: string, link: string): string =>
	`${message.trimEnd()} ${link}`;

/**
 * The message with the link where it says `{link}`, else at its end. What touches it gets a space, so
 * that phones see where the link begins and ends.
 */
export function withLink(message: string, link: string): string {
	if (!hasPlace(message)) return withLinkAtEnd(message, link);
	return message.replaceAll(PLACE, (_, at: number) => {
		const end = at + PLACE.length;
		const isAfterLink = message.endsWith(PLACE, at);
		const before = isAfterLink || /^[\s("]?$/.test(message.charAt(at - 1)) ? '' : ' ';
		const after = /^[\s.,;:!?)"]?$/.test(message.charAt(end)) ? '' : ' ';
		return before + link + after;
	});
}

/** The message as the page shows it, which needs no link. */
export function withoutLink(message: string): string {
	return message
		.split(PLACE)
		.reduce((left, right) => {
			const isGlued = /^[\p{L}\p{N}]/u.test(right);
			return `${left.trimEnd()}${isGlued ? ' ' : ''}${right}`;
		})
		.trim();
}
