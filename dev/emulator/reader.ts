import { isAscii, isUtf8 } from 'node:buffer';

/**
 * The encoding that the provider assumes. Its page says ISO-8859-15, but its PHP sample sends UTF-8, so
 * tests can try all three readings.
 */
export type Reader = 'declared' | 'iso-8859-15' | 'utf-8';

/** The encoding an XML parser would use: byte order mark, else declaration, else UTF-8. */
function declaredEncoding(bytes: Buffer): string {
	const start = bytes.subarray(0, 200).toString('latin1');
	if (start.startsWith('\u00ef\u00bb\u00bf')) return 'utf-8';
	return /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(start)?.[1] ?? 'utf-8';
}

/** Decodes bytes. A sequence that is invalid in the encoding is a violation and becomes U+FFFD. */
export function decodeBytes(
	bytes: Buffer,
	reader: Reader,
): { readonly text: string; readonly violations: readonly string[] } {
	const encoding = (reader === 'declared' ? declaredEncoding(bytes) : reader).toLowerCase();
	const violations: string[] = [];
	// Not with a TextDecoder, which reads US-ASCII and ISO-8859-1 as Windows-1252.
	let text = bytes.toString('latin1');
	if (encoding === 'us-ascii') {
		if (!isAscii(bytes)) violations.push('encoding: bytes that are not ASCII');
	} else if (encoding === 'utf-8' || encoding === 'iso-8859-15') {
		text = new TextDecoder(encoding).decode(bytes);
		if (encoding === 'utf-8' && !isUtf8(bytes)) {
			violations.push('encoding: bytes that are not UTF-8');
		}
	} else if (encoding !== 'iso-8859-1') {
		violations.push(`encoding: ${encoding} is not one that we read`);
	}
	return { text, violations };
}
