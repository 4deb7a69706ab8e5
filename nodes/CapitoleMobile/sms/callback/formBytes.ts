import { decode } from 'iconv-lite';

/** One `name=value` of a query string or form body, decoded, in the order received. */
export interface FormParameter {
	readonly name: string;
	readonly value: string;
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
 * | `+` | a space |
 * | `%4`, `%zz`, `%` | those characters as they are |
 * | `%00` | left out: no SMS alphabet has it, and databases refuse it |
 * | a byte order mark at the start | left out |
 */
export function readForm(latin1: string): readonly FormParameter[] | 'tooLong' | 'tooMany' {
	if (latin1.length > MAX_FORM_BYTES) return 'tooLong';
	const form: FormParameter[] = [];
	for (const pair of latin1.replace(/^\xEF\xBB\xBF/, '').split('&')) {
		const equals = pair.indexOf('=');
		const name = decodeFormText(equals < 0 ? pair : pair.slice(0, equals));
		if (name === '') continue;
		if (form.length === MAX_FORM_PARAMETERS) return 'tooMany';
		form.push({ name, value: equals < 0 ? '' : decodeFormText(pair.slice(equals + 1)) });
	}
	return form;
}

/**
 * Decodes one escaped name or value: UTF-8 if its bytes are valid UTF-8, else ISO-8859-15.
 *
 * Each value is judged by itself: an operator's name from a table and a message that someone typed
 * need not come from the same encoder. ISO-8859-15 text with accents is hardly ever valid UTF-8.
 *
 * @param latin1 the escaped text, one character per byte
 */
export function decodeFormText(latin1: string): string {
	if (!/[+%\0]|[^\0-\x7F]/.test(latin1)) return latin1;
	const bytes = percentDecode(latin1).replaceAll('\0', '');
	if (!/[^\0-\x7F]/.test(bytes)) return bytes;
	const buffer = Buffer.from(bytes, 'latin1');
	const text = buffer.toString('utf8');
	// `toString` never throws: it writes U+FFFD for bytes that are not UTF-8, and the round trip shows it.
	return Buffer.from(text, 'utf8').equals(buffer) ? text : decode(buffer, 'iso-8859-15');
}

/** Undoes the escapes of a form; one character per byte, before and after. */
export const percentDecode = (latin1: string): string =>
	latin1
		.replaceAll('+', ' ')
		.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
