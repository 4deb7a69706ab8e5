import { InvalidInput } from '../refused';
import { readPhoneNumber } from './phoneNumber';

// Google's contacts write `:::` between numbers, and people write `ou`, `et`, `&`.
const SEPARATOR = /[;|&\t\n\v\f\r\u0085\u2028\u2029；、،，]|:::|\s(?:ou|et|or|and)\s/u.source;
// French decimals have a comma: zeros up to the next separator, or to a number that cannot go on from
// 00, are a spreadsheet's, and one inside 3,36E+10 must not hide the cause by cutting it in two.
const DECIMALS = `0+\\s*(?:$|[,"'»”]|${SEPARATOR}|\\s(?:[+0]|[67]\\d{8}(?!\\d)))`;
const separators = (notBehind: string): RegExp =>
	new RegExp(`${SEPARATOR}|,(?!${notBehind})(?:(?<=\\d\\d,)|(?!\\d*\\s*e[+-]?\\d))`, 'iu');
const SEPARATORS = separators(DECIMALS);
// Where SMS go, 614123456,50 is an amount, and none of it a phone number; in the other lists, 06 may stand behind.
const OF_RECIPIENTS = separators(
	`${DECIMALS}|(?<=(?:\\d[\\s.]?){8}\\d,)\\d{1,3}\\s*(?:$|["'»”€]|,(?!\\d+e)|${SEPARATOR})`,
);
// From what is surest to separate: each side must be a whole number.
const BETWEEN_NUMBERS = [/ ?\/ ?/, / \p{Pd} /u, / /];

/**
 * Nested lists: rows and cells, and one more level from JSON text. Anything deeper is no list of
 * recipients.
 */
const DEEPEST = 8;

/** The node's fields that hold phone numbers. */
export type NumberField = 'recipients' | 'Do Not Contact' | 'Allowed Recipients';

/**
 * The phone numbers as written, one by one, out of what the node's field holds.
 *
 * Commas, semicolons, vertical bars, tabs, new lines, `:::`, `&`, `ou` and `et` separate. Spaces,
 * slashes and dashes do not (they stand inside numbers), except between complete numbers:
 * `0611223344 0622334455` is two. Arrays may be nested and may be JSON text. Blank entries, as empty
 * cells give them, are no numbers.
 *
 * @throws InvalidInput `field` for what is not text, a number or a list of those
 */
export function listNumbers(value: unknown, field: NumberField): ReadonlyArray<string | number> {
	const list: Array<string | number> = [];
	const add = (one: unknown, depth: number): void => {
		const json = typeof one === 'string' ? readJson(one.trim()) : undefined;
		if (json !== undefined) add(json, depth);
		else if (typeof one === 'string')
			for (const number of numbersIn(one.trim(), field)) list.push(number);
		else if (typeof one === 'number') list.push(one);
		else if (Array.isArray(one) && depth < DEEPEST) for (const each of one) add(each, depth + 1);
		else if (one !== null && one !== undefined) throw notAList(one, depth > 0, field);
		else if (depth === 0) throw nothingThere(one, field);
	};
	add(value, 0);
	return list;
}

function numbersIn(text: string, field: NumberField): string[] {
	// One number and no more, as most cells hold it.
	if (/^\+?\d[\d .]{7,14}$/.test(text)) return [text];
	// [0611223344, 0622334455] is no JSON: no number there begins with 0.
	const [, inBrackets = text] = /^\[([^[\]]*)\]$/.exec(text) ?? [];
	return inBrackets.split(field === 'recipients' ? OF_RECIPIENTS : SEPARATORS).flatMap((piece) => {
		const one = piece.trim();
		return one === '' ? [] : (completeNumbers(one) ?? one);
	});
}

/** An array or an object pasted as JSON text, or undefined. */
function readJson(text: string): unknown {
	// A megabyte of opening brackets is not worth parsing: no list here begins with so many.
	if (!/^[[{]/.test(text) || text.startsWith('['.repeat(DEEPEST + 1))) return undefined;
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return undefined;
	}
	// JSON makes a whole number of 3.36E+10, and what the spreadsheet dropped would go unnoticed.
	const unquoted = text.replace(/"(?:[^"\\]|\\.)*"/g, '');
	return /\de[+-]?\d/i.test(unquoted) ? undefined : json;
}

/** The numbers in `0611223344 +33622334455`: at least two, each of them one by itself. */
function completeNumbers(written: string): readonly string[] | undefined {
	// No number is so long; a shorter text can hold but one.
	if (written.length < 17) return undefined;
	const text = written.replace(/\s+/g, ' ');
	return BETWEEN_NUMBERS.map((between) => text.split(between)).find(
		(parts) => parts.length > 1 && parts.every((part) => readPhoneNumber(part).valid),
	);
}

function nothingThere(value: null | undefined, field: NumberField): InvalidInput {
	return new InvalidInput(
		field,
		`There is no phone number: the value is ${String(value)}`,
		'Check the name of the field in the expression, such as {{ $json.phone }}.',
	);
}

function notAList(value: unknown, nested: boolean, field: NumberField): InvalidInput {
	if (typeof value !== 'object' || value === null) {
		return new InvalidInput(
			field,
			`Phone numbers cannot be read from a value of type ${typeof value}`,
			'Give phone numbers as text, a number, or a list of those.',
		);
	}
	if (Array.isArray(value)) {
		return new InvalidInput(
			field,
			`These are lists within lists, more than ${DEEPEST} deep`,
			'Give one list of phone numbers.',
		);
	}
	const phone = phoneField(value);
	return new InvalidInput(
		field,
		nested ? 'The list holds objects, not numbers' : 'An object is not a phone number',
		nested
			? `Keep only the field with the phone number, such as {{ $json.contacts.map((contact) => contact${phone}) }}.`
			: `Choose the field with the phone number, such as {{ $json${phone} }}.`,
	);
}

/** The object's field that most likely has the number, as an expression goes on to it: `.phone`. */
function phoneField(value: object): string {
	const entries = Object.entries(value);
	const [key] =
		entries.find(([, field]) => typeof field === 'string' && readPhoneNumber(field).valid) ??
		entries.find(([name]) => /phone|mobile|portable|gsm|t[eé]l|recipient|num/i.test(name)) ??
		[];
	if (key === undefined) return '.phone';
	return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
