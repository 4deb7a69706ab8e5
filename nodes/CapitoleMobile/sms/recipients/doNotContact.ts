import { shown } from '../givenValue';
import { InvalidInput } from '../invalidInput';
import { readPhoneNumber } from './phoneNumber';
import { listNumbers } from './recipientList';
import type { Warning } from '../warning';

/** Who is never sent to. */
export interface DoNotContact {
	/** International digits without `+`. */
	readonly numbers: ReadonlySet<string>;
	/** One, where entries are no phone numbers. */
	readonly warnings: readonly Warning[];
}

/** Nobody has asked to be left alone. */
export const NOBODY: DoNotContact = { numbers: new Set(), warnings: [] };

const FIELD = 'Do Not Contact';
const NAMED = 3;

/**
 * Reads the numbers that are never sent to, written in any of the ways of recipients.
 *
 * An empty list is fine. A list with entries but no numbers comes from a wrong column or expression, and
 * would protect nobody. Landlines count as read: no SMS goes there.
 *
 * @throws InvalidInput “Do Not Contact” for what is no list, or has no number in it
 */
export function readDoNotContact(value: unknown): DoNotContact {
	if (value === null || value === undefined) throw noNumbers(`its value is ${String(value)}`);
	const list = listNumbers(value, FIELD);
	const numbers = new Set<string>();
	const unread: Array<string | number> = [];
	for (const written of list) {
		const reading = readPhoneNumber(written);
		const number = reading.valid ? reading.number : reading.abroad;
		if (number !== undefined) numbers.add(number);
		else if (!reading.valid && reading.code !== 'NOT_A_MOBILE') unread.push(written);
	}
	if (list.length === 0 && Array.isArray(value) && value.length > 0) {
		throw noNumbers('its entries are all empty');
	}
	if (unread.length === 0) return { numbers, warnings: [] };
	const such = unread.slice(0, NAMED).map((one) => shown(String(one)));
	if (unread.length === list.length) throw noNumbers(`its entries are such as ${such.join(', ')}`);
	const message = `Do Not Contact: ${unread.length} of ${list.length} entries are not phone numbers and were ignored, such as ${such.join(', ')}.`;
	return { numbers, warnings: [{ code: 'DO_NOT_CONTACT_UNREAD', message }] };
}

function noNumbers(why: string): InvalidInput {
	return new InvalidInput(
		FIELD,
		`The list has no phone number: ${why}`,
		'Everyone would get the SMS, so nothing was sent. Check the name of the column in the expression. When the list is empty, let it have no entries, not even null.',
	);
}
