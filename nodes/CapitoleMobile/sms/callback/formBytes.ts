import { decode } from 'iconv-lite';

/** One `name=value` of a query string or form body, decoded, in the order received. */
export interface FormParameter {
	readonly name: string;
	readonly value: string;
	/** The value before it was decoded. */
	readonly written: string;
}

/** A larger form is not read: the longest SMS, escaped, takes about a tenth of this. */
export const MAX_FORM_BYTES = 65_536;
/** The provider sends five parameters; the rest is room for what a user puts in the URL. */
export const MAX_FORM_PARAMETERS = 100;

/**
 * Reads `a=1&b=2` as the bytes it is made of. Never throws.
 *
 * @param latin1 the raw query string or body, one character per byte (`buffer.toString('latin1')`)
 * @returns the parameters in order, or why the form was not read
 *
 * | received | result |
 * |---|---|
 * | `a` or `a=` | `a` with an empty value |
 * | `=x`, `&&` | left out: no name |
 * | `a=b=c` | `a` is `b=c` |
 * | `?a=1`, `a=1&amp;b=2` | as without `?` and `amp;`: glued onto a URL that ends in `?`, escaped for a page |
 * | `+` | a space |
 * | `%4`, `%zz`, `%` | those characters as they are |
 * | `%00` | left out: no SMS alphabet has it, and databases refuse it |
 * | a byte order mark at the start | left out |
 */
export function readForm(latin1: string): readonly FormParameter[] | 'tooLong' | 'tooMany' {
	if (latin1.length > MAX_FORM_BYTES) return 'tooLong';
	const pairs = latin1.replace(/^\xEF\xBB\xBF/, '').split(/&(?:amp;)*/i);
	const form = pairs.map(readPair).filter(({ name }) => name !== '');
	return form.length > MAX_FORM_PARAMETERS ? 'tooMany' : form;
}

function readPair(pair: string): FormParameter {
	const [name = ''] = pair.split('=', 1);
	const written = pair.slice(name.length + 1);
	return {
		name: decodeFormText(name).replace(/^\?+/, ''),
		value: decodeFormText(written),
		written,
	};
}

/** Characters of more than one byte in UTF-8. */
const UTF_8 =
	/[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|\xED[\x80-\x9F][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2}/;

/** Half of an emoji: some encoders write its two UTF-16 units as if each were a character (CESU-8). */
const SURROGATE = /\xED[\xA0-\xBF][\x80-\xBF]/;

const PIECE = new RegExp(`(${UTF_8.source})|((?:${SURROGATE.source})+)|[\\x80-\\xFF]`, 'g');

/** The start of one of these at the end of a value, which was cut off there. */
const CUT =
	/(?:\xED[\xA0-\xAF][\x80-\xBF](?:\xED[\xB0-\xBF]?)?|[\xC2-\xDF]|[\xE0-\xEF][\x80-\xBF]?|[\xF0-\xF4][\x80-\xBF]{0,2})$/;

/** First bytes of accents, œ, ’, … and emoji: as letters, no French word ends in them. */
const NO_LAST_LETTER = /^(?:[\xC2\xC3\xC5\xCC\xE2\xF0]|\xED[\xA0-\xAF])/;

/** What Windows-1252 has where ISO-8859-15 has control characters: 0x80 to 0x9F. */
const WINDOWS_1252 =
	'\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F' +
	'\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178';

/**
 * Decodes one escaped name or value, whichever encoders its pieces come from: what is valid UTF-8 is
 * UTF-8, and every other byte is read by itself, as ISO-8859-15 or Windows-1252. A character that the
 * end of the value cuts off goes, unless its first byte may be a letter (`Caf%E9`).
 *
 * @param latin1 the escaped text, one character per byte
 */
export function decodeFormText(latin1: string): string {
	if (!/[+%\0]|[^\0-\x7F]/.test(latin1)) return latin1;
	const bytes = percentDecode(latin1).replaceAll('\0', '');
	if (!/[^\0-\x7F]/.test(bytes)) return bytes;
	return withoutCutEnd(bytes).replace(PIECE, (piece, character?: string, halves?: string) => {
		const buffer = Buffer.from(piece, 'latin1');
		if (character !== undefined) return buffer.toString('utf8');
		if (halves !== undefined) return joinHalves(buffer);
		return WINDOWS_1252[piece.charCodeAt(0) - 0x80] ?? decode(buffer, 'iso-8859-15');
	});
}

function withoutCutEnd(bytes: string): string {
	const cut = CUT.exec(bytes);
	const rest = bytes.slice(0, cut?.index);
	if (cut === null || rest === '') return bytes;
	const isUtf8 = UTF_8.test(rest) || SURROGATE.test(rest);
	return isUtf8 || NO_LAST_LETTER.test(cut[0]) ? rest : bytes;
}

/** A half without its other half is no character, and goes. */
function joinHalves(bytes: Buffer): string {
	const units = Array.from(
		{ length: bytes.length / 3 },
		(_, unit) =>
			0xd000 |
			((bytes.readUInt8(unit * 3 + 1) & 0x3f) << 6) |
			(bytes.readUInt8(unit * 3 + 2) & 0x3f),
	);
	return String.fromCharCode(...units).replace(/\p{Cs}/gu, '');
}

/** Undoes the escapes of a form; one character per byte, before and after. */
export const percentDecode = (latin1: string): string =>
	latin1
		.replaceAll('+', ' ')
		.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
