import { codeMeaning, type InvalidNumberCode } from '../codes';

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

export const refuse = (
	code: InvalidNumberCode,
	reason: string,
	remedy = codeMeaning(code).remedy,
): Refusal => ({
	valid: false,
	code,
	reason,
	remedy,
});

export const severalNumbers = (): Refusal =>
	refuse('SEVERAL_NUMBERS', 'looks like several numbers run together');
