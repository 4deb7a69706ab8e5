import { InvalidInput } from './invalidInput';

/** Printable ISO-8859-15, by Unicode: eight places of ISO-8859-1 went to € Š š Ž ž Œ œ Ÿ. */
const NOT_PRINTABLE_LATIN_9 =
	/[^\x20-\x7E\u00A0-\u00A3\u00A5\u00A7\u00A9-\u00B3\u00B5-\u00B7\u00B9-\u00BB\u00BF-\u00FF€ŠšŽžŒœŸ]/u;

/**
 * Reads a field of a few characters, `sender` or `id`: a text or a whole number, composed (NFC) and
 * without the white space around it; "" for none.
 * @throws InvalidInput for other values, and for characters that the wire cannot carry
 */
export function readShortField(field: 'sender' | 'id', value: unknown): string {
	const text = plainText(field, value).normalize('NFC').trim();
	const character = NOT_PRINTABLE_LATIN_9.exec(text)?.[0];
	if (character === undefined) return text;

	const code = character.codePointAt(0) ?? 0;
	const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
	const isControl = /\p{C}|\p{Z}/u.test(character);
	const position = [...text.slice(0, text.indexOf(character))].length + 1;
	throw new InvalidInput(
		field,
		`The ${field} has ${isControl ? `an invisible character (${name})` : `"${character}" (${name})`} at position ${position}, which cannot be sent there`,
		'Remove it or replace it: letters A to Z and digits are safe.',
	);
}

function plainText(field: 'sender' | 'id', value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
	if (typeof value === 'number') {
		throw new InvalidInput(
			field,
			`The ${field} is the number ${value}, which has no plain digits`,
			'Give it as text.',
		);
	}
	const kind = Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
	throw new InvalidInput(field, `The ${field} is ${kind}, not a text`, 'Give one text.');
}
