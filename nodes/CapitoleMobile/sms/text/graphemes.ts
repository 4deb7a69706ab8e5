/** A user-perceived character: what shows as one, however many code points it takes. */
export interface Grapheme {
	readonly segment: string;
	/** Where it starts, in UTF-16 code units. */
	readonly index: number;
}

/** Accents and joiners belong to no language in particular, so neither does the splitting. */
const SEGMENTER = new Intl.Segmenter('en');

/** UTF-16 code units segmented at a time: Node 20's segmenter takes quadratic time for long texts. */
const WINDOW = 2000;

/** The graphemes of a text in order. Source: Unicode Standard Annex 29, as `Intl.Segmenter` has it. */
export function* graphemesOf(text: string): Generator<Grapheme> {
	let start = 0;
	let size = WINDOW;
	while (start < text.length) {
		// Half of a surrogate pair would look like a character of its own.
		const end = start + size + (/[\ud800-\udbff]/.test(text.charAt(start + size - 1)) ? 1 : 0);
		const segments = Array.from(SEGMENTER.segment(text.slice(start, end)));
		// The last one may go on behind the window; if it is the only one, the window is too small.
		if (end < text.length) segments.pop();
		for (const { segment, index } of segments) yield { segment, index: start + index };
		start += segments.reduce((length, { segment }) => length + segment.length, 0);
		size = segments.length > 0 ? WINDOW : size * 2;
	}
}
