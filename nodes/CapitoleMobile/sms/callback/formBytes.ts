import { decode } from 'iconv-lite';

/** One decoded `name=value` of a query string or form body. */
export interface FormParameter {
	readonly name: string;
	readonly value: string;
	/** The value before decoding. */
	readonly written: string;
}

/** A larger form is not read; the longest SMS, escaped, takes about a tenth of this. */
export const MAX_FORM_BYTES = 65_536;
/** The provider sends five; the rest is room for parameters that a user adds to the URL. */
export const MAX_FORM_PARAMETERS = 100;

/**
 * Parses the bytes of `a=1&b=2`. Never throws.
 *
 * @param latin1 the raw query string or body, one character per byte (`buffer.toString('latin1')`)
 * @returns the parameters in the order received, or why the form was not read
 *
 * | received | result |
 * |---|---|
 * | `a` or `a=` | `a` with an empty value |
 * | `=x`, `&&` | left out: no name |
 * | `a=b=c` | `a` is `b=c` |
 * | `?a=1`, `a=1&amp;b=2` | as without `?` and `amp;`: the URL ended in `?` or was HTML-escaped |
 * | `+` | a space |
 * | `%4`, `%zz`, `%` | kept as they are |
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

/** A character of several bytes in UTF-8. */
const UTF_8 =
	/[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|\xED[\x80-\x9F][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2}/;

/** Half of an emoji in CESU-8, which encodes its two UTF-16 units like characters. */
const SURROGATE = /\xED[\xA0-\xBF][\x80-\xBF]/;

const PIECE = new RegExp(`(${UTF_8.source})|((?:${SURROGATE.source})+)|[\\x80-\\xFF]`, 'g');

/** An incomplete character at the end of a truncated value. */
const CUT =
	/(?:\xED[\xA0-\xAF][\x80-\xBF](?:\xED[\xB0-\xBF]?)?|[\xC2-\xDF]|[\xE0-\xEF][\x80-\xBF]?|[\xF0-\xF4][\x80-\xBF]{0,2})$/;

/** First bytes of accents, œ, ’, … and emoji. As Latin letters, none of them ends a French word. */
const NO_LAST_LETTER = /^(?:[\xC2\xC3\xC5\xCC\xE2\xF0]|\xED[\xA0-\xAF])/;

/** Windows-1252 from 0x80 to 0x9F, where ISO-8859-15 has control characters. */
const WINDOWS_1252 =
	'\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F' +
	'\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178';

/**
 * Decodes one escaped name or value, whose parts may come from different encoders: valid UTF-8 as
 * UTF-8, and every other byte as ISO-8859-15 or Windows-1252. An incomplete character at the end is
 * dropped, unless its first byte may be a letter (`Caf%E9`).
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

/** Joins the two halves of each emoji; a single half is dropped. */
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

/** Decodes the escapes of a form; one character per byte, before and after. */
export const percentDecode = (latin1: string): string =>
	latin1
		.replaceAll('+', ' ')
		.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
