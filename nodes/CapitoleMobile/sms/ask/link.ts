/** Where the link goes in a message. */
const PLACE = '{link}';

export const hasPlace = (message: string): boolean => message.includes(PLACE);

/** The message with the link where it says `{link}`, else at its end. */
export function withLink(message: string, link: string): string {
	return hasPlace(message) ? message.replaceAll(PLACE, () => link) : `${message.trimEnd()} ${link}`;
}

/** The message as the page shows it, which needs no link. */
export function withoutLink(message: string): string {
	return message.replace(/[ \t]*\{link\}/g, '').trim();
}

const PRIVATE_HOSTS = [
	/^localhost$|\.(localhost|local|internal|lan|home\.arpa)$/,
	// A name without a dot is one of a local network, such as a container's.
	/^[^.:]+$/,
	/^(0|10|127)\./,
	/^192\.168\.|^169\.254\./,
	/^172\.(1[6-9]|2\d|3[01])\./,
	/^\[(::1?|f[cd][\da-f]{2}:.*|fe80:.*)\]$/,
];

/** Whether a phone outside the local network cannot open the link: RFC 1918, 4193, 6761. */
export function isPrivateLink(link: string): boolean {
	const { hostname } = new URL(link);
	return PRIVATE_HOSTS.some((pattern) => pattern.test(hostname));
}
