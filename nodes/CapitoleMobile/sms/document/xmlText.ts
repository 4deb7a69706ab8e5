/** Outside the Char production of XML 1.0: no escaping makes these legal. */
export const ILLEGAL_IN_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const EACH_ILLEGAL = new RegExp(ILLEGAL_IN_XML, 'gu');

/**
 * Any text as the content of an element, with U+FFFD for what XML forbids. By hand, because a second
 * document of xmlbuilder2 for each request makes a message take a fifth longer.
 */
export function elementContent(text: string): string {
	return text
		.replace(EACH_ILLEGAL, '\ufffd')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;');
}
