import { type InputField, InvalidInput } from './refused';
import { figure } from './figure';
import type { OutgoingMessage } from './document/document';

/** Characters of a value that a message quotes. */
const MOST_QUOTED = 40;

/** A value as a message quotes it: its start, or its type if it is not plain. */
export const shown = (value: unknown): string => {
	if (typeof value === 'string') {
		return value.length > MOST_QUOTED ? `“${value.slice(0, MOST_QUOTED)}…”` : `“${value}”`;
	}
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return Array.isArray(value)
		? 'a list'
		: value === null
			? 'null'
			: `a value of type ${typeof value}`;
};

/** Whether a value is a group of named values, as a collection is. */
export const isGroup = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** @returns a reader that throws InvalidInput unless the value is one of the choices */
export function oneOf<T extends string>(
	...choices: readonly T[]
): (field: InputField, value: unknown) => T {
	return (field, value) => {
		const found = choices.find((choice) => choice === value);
		if (found !== undefined) return found;
		throw new InvalidInput(
			field,
			`${shown(value)} is not one of ${choices.join(', ')}`,
			'Choose from the list, or let the expression give one of these.',
		);
	};
}

/** @throws InvalidInput unless the value is a boolean or `true` or `false` as text */
export function readSwitch(field: InputField, value: unknown): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new InvalidInput(field, `${shown(value)} is neither true nor false`, 'Use true or false.');
}

/** @returns a reader that throws InvalidInput unless the value is such a whole number, or its digits */
export function wholeNumber(
	most: number,
	least = 1,
): (field: InputField, value: unknown) => number {
	return (field, value) => {
		const isPlain =
			typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value.trim()));
		const count = isPlain ? Number(value) : NaN;
		if (Number.isInteger(count) && count >= least && count <= most) return count;
		throw new InvalidInput(
			field,
			`${shown(value)} is not a whole number from ${least} to ${figure(most)}`,
			'Correct the option, or remove it to use its default.',
		);
	};
}

/**
 * Reads the key under which an SMS is sent only once.
 *
 * @throws InvalidInput for an empty key, which would protect nothing, and for what a wrong expression
 *   gives to every item (`undefined`), which would send the first item only
 */
export function readKey(field: InputField, key: unknown): string {
	const isName = typeof key === 'string' || (typeof key === 'number' && Number.isFinite(key));
	const name = isName ? String(key).trim() : '';
	const isOdd = /^(NaN|-?Infinity|undefined|null|\[object \w{1,40}\]|[^\p{L}\p{N}]*)$/u.test(name);
	if (!isOdd) return name;
	throw new InvalidInput(
		field,
		name === '' ? `The key is ${kindOf(key)}` : `${shown(name)} comes from a wrong expression`,
		'Let the expression give a text that names this SMS, such as {{ $json.orderId }}, or remove the option.',
	);
}

function kindOf(key: unknown): string {
	if (key === undefined || key === null || typeof key === 'string') return 'empty';
	return Array.isArray(key) ? 'a list, not a text' : `a value of type ${typeof key}, not a text`;
}

/** @throws InvalidInput unless the value is a text, or a number from a spreadsheet */
export function readText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (Number.isFinite(value) || typeof value === 'bigint') return String(value);
	if (value === undefined || value === null) return '';
	throw new InvalidInput(
		'text',
		`The text is ${shown(value)}, which cannot be sent`,
		'Pick the one value to send, for example {{ $json.message }}.',
	);
}

/** @throws InvalidInput unless the value is `N`, `M` or empty (`N`, the provider's default) */
export function readRoute(value: unknown): OutgoingMessage['route'] {
	if (value === 'N' || value === 'M') return value;
	if (value === '' || value === undefined || value === null) return 'N';
	throw new InvalidInput(
		'route',
		`${shown(value)} is neither N nor M`,
		'Use N for Notification or M for Marketing.',
	);
}

/** @throws InvalidInput unless the value is a boolean, the provider's `yes` or `no`, or empty */
export function readLong(value: unknown): boolean {
	if (value === '' || value === undefined || value === null || value === 'no') return false;
	return value === 'yes' || readSwitch('long', value);
}
