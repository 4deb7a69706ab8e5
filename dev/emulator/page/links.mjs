/** What ends a sentence or closes a bracket is no part of the address before it. */
const AFTER = /[.,;:!?…'’"”»)\]}]+$/;

/**
 * A text in pieces, in order: `{ text, href }`, with an `href` for an http or https address. Joined
 * again, they are the text.
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
