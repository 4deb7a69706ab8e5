import iconv from 'iconv-lite';

import { ISO_8859_15_CLASS } from '../text/segments';

/**
 * How the document's characters become bytes. The provider's page names ISO-8859-15 twice, but its PHP
 * sample sends UTF-8, hence the choice:
 * - `iso-8859-15`: as the page says, announced by the XML declaration
 * - `utf-8`: as the page's sample does, announced by the XML declaration
 * - `ascii`: numeric references for everything else, which every XML parser reads alike
 */
export type Charset = 'iso-8859-15' | 'utf-8' | 'ascii';

/** The encoding in the XML declaration. `ascii` has none: its bytes are the same in any encoding. */
// @assumption CHARSET_ISO_8859_15: the provider reads ISO-8859-15 bytes that an XML declaration announces, because its page names that encoding twice; the page's PHP sample sends UTF-8, so the charset option offers it too.
export const DECLARED_ENCODING: Record<Charset, string | undefined> = {
	'iso-8859-15': 'ISO-8859-15',
	'utf-8': 'UTF-8',
	ascii: undefined,
};

/** The charset that a document announces in its XML declaration. */
export function charsetOf(document: string): Charset {
	const declared = /^<\?xml [^>]*encoding="([^"]+)"/.exec(document)?.[1];
	if (declared === DECLARED_ENCODING['iso-8859-15']) return 'iso-8859-15';
	return declared === DECLARED_ENCODING['utf-8'] ? 'utf-8' : 'ascii';
}

/** Characters without a byte of their own, which iconv-lite would silently write as `?`. */
const WITHOUT_BYTE: Readonly<Record<Exclude<Charset, 'utf-8'>, RegExp>> = {
	// Control characters have the same bytes everywhere.
	'iso-8859-15': new RegExp(`[^\\0-\\x9f${ISO_8859_15_CLASS}]`, 'gu'),
	ascii: /[^\0-\x7f]/gu,
};

/** Encodes an XML document. Characters that the charset lacks become numeric references. */
export function encodeDocument(document: string, charset: Charset): Buffer {
	if (charset === 'utf-8') return Buffer.from(document, 'utf8');
	const written = document.replace(
		WITHOUT_BYTE[charset],
		(character) => `&#${String(character.codePointAt(0))};`,
	);
	return iconv.encode(written, 'ISO-8859-15');
}

/**
 * Escapes raw bytes for `application/x-www-form-urlencoded`. `URLSearchParams` always writes UTF-8. A
 * space becomes `%20`, which every decoder reads, with or without the form's `+` rule.
 */
export function percentEncode(bytes: Uint8Array): string {
	let escaped = '';
	for (const byte of bytes) escaped += ESCAPES[byte] ?? '';
	return escaped;
}

const ESCAPES: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
	const character = String.fromCharCode(byte);
	return /[A-Za-z0-9._~-]/.test(character)
		? character
		: `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});
