import type { InputField } from './fields';
import { figure } from './figure';
import { InvalidInput } from './invalidInput';

/** How much of a value a message quotes. */
const QUOTED = 40;

/** The value where it is short and plain, else what kind of value it is. */
export const shown = (value: unknown): string => {
	if (typeof value === 'string') {
		return value.length > QUOTED ? `“${value.slice(0, QUOTED)}…”` : `“${value}”`;
	}
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return Array.isArray(value)
		? 'a list'
		: value === null
			? 'null'
			: `a value of type ${typeof value}`;
};

/** @returns what throws InvalidInput for anything that the list does not offer */
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

/** @throws InvalidInput for what is neither true nor false; the words are taken, too */
export function readSwitch(field: InputField, value: unknown): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new InvalidInput(field, `${shown(value)} is neither true nor false`, 'Use true or false.');
}

/** @returns what throws InvalidInput for anything but a whole number within the limits, or its digits as text */
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
