import type { Warning } from '../codes';
import { shown } from '../optionReaders';
import { InvalidInput } from '../refused';
import { behind33, checkFrench, type CheckedNumber } from './numberingPlans';
import { checkNumber, readPhoneNumber } from './phoneNumber';
import { listNumbers } from './recipientList';
import { readWrittenNumber } from './writtenNumber';

/** The do-not-contact list. */
export interface DoNotContact {
	/** International digits without `+`. */
	readonly numbers: ReadonlySet<string>;
	/** One warning if entries are not phone numbers. */
	readonly warnings: readonly Warning[];
}

/** The numbers that may get an SMS; all others are refused. */
export interface AllowedRecipients {
	has(number: string): boolean;
}

/** Without the option. */
export const NOBODY: DoNotContact = { numbers: new Set(), warnings: [] };
export const EVERYONE: AllowedRecipients = { has: () => true };

/**
 * Reads the do-not-contact list, in any format of recipients. Landlines count as read: no SMS goes
 * there. An empty list is fine. A list whose entries have no number comes from a wrong column or
 * expression, and would protect nobody.
 *
 * @throws InvalidInput “Do Not Contact” if the value is not a list or has no number
 */
export function readDoNotContact(value: unknown): DoNotContact {
	if (value === null || value === undefined) throw noNumbers(`its value is ${String(value)}`);
	const list = listNumbers(value, 'Do Not Contact');
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
	const samples = unread.slice(0, 3).map((one) => shown(String(one)));
	if (unread.length === list.length) throw noNumbers(`its entries look like ${samples.join(', ')}`);
	const message = `Do Not Contact: ${unread.length} of ${list.length} entries are not phone numbers and were ignored, such as ${samples.join(', ')}.`;
	return { numbers, warnings: [{ code: 'DO_NOT_CONTACT_UNREAD', message }] };
}

const noNumbers = (why: string): InvalidInput =>
	new InvalidInput(
		'Do Not Contact',
		`The list has no phone number: ${why}`,
		'Everyone would get the SMS, so nothing was sent. Check the name of the column in the expression. An empty list must have no entries, not even null.',
	);

/**
 * Reads numbers and prefixes, in any format of recipients.
 *
 * `+33 (0)6`, `+33 06` and `06` are metropolitan mobiles, 336. After 0 or +33, a prefix of three digits
 * or more includes overseas departments: `0692` is 262692.
 *
 * @throws InvalidInput “Allowed Recipients” for an entry that is neither, and for an empty list: an
 *   expression that gives nothing must not allow everyone
 */
export function readAllowedRecipients(value: unknown): AllowedRecipients {
	const list =
		value === null || value === undefined ? [] : listNumbers(value, 'Allowed Recipients');
	if (list.length === 0) {
		throw notAllowed(
			'The list has no number, so nobody can get an SMS',
			'Give numbers or beginnings such as +33 6, or remove the option to allow everyone.',
		);
	}
	const numbers = new Set<string>();
	const beginnings = new Set<string>();
	for (const written of new Set(list)) {
		const reading = readPhoneNumber(written);
		if (reading.valid) numbers.add(reading.number);
		// A short foreign number may be the prefix of a longer one.
		if (reading.valid && reading.warning?.code !== 'UNSURE_MOBILE') continue;
		const beginning = readBeginning(written);
		if (beginning !== undefined) beginnings.add(beginning);
		else if (!reading.valid) {
			throw notAllowed(`${shown(written)} is neither a mobile number nor the beginning of one`);
		}
	}
	const begun = [...beginnings];
	return { has: (number) => numbers.has(number) || begun.some((one) => begins(number, one)) };
}

const begins = (number: string, beginning: string): boolean =>
	number.startsWith(beginning) ||
	(beginning.length >= '33692'.length && behind33(number).startsWith(beginning));

/**
 * A prefix in international digits, French if written with a 0; undefined if no number starts with it.
 *
 * @throws InvalidInput for an ambiguous prefix, or a number with a digit or two missing: both would
 *   allow strangers
 */
function readBeginning(written: string | number): string | undefined {
	const [, plus, zero, bare] =
		/^(?:(?:\+?00|\+)([1-9]\d*)|0([1-9]\d*)|([1-9]\d*))$/.exec(
			String(readWrittenNumber(written)),
		) ?? [];
	if (bare !== undefined && /^[67]\d{0,7}$/.test(bare)) {
		throw notAllowed(`${shown(written)} may begin a French number or one abroad`);
	}
	const given = zero === undefined ? (plus ?? bare) : `33${zero}`;
	if (given === undefined) return undefined;
	if (numbersFrom(given, 2).some((one) => isSure(one) || checkFrench(one.number) !== undefined)) {
		throw notAllowed(`${shown(written)} is a phone number with one or two digits missing`);
	}
	const numbers = numbersFrom(given, 15);
	// Without the trunk 0, which is dialled only within the country: +33 06, +44 07.
	const beginnings = [given, given.replace(/^(\d{1,3}?)0/, '$1')];
	const ofAny = (some: readonly CheckedNumber[]): string | undefined =>
		beginnings.find((one) => some.some(({ number }) => begins(number, one)));
	return ofAny(numbers.filter(isSure)) ?? ofAny(numbers);
}

/** Sample numbers with this prefix and up to `most` more digits. */
function numbersFrom(beginning: string, most: number): CheckedNumber[] {
	const numbers: CheckedNumber[] = [];
	for (let more = 1; more <= most; more++) {
		for (const digit of '0123456789') {
			const reading = checkNumber(beginning + digit.repeat(more));
			if (reading.valid) numbers.push(reading);
		}
	}
	return numbers;
}

const isSure = ({ warning }: CheckedNumber): boolean => warning === undefined;

const notAllowed = (
	why: string,
	remedy = 'Give whole numbers or beginnings such as +33 6 or 06, with commas between them.',
): InvalidInput => new InvalidInput('Allowed Recipients', why, remedy);
