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
	const unread: string[] = [];
	let landlines = 0;
	for (const written of list) {
		const reading = readPhoneNumber(written);
		const number = reading.valid ? reading.number : reading.abroad;
		if (number !== undefined) numbers.add(number);
		else if (!reading.valid && reading.code === 'NOT_A_MOBILE') landlines++;
		else unread.push(String(written));
	}
	const isEmpty = list.length === 0 && !(Array.isArray(value) && value.length > 0);
	if (numbers.size + landlines === 0 && !isEmpty) {
		throw noNumbers(
			list.length === 0 ? 'its entries are all empty' : `its entries are such as ${quoted(unread)}`,
		);
	}
	return { numbers, warnings: unread.length === 0 ? [] : [unreadEntries(unread, list.length)] };
}

function noNumbers(why: string): InvalidInput {
	return new InvalidInput(
		FIELD,
		`The list has no phone number: ${why}`,
		'Everyone would get the SMS, so nothing was sent. Check the name of the column in the expression. When the list is empty, let it have no entries, not even null.',
	);
}

function unreadEntries(unread: readonly string[], all: number): Warning {
	const message = `Do Not Contact: ${String(unread.length)} of ${String(all)} entries are not phone numbers and were ignored, such as ${quoted(unread)}.`;
	return { code: 'DO_NOT_CONTACT_UNREAD', message };
}

const quoted = (texts: readonly string[]): string => texts.slice(0, NAMED).map(shown).join(', ');
