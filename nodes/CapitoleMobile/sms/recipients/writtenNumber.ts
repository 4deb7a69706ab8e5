import { type Refusal, refuse, runTogether } from './numberingPlans';

// Bidirectional marks, zero-width spaces and the like, left by contacts apps and web pages.
const INVISIBLE = /[\p{Cf}\uFE0F\u20E3]/gu;
// Full-width, Arabic-Indic and Persian digits: the last four bits of each are its value.
const OTHER_DIGITS = /[\uFF10-\uFF19\u0660-\u0669\u06F0-\u06F9]/g;
const OTHER_PLUS = /[\uFF0B\uFE62\u207A]/g;
// ="0611223344" keeps the zero in a CSV file opened in Excel.
const QUOTED = /^=?["«»“”](.*)["«»“”]$/u;
const LABEL =
	/^(?:t[ée]l(?:[ée]phone)?|mob(?:ile)?|port(?:able)?|phone|cell|gsm|sms|smsto|callto|whatsapp|p(?=:))(?:\.\s*:?|\s*:|\s)(?:\/\/)?/i;
// A pasted list numbers its lines: "2. 06…" must not become Egypt's country code.
const LIST_NUMBER = /^[1-9]\d?[.)]\s+(?=[+0])/;
const SCIENTIFIC = /^\+?(\d+)(?:[.,](\d*))?\s*e\s*\+?(\d{1,3})$/i;
const SEPARATOR = /[\s\p{Pd}\u2212\u2043./\\_'’·•․‧・。．∕⁄]/u.source;
const SEPARATORS = new RegExp(SEPARATOR, 'gu');
// A French mobile without its zero, grouped by a spreadsheet or a person. More digits make it foreign.
const LOST_ZERO = `[67](?:\\d{8}|(?:${SEPARATOR}\\d\\d){4}|\\d\\d(?:${SEPARATOR}\\d{3}){2})`;
const FRENCH = `(?:0|(?:\\+|00)?33${SEPARATOR}*0?)${SEPARATOR}*[67](?:${SEPARATOR}?\\d){8}`;
/** A foreign number: nine digits or more, with no other point among them. */
const ABROAD = '(?!(?:\\+|00)?33|0[1-9])(?:[^\\d.]*\\d){9,}';
/** A number before a point: digits alone, or French, ungrouped at its end, in thousands, or foreign. */
const WHOLE = new RegExp(
	`^(?:\\+?\\d+|${LOST_ZERO}|${FRENCH}|.*\\d{8}|\\d{1,3}(?:[\\s'’]\\d{3})+|${ABROAD})$`,
	'u',
);
/** Digits beyond one number: 639980001/02, or a list's 4 before 06 11 22 33 44. */
const MORE = new RegExp(
	`^(?:${LOST_ZERO}${SEPARATOR}+|\\D*\\d{9,}[./-]|${ABROAD}\\.(?=\\d\\d?$))(\\d.*)$|^(?!33)[1-9]\\d?${SEPARATOR}+0[67](?:${SEPARATOR}?\\d){8}$`,
	'u',
);
// +33 (0)6…: the 0 is dialled only within the country.
const TRUNK_ZERO = /^((?:\+|00)?\(?\+?[1-9]\d{0,2}\)?)\(0\)/;

const asDigit = (digit: string): string => String(digit.charCodeAt(0) & 0xf);

/** Characters of one number with all its separators and labels. */
const LONGEST = 100;
const ONE_NUMBER =
	'Give numbers one by one, or with a comma, a semicolon or a new line between them.';

/**
 * Removes the formatting of a written number: spaces, dots, dashes, slashes, brackets, `(0)`, `tel:`,
 * quotes, invisible marks.
 *
 * @returns digits, after a `+` or `00` if it was written with one
 */
export function readWrittenNumber(written: string | number): string | Refusal {
	if (typeof written === 'number') return readPlainNumber(written);
	if (written.length > LONGEST) {
		return refuse('NOT_A_NUMBER', 'is too long for a phone number', ONE_NUMBER);
	}
	// The common forms, which the steps below would not change further.
	if (/^\+?\d+$/.test(written)) return written;
	if (/^(?:0|\+?33 ?)[67](?:[ .-]\d\d){4}$/.test(written)) return written.replace(/[ .-]/g, '');
	const text = written
		.normalize('NFC')
		.replace(INVISIBLE, '')
		.replace(OTHER_DIGITS, asDigit)
		.replace(OTHER_PLUS, '+')
		.trim()
		.replace(QUOTED, '$1')
		.trim()
		.replace(LABEL, '')
		.replace(LIST_NUMBER, '')
		.replaceAll('[', '(')
		.replaceAll(']', ')');
	if (text === '') return refuse('EMPTY', 'is empty');
	const plain = withoutExponent(text);
	if (plain === undefined) {
		return refuse(
			'SCIENTIFIC_NOTATION',
			'is in scientific notation: the spreadsheet dropped its last digits',
		);
	}
	const whole = withoutDecimals(plain);
	const more = MORE.exec(whole.replace(/[()]/g, ''));
	if (more !== null) return moreDigits(more[1]);
	const digits = whole
		.replace(SEPARATORS, '')
		.replace(TRUNK_ZERO, '$1')
		.replace(/\((\+?\d*)\)/g, '$1');
	return /^\+?\d+$/.test(digits) ? digits : notANumber(written, digits);
}

function readPlainNumber(written: number): string | Refusal {
	if (Number.isSafeInteger(written) && written >= 0) return String(written);
	return refuse(
		'NOT_A_NUMBER',
		'is not a whole number of at most 15 digits',
		'Format the phone column as text in the spreadsheet.',
	);
}

/** Expands `6.39980001E+8`; undefined if the spreadsheet dropped digits: `3.36E+10`. */
function withoutExponent(text: string): string | undefined {
	const [, mantissa, fraction = '', exponent] = SCIENTIFIC.exec(text) ?? [];
	if (mantissa === undefined) return text;
	const digits = mantissa + fraction;
	const point = mantissa.length + Number(exponent);
	if (point > digits.length) return undefined;
	return /^0*$/.test(digits.slice(point)) ? digits.slice(0, point) : text;
}

/** Removes the zeros that a spreadsheet writes after the decimal point, or comma, of a whole number. */
function withoutDecimals(text: string): string {
	const [, whole = '', point] = /^(.*\d)([.,])0+$/s.exec(text) ?? [];
	const isWhole = point === ',' || (point === '.' && WHOLE.test(whole.replace(/[()]/g, '')));
	return isWhole ? whole : text;
}

function moreDigits(behind = ''): Refusal {
	if (behind.replace(/\D/g, '').length >= 8) return runTogether();
	return refuse(
		'NOT_A_NUMBER',
		'has extra digits besides a phone number',
		'Give the phone number alone.',
	);
}

function notANumber(written: string, digits: string): Refusal {
	if (/\{\{|\$json/.test(written)) {
		return refuse(
			'NOT_A_NUMBER',
			'is an expression that was not evaluated',
			'Switch the field from Fixed to Expression.',
		);
	}
	if (/^\+?\d{8,}(?:\+\d{8,})+$/.test(digits)) return runTogether();
	return refuse(
		'NOT_A_NUMBER',
		whatIsOdd(digits),
		'Write it in digits, such as 0611223344 or +33611223344.',
	);
}

function whatIsOdd(digits: string): string {
	if (!/\d/.test(digits)) return 'has no digit in it';
	const [odd] = digits.match(/[^\d+()]/u) ?? [];
	if (odd === undefined) return 'has a + or a bracket out of place';
	if (/^[\dO+()]+$/i.test(digits)) return 'has the letter O in it, where a zero may be meant';
	return /\p{L}/u.test(digits) ? 'has letters in it' : `has “${odd}” in it`;
}
