import { codeMeaning, type InvalidNumberCode } from '../codes';
import type { Warning } from '../warning';

/** A number that an SMS can be sent to. */
export interface CheckedNumber {
	readonly valid: true;
	/** International digits without `+`: 8 to 15, no leading zero. */
	readonly number: string;
	/** How it differs from what was written, where that is another country code. */
	readonly change?: string;
	readonly warning?: Warning;
}

/** Why something written is not a number that an SMS can be sent to. */
export interface Refusal {
	readonly valid: false;
	/** Stable, in capitals, for workflows to branch on. */
	readonly code: InvalidNumberCode;
	/** Goes on from the number as written: `has letters in it`. */
	readonly reason: string;
	/** What the user should do, one or two sentences. */
	readonly remedy: string;
	/** The number abroad that it would be behind a `+`, where that is all it lacks. */
	readonly abroad?: string;
}

export const refuse = (
	code: InvalidNumberCode,
	reason: string,
	remedy = codeMeaning(code).remedy,
): Refusal => ({ valid: false, code, reason, remedy });

export const severalNumbers = (): Refusal =>
	refuse('SEVERAL_NUMBERS', 'looks like several numbers run together');

/** @param countryCode the country whose numbers have another length; none when no number is so long */
export function wrongLength(
	code: 'TOO_SHORT' | 'TOO_LONG',
	digits: string,
	countryCode?: string,
): Refusal {
	const much = code === 'TOO_SHORT' ? 'too few' : 'too many';
	const forWhat = countryCode === undefined ? 'a mobile number' : `country code ${countryCode}`;
	return refuse(code, `has ${much} digits (${digits.length}) for ${forWhat}`);
}

export const doubtful = (
	number: string,
	code: 'UNSURE_MOBILE' | 'AMBIGUOUS_RECIPIENT',
	message: string,
): CheckedNumber => ({ valid: true, number, warning: { code, message } });

/** A possible number that no plan knows as a mobile: plans change faster than this package. */
export const unsureMobile = (number: string): CheckedNumber =>
	doubtful(
		number,
		'UNSURE_MOBILE',
		`${number} is not known as a mobile number: the SMS may not arrive.`,
	);
