/** Characters outside XML 1.0's Char production, which are illegal even when escaped. */
export const ILLEGAL_IN_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const EACH_ILLEGAL = new RegExp(ILLEGAL_IN_XML, 'gu');

/** For the text of an element. */
export const escapeText = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** For the text of an element, or a quoted attribute in HTML. */
export const escapeHtml = (text: string): string =>
	escapeText(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;');

/** For the text of an element in XML; illegal characters become U+FFFD. */
export const elementContent = (text: string): string =>
	escapeText(text.replace(EACH_ILLEGAL, '\ufffd'));
