/** Why something written is not a number that an SMS can be sent to. */
export interface Refusal {
	readonly valid: false;
	/** Stable, in capitals, for workflows to branch on. */
	readonly code: InvalidNumberCode;
	/** Goes on from the number as written: `has letters in it`. */
	readonly reason: string;
	/** What the user should do, one or two sentences. */
	readonly remedy: string;
}

export type InvalidNumberCode =
	/** Nothing written. */
	| 'EMPTY'
	/** Letters, signs or fractions: not a phone number. */
	| 'NOT_A_NUMBER'
	/** A spreadsheet shortened it, its last digits are lost. */
	| 'SCIENTIFIC_NOTATION'
	/** More than one number, with nothing between them that separates. */
	| 'SEVERAL_NUMBERS'
	| 'TOO_SHORT'
	| 'TOO_LONG'
	/** No country has numbers that begin so. */
	| 'UNKNOWN_COUNTRY_CODE'
	/** A landline or special number of the French numbering plan. */
	| 'NOT_A_MOBILE'
	/** A foreign number that the provider would take for a French one. */
	| 'LOOKS_FRENCH';

/** What to do about most of them. */
export const CHECK_DIGITS =
	'Check its digits. A number from another country than France needs its country code.';

export const refuse = (
	code: InvalidNumberCode,
	reason: string,
	remedy = CHECK_DIGITS,
): Refusal => ({
	valid: false,
	code,
	reason,
	remedy,
});

export const severalNumbers = (): Refusal =>
	refuse(
		'SEVERAL_NUMBERS',
		'looks like several numbers run together',
		'Put a comma, a semicolon or a new line between numbers.',
	);
