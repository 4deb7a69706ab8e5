import { isUtf8 } from 'node:buffer';

/**
 * Which encoding the provider takes the bytes to be in. Its page says ISO-8859-15 and shows a PHP
 * sample that sends UTF-8, so all three readings can be tried.
 */
export type Reader = 'declared' | 'iso-8859-15' | 'utf-8';

export interface DecodedText {
	readonly text: string;
	readonly violations: readonly string[];
}

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** The encoding an XML parser would use: byte order mark, else declaration, else UTF-8. */
function declaredEncoding(bytes: Buffer): string {
	if (bytes.subarray(0, 3).equals(UTF8_BOM)) return 'utf-8';
	const start = bytes.subarray(0, 200).toString('latin1');
	return /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(start)?.[1] ?? 'utf-8';
}

const isAscii = (bytes: Buffer): boolean => bytes.every((byte) => byte < 0x80);

/**
 * Bytes to text, never guessing: a byte sequence that the encoding does not have is a violation,
 * and is shown as U+FFFD.
 */
export function decodeBytes(bytes: Buffer, reader: Reader): DecodedText {
	const encoding = (reader === 'declared' ? declaredEncoding(bytes) : reader).toLowerCase();
	switch (encoding) {
		case 'utf-8':
		case 'utf8': {
			return {
				text: new TextDecoder('utf-8').decode(bytes),
				violations: isUtf8(bytes) ? [] : ['encoding: bytes that are not UTF-8'],
			};
		}
		case 'iso-8859-15':
			return { text: new TextDecoder('iso-8859-15').decode(bytes), violations: [] };
		case 'iso-8859-1':
			return { text: bytes.toString('latin1'), violations: [] };
		case 'us-ascii':
		case 'ascii':
			return {
				text: bytes.toString('latin1'),
				violations: isAscii(bytes) ? [] : ['encoding: bytes that are not ASCII'],
			};
		default:
			return {
				text: bytes.toString('latin1'),
				violations: [`encoding: ${encoding} is not one that we read`],
			};
	}
}
