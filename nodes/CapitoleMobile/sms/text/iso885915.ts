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
