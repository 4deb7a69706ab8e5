/** Words of an answer that stand together, with spaces between them at most. */
export interface AnswerPiece {
	readonly words: readonly string[];
	/** What stands before them: one `;`, one `,`, or anything else that separates. */
	readonly after: ';' | ',' | 'break';
}

// Spaces of every width, tab, and the byte order mark: PHP sends one for each file saved with it.
const SPACES = ' \t\v\f\u00A0\u2009\u202F\uFEFF';
// @assumption CODES_ARE_SET_APART: the page shows one code and `;balance`, so where an answer has several, they may be on lines of their own or behind `<br>`, `;`, `,`, `|` or a space.
const SEPARATORS = '\n\r;,|';
// A byte order mark read one byte a letter.
const BOM_AS_LATIN1 = '\u00EF\u00BB\u00BF';

/**
 * Cuts an answer at new lines, `<br>`, `;`, `,` and `|`, and the pieces at spaces. Nothing is lost but
 * separators, spaces and byte order marks; the time taken grows with the length only.
 */
export function answerPieces(body: string): AnswerPiece[] {
	const pieces: AnswerPiece[] = [];
	let words: string[] = [];
	let after: AnswerPiece['after'] = 'break';
	let wordStart = 0;
	while (body.startsWith(BOM_AS_LATIN1, wordStart)) wordStart += BOM_AS_LATIN1.length;

	const endWord = (end: number) => {
		if (end > wordStart) words.push(body.slice(wordStart, end));
	};
	const endPiece = (separator: string) => {
		const isFirst = words.length > 0;
		if (isFirst) pieces.push({ words, after });
		words = [];
		after = isFirst && (separator === ';' || separator === ',') ? separator : 'break';
	};
	for (let at = wordStart; at < body.length; at += 1) {
		const character = body.charAt(at);
		if (SPACES.includes(character)) {
			endWord(at);
			wordStart = at + 1;
			continue;
		}
		const end = SEPARATORS.includes(character) ? at + 1 : lineBreakTagEnd(body, at);
		if (end === at) continue;
		endWord(at);
		endPiece(character);
		wordStart = end;
		at = end - 1;
	}
	endWord(body.length);
	endPiece('');
	return pieces;
}

/** Where a `<br>`, `<BR/>` or `<br />` that starts at `at` ends; `at` itself when there is none. */
function lineBreakTagEnd(body: string, at: number): number {
	if (body.charAt(at) !== '<' || body.slice(at + 1, at + 3).toLowerCase() !== 'br') return at;
	let end = at + 3;
	if (body.charAt(end) === ' ') end += 1;
	if (body.charAt(end) === '/') end += 1;
	return body.charAt(end) === '>' ? end + 1 : at;
}
