/** A text, and where each of its UTF-16 units came from in the text first given. */
export interface TextLayer {
	readonly text: string;
	/** Index by unit: where its writing starts, and where it ends (exclusive). */
	readonly starts: Int32Array;
	readonly ends: Int32Array;
	/** Units before an escape that the end of the text cuts off. */
	readonly whole: number;
}

/** The text as it stands. */
export function plainLayer(text: string): TextLayer {
	const starts = new Int32Array(text.length);
	const ends = new Int32Array(text.length);
	for (let i = 0; i < text.length; i += 1) {
		starts[i] = i;
		ends[i] = i + 1;
	}
	return { text, starts, ends, whole: text.length };
}

interface Escaping {
	/** Matches one escape, whatever stands for a character in this way of writing. */
	readonly escape: RegExp;
	/** Matches an escape that the end of the text cuts off. */
	readonly cutOff: RegExp;
	/** What the escape stands for; null when it is none after all. */
	readonly read: (escape: string) => string | null;
}

// &#0000008364; and the like.
const LONGEST_ESCAPE = 13;

// All of these match a bounded number of characters, so a pass takes time in the length only.
const ESCAPINGS: readonly Escaping[] = [
	{
		// Percent-encoded bytes, one unit each: the forms of a secret include its bytes.
		escape: /%[0-9a-f]{2}|\+/gi,
		cutOff: /%[0-9a-f]?$/i,
		read: (escape) => (escape === '+' ? ' ' : unit(parseInt(escape.slice(1), 16))),
	},
	{
		// XML and HTML references; the semicolon may be missing from numbers, as browsers allow.
		escape: /&(?:#[0-9]{1,10};?|#x[0-9a-f]{1,8};?|[a-z]{2,8};)/gi,
		cutOff: /&(?:#[0-9]{0,10}|#x[0-9a-f]{0,8}|[a-z]{0,8})$/i,
		read: (escape) => readReference(escape.slice(1).replace(';', '')),
	},
	{
		// JSON, JavaScript and PHP's addslashes.
		escape: /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[^ux])/gi,
		cutOff: /\\(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?$/i,
		read: (escape) =>
			escape.length > 2
				? unit(parseInt(escape.slice(2), 16))
				: (CONTROLS.get(escape.charAt(1)) ?? escape.charAt(1)),
	},
];

const CONTROLS = new Map([
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	['b', '\b'],
	['f', '\f'],
]);
const NAMED = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
	['nbsp', '\u00A0'],
	['euro', '€'],
	['oelig', 'œ'],
	['OElig', 'Œ'],
	['aelig', 'æ'],
	['AElig', 'Æ'],
	['szlig', 'ß'],
	['laquo', '«'],
	['raquo', '»'],
	['deg', '°'],
	['sect', '§'],
	['pound', '£'],
]);
const ACCENTS = new Map([
	['grave', '\u0300'],
	['acute', '\u0301'],
	['circ', '\u0302'],
	['tilde', '\u0303'],
	['uml', '\u0308'],
	['ring', '\u030A'],
	['cedil', '\u0327'],
]);

const unit = (value: number): string => String.fromCharCode(value);

function readReference(name: string): string | null {
	if (name.startsWith('#')) {
		const isHex = name.charAt(1).toLowerCase() === 'x';
		const value = parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
		return value <= 0x10ffff ? String.fromCodePoint(value) : null;
	}
	const accent = ACCENTS.get(name.slice(1));
	if (accent !== undefined) return (name.charAt(0) + accent).normalize('NFC');
	return NAMED.get(name) ?? null;
}

/** The layer with one way of escaping undone; undefined where it has no such escape. */
function unescape(layer: TextLayer, { escape, cutOff, read }: Escaping): TextLayer | undefined {
	const { text } = layer;
	// Only the end of the text is cut off; where an outer escaping lost its end, what is before that.
	const tail = text.slice(Math.max(0, layer.whole - LONGEST_ESCAPE), layer.whole);
	const cut = cutOff.exec(tail);
	const parts: string[] = [];
	const starts = new Int32Array(text.length);
	const ends = new Int32Array(text.length);
	let length = 0;
	let done = 0;
	const copy = (until: number) => {
		parts.push(text.slice(done, until));
		for (; done < until; done += 1, length += 1) {
			starts[length] = layer.starts[done] ?? 0;
			ends[length] = layer.ends[done] ?? 0;
		}
	};
	for (const match of text.matchAll(escape)) {
		const characters = read(match[0]);
		if (characters === null) continue;
		copy(match.index);
		const end = match.index + match[0].length;
		parts.push(characters);
		for (let i = 0; i < characters.length; i += 1, length += 1) {
			starts[length] = layer.starts[match.index] ?? 0;
			ends[length] = layer.ends[end - 1] ?? 0;
		}
		done = end;
	}
	if (done === 0 && cut === null) return undefined;
	copy(text.length);
	const wholeUntil = layer.whole - (cut === null ? 0 : tail.length - cut.index);
	const cutAt = layer.starts[wholeUntil] ?? Infinity;
	let whole = length;
	while (wholeUntil < text.length && whole > 0 && (starts[whole - 1] ?? 0) >= cutAt) whole -= 1;
	return { text: parts.join(''), starts, ends, whole };
}

/**
 * The text with its escapes undone in every order, up to a depth: a form body within JSON within
 * XML is found three layers down. The text itself is not among them.
 */
export function unescapedLayers(layer: TextLayer, depth: number): TextLayer[] {
	if (depth === 0) return [];
	return ESCAPINGS.flatMap((escaping) => {
		const inner = unescape(layer, escaping);
		return inner ? [inner, ...unescapedLayers(inner, depth - 1)] : [];
	});
}
