import { shown } from '../givenValue';
import { InvalidInput } from '../invalidInput';
import { behind33, checkFrench } from './frenchPlan';
import { checkNumber, readPhoneNumber } from './phoneNumber';
import type { CheckedNumber } from './reading';
import { listNumbers } from './recipientList';
import { readWrittenNumber } from './writtenNumber';

/** The numbers that may get an SMS; all others are refused. */
export interface AllowedRecipients {
	has(number: string): boolean;
}

const FIELD = 'Allowed Recipients';

/** Where nothing is set. */
export const EVERYONE: AllowedRecipients = { has: () => true };

/**
 * Reads numbers, and beginnings of numbers, written in any of the ways of recipients.
 *
 * `+33 (0)6`, `+33 06` and `06` are metropolitan mobiles, 336. Behind 0 or +33, three digits or more
 * take in the departments overseas: `0692` is 262692.
 *
 * @throws InvalidInput “Allowed Recipients” for an entry that is neither, and for an empty
 *   list: an expression that gives nothing must not allow everyone
 */
export function readAllowedRecipients(value: unknown): AllowedRecipients {
	const list = value === null || value === undefined ? [] : listNumbers(value, FIELD);
	if (list.length === 0) {
		throw new InvalidInput(
			FIELD,
			'The list has no number, so nobody can get an SMS',
			'Give numbers or beginnings such as +33 6, or remove the option to allow everyone.',
		);
	}
	const numbers = new Set<string>();
	const beginnings = new Set<string>();
	for (const written of list) {
		const reading = readPhoneNumber(written);
		if (reading.valid) numbers.add(reading.number);
		// A short number abroad may be the beginning of a longer one.
		if (reading.valid && reading.warning?.code !== 'UNSURE_MOBILE') continue;
		const beginning = readBeginning(written);
		if (beginning !== undefined) beginnings.add(beginning);
		else if (!reading.valid) {
			throw refused(`${shown(written)} is neither a mobile number nor the beginning of one`);
		}
	}
	const begun = [...beginnings];
	return { has: (number) => numbers.has(number) || begun.some((one) => begins(number, one)) };
}

const begins = (number: string, beginning: string): boolean =>
	number.startsWith(beginning) ||
	(beginning.length >= '33692'.length && behind33(number).startsWith(beginning));

/**
 * International digits that numbers begin with, French ones where it is written with a 0; undefined
 * where none can.
 *
 * @throws InvalidInput for what is open to two readings, or a number with a digit or two missing: each
 *   would allow strangers
 */
function readBeginning(written: string | number): string | undefined {
	const [, plus, zero, bare] =
		/^(?:(?:\+?00|\+)([1-9]\d*)|0([1-9]\d*)|([1-9]\d*))$/.exec(
			String(readWrittenNumber(written)),
		) ?? [];
	if (bare !== undefined && /^[67]\d{0,7}$/.test(bare)) {
		throw refused(`${shown(written)} may begin a French number or one abroad`);
	}
	const given = zero === undefined ? (plus ?? bare) : `33${zero}`;
	if (given === undefined) return undefined;
	if (numbersFrom(given, 2).some((one) => isSure(one) || checkFrench(one.number) !== undefined)) {
		throw refused(`${shown(written)} is a phone number with one or two digits missing`);
	}
	const numbers = numbersFrom(given, 15);
	// Without the 0 that is dialled inside the country only: +33 06, +44 07.
	const beginning = [given, given.replace(/^(\d{1,3}?)0/, '$1')].find((one) =>
		numbers.some((number) => isSure(number) && begins(number.number, one)),
	);
	return beginning ?? (numbers.length > 0 ? given : undefined);
}

/** Some of the numbers that begin so, of each length up to so many digits more. */
function numbersFrom(beginning: string, most: number): CheckedNumber[] {
	const numbers: CheckedNumber[] = [];
	for (let more = 1; more <= most && beginning.length + more <= 15; more++) {
		for (const digit of '0123456789') {
			const reading = checkNumber(beginning + digit.repeat(more));
			if (reading.valid) numbers.push(reading);
		}
	}
	return numbers;
}

const isSure = ({ warning }: CheckedNumber): boolean => warning === undefined;

const refused = (why: string): InvalidInput =>
	new InvalidInput(
		FIELD,
		why,
		'Give whole numbers or beginnings such as +33 6 or 06, with commas between them.',
	);
