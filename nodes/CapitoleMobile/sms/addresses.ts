import ipaddr from 'ipaddr.js';

/** The ipaddr.js names of loopback and private ranges. */
const NEAR = ['loopback', 'unspecified', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'];

/** Whether a host is this machine or on a private network, where outsiders cannot reach it. */
export function isNearHost({ hostname }: URL): boolean {
	const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
	if (ipaddr.isValid(host)) return NEAR.includes(ipaddr.process(host).range());
	// A name without a dot, such as a container's, resolves only on its own network.
	return !host.includes('.') || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host);
}

/**
 * Whether a caller's address is on the whitelist.
 *
 * @param whitelist addresses and CIDR ranges, separated by commas, semicolons or white space. An empty
 *   list lets nobody in; an unreadable entry matches nobody (see `unreadableAddresses`).
 * @param address IPv4, IPv6 or IPv4-mapped IPv6 (`::ffff:192.0.2.1`)
 */
export function isAllowedAddress(whitelist: string, address: string | undefined): boolean {
	const caller = readAddress(address ?? '');
	if (caller === null) return false;
	const ranges = addressEntries(whitelist).map(readRange);
	return ranges.some((range) => range !== null && caller.match(range));
}

export const isEmptyWhitelist = (whitelist: string): boolean =>
	addressEntries(whitelist).length === 0;

/** The entries that are neither an address nor a CIDR range, as written. */
export const unreadableAddresses = (whitelist: string): string[] =>
	addressEntries(whitelist).filter((entry) => readRange(entry) === null);

const addressEntries = (whitelist: string): string[] =>
	whitelist.split(/[\s,;]+/).filter((entry) => entry !== '');

// A cheap check first: ipaddr.js rejects text by catching its own exceptions, which is slow.
const isIpv4 = (text: string): boolean =>
	/^[\d.]{7,15}$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text);
const isIpv6 = (text: string): boolean =>
	/^[^:]{0,4}:.{1,100}$/.test(text) && ipaddr.IPv6.isValid(text);

/** Maps IPv4 to IPv4-mapped IPv6, so that both compare alike. */
function readAddress(text: string): ipaddr.IPv6 | null {
	if (isIpv4(text)) return ipaddr.IPv4.parse(text).toIPv4MappedAddress();
	return isIpv6(text) ? ipaddr.IPv6.parse(text) : null;
}

function readRange(entry: string): [ipaddr.IPv6, number] | null {
	const [, text = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
	const address = readAddress(text);
	const width = isIpv4(text) ? 32 : 128;
	const bits = Number(prefix ?? width);
	return address === null || bits > width ? null : [address, 128 - width + bits];
}
