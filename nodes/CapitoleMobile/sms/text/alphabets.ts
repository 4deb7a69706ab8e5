/**
 * The GSM 7-bit default alphabet in code order, from 3GPP TS 23.038, 6.2.1, less 0x1B, the escape.
 * 0x09 is the capital Ç: the small one is not in it, although some tables say so.
 */
const DEFAULT_ALPHABET =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ' +
	' !"#¤%&\'()*+,-./0123456789:;<=>?' +
	'¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
	'¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** The extension table, 3GPP TS 23.038, 6.2.1.1: each of these takes an escape and a second septet. */
const EXTENSION_TABLE = '\f^{}\\[~]|€';

/** Septets by code point, as far as the last character of either table (€, U+20AC). */
const SEPTETS = new Uint8Array(0x20ad);
for (const character of DEFAULT_ALPHABET) SEPTETS[character.charCodeAt(0)] = 1;
for (const character of EXTENSION_TABLE) SEPTETS[character.charCodeAt(0)] = 2;

/** Every character of GSM 03.38, the default alphabet first, then the extension table. */
export const GSM7_CHARACTERS = DEFAULT_ALPHABET + EXTENSION_TABLE;

/** Each character that GSM-7 lacks. */
export const OUTSIDE_GSM7 = new RegExp(`[^${GSM7_CHARACTERS.replace(/[\\\]^-]/g, '\\$&')}]`, 'gu');

/**
 * Septets that a character takes in GSM-7: 1, 2 for the extension table (€ [ ] { } \ ~ ^ | and form
 * feed), 0 where GSM-7 has no such character. Source: 3GPP TS 23.038.
 */
export function septetsOf(character: string): number {
	return character.length === 1 ? (SEPTETS[character.charCodeAt(0)] ?? 0) : 0;
}

/** Whether a character is in the default alphabet or the extension table of 3GPP TS 23.038. */
export function isGsm7(character: string): boolean {
	return septetsOf(character) > 0;
}

/**
 * The printable repertoire of ISO-8859-15 and the line feed, as the inside of a regular expression's
 * character class. Latin-1 less ¤ ¦ ¨ ´ ¸ ¼ ½ ¾, plus € Š š Ž ž Œ œ Ÿ. Left out although they have
 * a byte: tab and carriage return (see text.ts), delete and the C1 controls, which show nothing.
 */
export const ISO_8859_15_CLASS =
	'\\n\\x20-\\x7e\\xa0-\\xa3\\xa5\\xa7\\xa9-\\xb3\\xb5-\\xb7\\xb9-\\xbb\\xbf-\\xff' +
	'\\u20ac\\u0160\\u0161\\u017d\\u017e\\u0152\\u0153\\u0178';

const WHOLE = new RegExp(`^[${ISO_8859_15_CLASS}]*$`, 'u');

/**
 * Whether every character is one of ISO-8859-15's that can be shown, or a line feed.
 *
 * @param text in Unicode NFC
 */
export function isIso885915(text: string): boolean {
	return WHOLE.test(text);
}
