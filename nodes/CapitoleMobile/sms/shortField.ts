import { InvalidInput } from './invalidInput';
import { codePointName } from './text/characterLabel';
import { ISO_8859_15_CLASS } from './text/iso885915';

const UNSENDABLE = new RegExp(`[^${ISO_8859_15_CLASS}]|\\n`, 'u');

/**
 * Reads a field of a few characters, `sender` or `id`: a text or a whole number, composed (NFC) and
 * without the white space around it; "" for none.
 * @throws InvalidInput for other values, and for characters that the wire cannot carry
 */
export function readShortField(field: 'sender' | 'id', value: unknown): string {
	const text = plainText(field, value).normalize('NFC').trim();
	const character = UNSENDABLE.exec(text)?.[0];
	if (character === undefined) return text;

	const name = codePointName(character);
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
