import { figure } from './figure';
import { InvalidInput, type InputField } from './invalidInput';

/** How much of a value a message quotes. */
const QUOTED = 40;

const shown = (value: unknown): string => {
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

/** @throws InvalidInput for what the list does not offer */
export function readChoice<T extends string>(
	field: InputField,
	value: unknown,
	choices: readonly T[],
): T {
	const found = choices.find((choice) => choice === value);
	if (found !== undefined) return found;
	throw new InvalidInput(
		field,
		`${shown(value)} is not one of ${choices.join(', ')}`,
		'Choose from the list, or let the expression give one of these.',
	);
}

/** @throws InvalidInput for what is neither true nor false; the words are taken, too */
export function readSwitch(field: InputField, value: unknown): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new InvalidInput(field, `${shown(value)} is neither true nor false`, 'Use true or false.');
}

/** @throws InvalidInput for what is no whole number within the limits; digits as text are taken, too */
export function readWholeNumber(
	field: InputField,
	value: unknown,
	{ least = 1, most }: { least?: number; most: number },
): number {
	const isPlain =
		typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value.trim()));
	const count = isPlain ? Number(value) : NaN;
	if (Number.isInteger(count) && count >= least && count <= most) return count;
	throw new InvalidInput(
		field,
		`${shown(value)} is not a whole number from ${least} to ${figure(most)}`,
		'Correct the option, or remove it to use its default.',
	);
}
