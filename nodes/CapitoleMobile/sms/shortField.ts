import { InvalidInput } from './invalidInput';
import { codePointName } from './text/characters';
import { ISO_8859_15_CLASS } from './text/alphabets';

const UNSENDABLE = new RegExp(`[^${ISO_8859_15_CLASS}]|[\\n\\xad]`, 'u');

/** UTF-16 code units that are looked into: more than any of these fields holds, however written. */
const LONGEST = 100;

/**
 * Reads a field of a few characters, `sender` or `id`: a text or a whole number, composed (NFC) and
 * without the white space around it; "" for none.
 * @param maximum characters that the field may have, for the caller to check
 * @throws InvalidInput for other values, for characters that the wire cannot carry, and for what is
 * far too long, before anything looks into it
 */
export function readShortField(field: 'sender' | 'id', value: unknown, maximum: number): string {
	const given = plainText(field, value);
	if (given.length > LONGEST) {
		throw new InvalidInput(
			field,
			`${given.length} characters; at most ${maximum} are allowed`,
			'Shorten it, or check the expression that fills it.',
		);
	}
	const text = given.normalize('NFC').trim();
	const character = UNSENDABLE.exec(text)?.[0];
	if (character === undefined) return text;

	const name = codePointName(character);
	const isControl = /\p{C}|\p{Z}/u.test(character);
	const position = [...text.slice(0, text.indexOf(character))].length + 1;
	throw new InvalidInput(
		field,
		`${isControl ? `An invisible character (${name})` : `“${character}” (${name})`} at position ${position} cannot be sent`,
		'Remove it or replace it: letters A to Z and digits are safe.',
	);
}

function plainText(field: 'sender' | 'id', value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
	if (typeof value === 'number') {
		throw new InvalidInput(field, `The number ${value} has no plain digits`, 'Give it as text.');
	}
	const kind = Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
	throw new InvalidInput(field, `The value is ${kind}, not a text`, 'Give one text.');
}
