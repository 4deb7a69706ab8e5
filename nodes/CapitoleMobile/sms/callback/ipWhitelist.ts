/** A block of addresses; IPv4 is kept as IPv4-mapped IPv6, so that both compare as 128 bits. */
interface AddressRange {
	readonly first: bigint;
	/** Bits that may differ from `first`, 0 to 128. */
	readonly freeBits: bigint;
}

const IPV4_MAPPED = 0xffffn << 32n;

/**
 * Whether an address may call.
 *
 * @param whitelist addresses and CIDR ranges, separated by commas, semicolons or white space. An
 *   empty list lets nobody in, nor does an entry that cannot be read (see `unreadableAddresses`).
 * @param address the caller's, IPv4, IPv6 or IPv4-mapped IPv6 (`::ffff:192.0.2.1`)
 */
export function isAllowedAddress(whitelist: string, address: string | undefined): boolean {
	const caller = readAddress(address ?? '');
	if (caller === null) return false;
	return addressEntries(whitelist).some((entry) => {
		const range = readRange(entry);
		return range !== null && caller.bits >> range.freeBits === range.first >> range.freeBits;
	});
}

/** Whether a whitelist has no entry at all. */
export function isEmptyWhitelist(whitelist: string): boolean {
	return addressEntries(whitelist).length === 0;
}

/** The entries of a whitelist that are neither an address nor a CIDR range, as written. */
export function unreadableAddresses(whitelist: string): string[] {
	return addressEntries(whitelist).filter((entry) => readRange(entry) === null);
}

function addressEntries(whitelist: string): string[] {
	return whitelist.split(/[\s,;]+/).filter((entry) => entry !== '');
}

function readRange(entry: string): AddressRange | null {
	const [text = '', prefix, ...more] = entry.split('/');
	const address = readAddress(text);
	if (address === null || more.length > 0) return null;
	if (prefix === undefined) return { first: address.bits, freeBits: 0n };
	const width = address.isIpv4 ? 32 : 128;
	if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > width) return null;
	return { first: address.bits, freeBits: BigInt(width - Number(prefix)) };
}

/** @returns the address as 128 bits and how it was written, or null when it is none */
function readAddress(text: string): { bits: bigint; isIpv4: boolean } | null {
	const ipv4 = readIpv4(text);
	if (ipv4 !== null) return { bits: IPV4_MAPPED | ipv4, isIpv4: true };
	const ipv6 = readIpv6(text.replace(/%.*$/, ''));
	return ipv6 === null ? null : { bits: ipv6, isIpv4: false };
}

function readIpv4(text: string): bigint | null {
	if (!/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text)) return null;
	const bytes = text.split('.').map(Number);
	if (bytes.some((byte) => byte > 255)) return null;
	return bytes.reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
}

/** RFC 4291, section 2.2; a URL writes it in one way, with hexadecimal groups and `::` for zeros. */
function readIpv6(text: string): bigint | null {
	if (text.length > 45 || !text.includes(':') || !URL.canParse(`http://[${text}]`)) return null;
	const written = new URL(`http://[${text}]`).hostname.slice(1, -1);
	const [before = [], after = []] = written.split('::').map((half) => half.split(':'));
	const groups = [
		...before,
		...Array<string>(8 - before.length - after.length).fill('0'),
		...after,
	];
	return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group || '0'}`), 0n);
}
