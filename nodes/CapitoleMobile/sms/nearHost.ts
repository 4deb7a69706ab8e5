import ipaddr from 'ipaddr.js';

/** Ranges of addresses that are this machine's or of a private network, as ipaddr.js names them. */
const NEAR = ['loopback', 'unspecified', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'];

/** Whether a host is this machine or of a private network, so that nobody outside reaches it by this name. */
export function isNearHost({ hostname }: URL): boolean {
	const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
	if (ipaddr.isValid(host)) return NEAR.includes(ipaddr.process(host).range());
	// A name without a dot, such as a container's, is known to its own network only.
	return !host.includes('.') || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host);
}
