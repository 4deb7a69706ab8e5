/** Punctuation and brackets after an address, which are not part of it. */
const AFTER = /[.,;:!?…'’"”»)\]}]+$/;

/**
 * Splits a text into pieces, `{ text, href }`; only http and https addresses have an `href`. The joined
 * pieces are the text.
 */
export function piecesOf(text) {
	const pieces = [];
	let rest = 0;
	for (const { 0: found, index } of text.matchAll(/\bhttps?:\/\/[^\s<>"«»]+/gi)) {
		const address = found.replace(AFTER, '');
		if (!URL.canParse(address)) continue;
		pieces.push({ text: text.slice(rest, index) }, { text: address, href: address });
		rest = index + address.length;
	}
	pieces.push({ text: text.slice(rest) });
	return pieces.filter((piece) => piece.text !== '');
}
