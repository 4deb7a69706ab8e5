import { InvalidInput } from './invalidInput';
import type { OutgoingMessage } from './message';

/** How much of a value a message quotes. */
const QUOTED = 40;

/** @throws InvalidInput for what is not one text; a number is, from a spreadsheet */
export function readText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (Number.isFinite(value) || typeof value === 'bigint') return String(value);
	if (value === undefined || value === null) return '';
	throw new InvalidInput(
		'text',
		`The text is ${kindOf(value)}, which cannot be sent`,
		'Pick the one value to send, for example {{ $json.message }}.',
	);
}

/** @throws InvalidInput for what is neither `N` nor `M`; empty is the provider's default, `N` */
export function readRoute(value: unknown): OutgoingMessage['route'] {
	if (value === 'N' || value === 'M') return value;
	if (value === '' || value === undefined || value === null) return 'N';
	throw new InvalidInput(
		'route',
		`${kindOf(value)} is neither N nor M`,
		'Use N for Notification or M for Marketing.',
	);
}

/** @throws InvalidInput for what is neither true nor false, in words of the provider's page too */
export function readLong(value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	if (value === '' || value === undefined || value === null) return false;
	if (value === 'yes' || value === 'true') return true;
	if (value === 'no' || value === 'false') return false;
	throw new InvalidInput(
		'long',
		`${kindOf(value)} is neither true nor false`,
		'Use true or false.',
	);
}

/** The value where it is short and plain, else what kind of value it is. */
function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'string') {
		return value.length > QUOTED ? `"${value.slice(0, QUOTED)}…"` : `"${value}"`;
	}
	return typeof value === 'number' ? String(value) : `a value of type ${typeof value}`;
}
