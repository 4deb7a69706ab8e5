import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { Refused } from '../../sms/refused';

/**
 * The link to answer an execution, as n8n makes and signs it.
 *
 * @throws Refused for one that no phone could open, or that n8n would not take back: the SMS would be
 *   paid for, and the execution would wait for ever
 */
export function signedLink(
	context: IExecuteFunctions,
	parameters: Readonly<Record<string, string>> = {},
): URL {
	requireSignature(context);
	// n8n's address with a path behind it, as every URL of its.
	const rest = context.getRestApiUrl();
	const address = rest.replace(/[^/]*$/, '');
	const link = resumeUrl(context, parameters);
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

const ADDRESS = 'N8N_WEBHOOK_URL (WEBHOOK_URL before n8n 2.41)';

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

/** n8n 1.x looks at a link's signature only where a node says so; n8n 2.x always does. */
function requireSignature(context: IExecuteFunctions): void {
	const n8n1: { readonly setSignatureValidationRequired?: unknown } & object = context;
	if (typeof n8n1.setSignatureValidationRequired === 'function') {
		n8n1.setSignatureValidationRequired();
	}
}

/** Null where n8n cannot make a URL of its address. */
function resumeUrl(
	context: IExecuteFunctions,
	parameters: Readonly<Record<string, string>>,
): URL | null {
	try {
		return new URL(context.getSignedResumeUrl(parameters));
	} catch (reason) {
		if ((reason as { code?: unknown }).code === 'ERR_INVALID_URL') return null;
		throw new NodeOperationError(context.getNode(), reason as Error);
	}
}

const refused = (what: string, remedy: string): Refused =>
	new Refused('INVALID_INPUT', what, `${remedy} Nothing was sent.`);
