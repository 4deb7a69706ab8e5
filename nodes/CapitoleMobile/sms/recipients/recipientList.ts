import { codeMeaning } from '../codes';
import { InvalidInput } from '../refused';
import { readPhoneNumber } from './phoneNumber';

// Google Contacts writes `:::` between numbers, and people write `ou`, `et`, `&`.
const SEPARATOR = /[;|&\t\n\v\f\r\u0085\u2028\u2029；、،，]|:::|\s(?:ou|et|or|and)\s/u.source;
// A comma before decimals does not separate: zeros up to the next separator, or to a number that cannot
// follow 00, come from a spreadsheet, and 3,36E+10 must stay whole to be recognised.
const DECIMALS = `0+\\s*(?:$|[,"'»”/]|\\p{Pd}\\s|${SEPARATOR}|\\s(?:[+0]|[67]\\d{8}(?!\\d)))`;
const separators = (notBehind: string): RegExp =>
	new RegExp(`${SEPARATOR}|,(?!${notBehind})(?:(?<=\\d\\d,)|(?!\\d*\\s*e[+-]?\\d))`, 'iu');
const SEPARATORS = separators(DECIMALS);
// Among recipients, 614123456,50 is an amount; in the other lists, 06 may follow a comma.
const OF_RECIPIENTS = separators(
	`${DECIMALS}|(?<=(?:\\d[\\s.]?){8}\\d,)\\d{1,3}\\s*(?:$|["'»”€]|,(?!\\d+e)|${SEPARATOR})`,
);
// The surest separator first: each side must be a complete number.
const BETWEEN_NUMBERS = [/ ?\/ ?/, / \p{Pd} /u, / /];

/** Nesting levels: rows and cells, and one more from JSON text. Deeper is no list of recipients. */
const DEEPEST = 8;

/** The node's fields that hold phone numbers. */
export type NumberField = 'recipients' | 'Do Not Contact' | 'Allowed Recipients';

/**
 * The phone numbers in a field's value, as written.
 *
 * Commas, semicolons, vertical bars, tabs, new lines, `:::`, `&`, `ou` and `et` separate. Spaces,
 * slashes and dashes separate only complete numbers, since numbers contain them too. Arrays may be
 * nested or JSON text. Blank entries, such as empty cells, are skipped.
 *
 * @throws InvalidInput `field` unless the value is text, a number or a list of those
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
	// The common case: one number.
	if (/^\+?\d[\d .]{7,14}$/.test(text)) return [text];
	// [0611223344, 0622334455] is not JSON, where no number starts with 0.
	const [, inBrackets = text] = /^\[([^[\]]*)\]$/.exec(text) ?? [];
	return inBrackets.split(field === 'recipients' ? OF_RECIPIENTS : SEPARATORS).flatMap((piece) => {
		const one = piece.trim();
		return one === '' ? [] : (completeNumbers(one) ?? one);
	});
}

/** An array or an object pasted as JSON text, or undefined. */
function readJson(text: string): unknown {
	// So many brackets are no list, and a megabyte of them is slow to parse.
	if (!/^[[{]/.test(text) || text.startsWith('['.repeat(DEEPEST + 1))) return undefined;
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return undefined;
	}
	// JSON.parse makes a whole number of 3.36E+10, which would hide the digits that a spreadsheet dropped.
	const unquoted = text.replace(/"(?:[^"\\]|\\.)*"/g, '');
	return /\de[+-]?\d/i.test(unquoted) ? undefined : json;
}

/** The numbers in `0611223344 +33622334455`: at least two, and all complete. */
function completeNumbers(written: string): readonly string[] | undefined {
	// A shorter text cannot hold two numbers.
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
		undefined,
		codeMeaning('EMPTY').brief,
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

/** The field that most likely holds the number, as an expression writes it: `.phone`. */
function phoneField(value: object): string {
	const entries = Object.entries(value);
	const [key] =
		entries.find(([, field]) => typeof field === 'string' && readPhoneNumber(field).valid) ??
		entries.find(([name]) => /phone|mobile|portable|gsm|t[eé]l|recipient|num/i.test(name)) ??
		[];
	if (key === undefined) return '.phone';
	return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
