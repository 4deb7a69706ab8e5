import { shown } from '../givenValue';
import { InvalidInput } from '../invalidInput';
import { readPhoneNumber } from './phoneNumber';
import { listNumbers } from './recipientList';

/** The numbers that an agent may send to. */
export interface AllowedRecipients {
	has(number: string): boolean;
}

const FIELD = 'options.allowedRecipients';

/** Where nothing is set. */
export const EVERYONE: AllowedRecipients = { has: () => true };

/**
 * Reads numbers, and beginnings of numbers such as `+33 6` or `06`, written in any of the ways of
 * recipients.
 *
 * @throws InvalidInput `options.allowedRecipients` for an entry that is neither, and for an empty
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
	const beginnings: string[] = [];
	for (const written of list) {
		const reading = readPhoneNumber(written);
		if (reading.valid) numbers.add(reading.number);
		else beginnings.push(readBeginning(String(written)));
	}
	return {
		has: (number) =>
			numbers.has(number) || beginnings.some((beginning) => number.startsWith(beginning)),
	};
}

/** International digits that a number begins with; French ones where it is written with a 0. */
function readBeginning(written: string): string {
	const digits = written.replace(/[\s().-]/g, '');
	const [, international, national] = /^(?:(?:\+|00)?([1-9]\d*)|0([1-9]\d*))$/.exec(digits) ?? [];
	const beginning = international ?? (national === undefined ? '' : `33${national}`);
	if (beginning !== '') return beginning;
	throw new InvalidInput(
		FIELD,
		`${shown(written)} is neither a phone number nor the beginning of one`,
		'Give numbers or beginnings such as +33 6, with commas between them.',
	);
}
