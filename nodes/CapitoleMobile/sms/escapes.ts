/** Outside the Char production of XML 1.0: no escaping makes these legal. */
export const ILLEGAL_IN_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const EACH_ILLEGAL = new RegExp(ILLEGAL_IN_XML, 'gu');

/** As the text of an element. */
export const escapeText = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The same, and within double quotes as the value of an attribute. */
export const escapeHtml = (text: string): string =>
	escapeText(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;');

/** The same in XML, with U+FFFD for what it forbids. */
export const elementContent = (text: string): string =>
	escapeText(text.replace(EACH_ILLEGAL, '\ufffd'));
