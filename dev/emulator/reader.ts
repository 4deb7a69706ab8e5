import { isAscii, isUtf8 } from 'node:buffer';

/**
 * Which encoding the provider takes the bytes to be in. Its page says ISO-8859-15 and shows a PHP
 * sample that sends UTF-8, so all three readings can be tried.
 */
export type Reader = 'declared' | 'iso-8859-15' | 'utf-8';

/** The encoding an XML parser would use: byte order mark, else declaration, else UTF-8. */
function declaredEncoding(bytes: Buffer): string {
	const start = bytes.subarray(0, 200).toString('latin1');
	if (start.startsWith('\u00ef\u00bb\u00bf')) return 'utf-8';
	return /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(start)?.[1] ?? 'utf-8';
}

/**
 * Bytes to text, never guessing: a byte sequence that the encoding does not have is a violation,
 * and is shown as U+FFFD.
 */
export function decodeBytes(
	bytes: Buffer,
	reader: Reader,
): { readonly text: string; readonly violations: readonly string[] } {
	const encoding = (reader === 'declared' ? declaredEncoding(bytes) : reader).toLowerCase();
	const violations: string[] = [];
	// A TextDecoder reads the next two as Windows-1252.
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
