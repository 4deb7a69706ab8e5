import { DateTime } from 'luxon';
import { InvalidInput } from '../invalidInput';

/**
 * A point in time (milliseconds since the epoch), or a reading of a clock in a zone still to be named,
 * as if that clock ran in UTC.
 */
export type WrittenDate = { readonly instant: number } | { readonly wall: DateTime };

/** UTF-16 code units; `Date.toString()` with the long name of its zone takes about 70. */
const LONGEST = 100;

const REMEDY =
	'Write it as yyyy-mm-dd hh:mm:ss (2026-03-10 09:00:00), as ISO 8601 with or without an offset, or give a DateTime such as {{ $now.plus({ hours: 2 }) }}.';
const REMEDY_DAY_FIRST =
	"Write the year first, as in 2026-03-10 09:00:00, or read it with {{ DateTime.fromFormat($json.date, 'dd/MM/yyyy HH:mm') }}.";

const TIME = String.raw`(?:[T\s]\s*(?:à\s+)?(\d{1,2})\s?[:h](\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?`;
const OFFSET = String.raw`\s?(Z|[+-]\d{2}(?::?\d{2})?)?`;
const YEAR_FIRST = new RegExp(
	String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}${OFFSET}$`,
	'i',
);
const DAY_FIRST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${TIME}${OFFSET}$`, 'i');
/** What a JavaScript Date becomes inside a longer text. */
const DATE_TO_STRING =
	/^\w{3} (\w{3}) (\d{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT([+-]\d{4})(?: \(.*\))?$/;

/**
 * Reads a date in any form that n8n delivers: the date picker's text, ISO 8601, SQL, day first,
 * RFC 2822, luxon's DateTime (also of another copy of luxon), Date, milliseconds.
 * @throws InvalidInput `prog` for anything else, and for what could be two dates
 */
export function readDate(value: unknown): WrittenDate {
	if (typeof value === 'number') return { instant: readMilliseconds(value) };
	if (typeof value === 'string') return readText(value);
	if (isDateObject(value)) {
		const instant = value.valueOf();
		if (Number.isFinite(instant)) return { instant };
		throw refusal('This DateTime is not valid', REMEDY);
	}
	const kind = Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
	throw refusal(`The value is ${kind}, not a date`, REMEDY);
}

function readText(given: string): WrittenDate {
	if (given.length > LONGEST) {
		throw refusal(`${quote(given)} has ${given.length} characters, too many for a date`, REMEDY);
	}
	const text = unwrap(given);
	if (/^-?\d+(\.\d+)?$/.test(text)) return { instant: readMilliseconds(Number(text)) };

	const yearFirst = YEAR_FIRST.exec(text);
	if (yearFirst) {
		const [, year, , month, day, ...time] = yearFirst;
		return readParts(text, [year, month, day], time);
	}
	const dayFirst = DAY_FIRST.exec(text);
	if (dayFirst) {
		const [, day, separator, month, year, ...time] = dayFirst;
		refuseMonthFirst(text, Number(day), Number(month), separator);
		return readParts(text, [year, month, day], time);
	}
	const letters = DateTime.fromRFC2822(text.replace(DATE_TO_STRING, '$2 $1 $3 $4 $5'));
	if (letters.isValid) return { instant: letters.toMillis() };
	throw refusal(`${quote(text)} cannot be read as a date`, REMEDY);
}

function readParts(
	text: string,
	date: ReadonlyArray<string | undefined>,
	time: ReadonlyArray<string | undefined>,
): WrittenDate {
	const [year = 0, month = 0, day = 0] = date.map(Number);
	const [hours, minutes, seconds = '0', fraction = '', offset] = time;
	// Midnight would be a guess, and at the worst hour to be woken by an SMS.
	if (hours === undefined || minutes === undefined) {
		throw refusal(`${quote(text)} has no time of day`, 'Add the time, as in 2026-03-10 09:00:00.');
	}
	const [hour = 0, minute = 0, second = 0] = [hours, minutes, seconds].map(Number);
	const written = DateTime.utc(year, month, day, hour, minute, second);
	// To luxon, 24:00 is the next midnight.
	if (!written.isValid || hour === 24) {
		throw refusal(`${quote(text)} is a date or a time that does not exist`, REMEDY);
	}
	// Any fraction counts as one more second: the wire has whole seconds, and early is worse than late.
	const wall = /[1-9]/.test(fraction) ? written.plus({ seconds: 1 }) : written;
	if (offset === undefined) return { wall };
	return { instant: wall.toMillis() - readOffset(text, offset) };
}

/** @returns milliseconds east of UTC */
function readOffset(text: string, offset: string): number {
	if (/^z$/i.test(offset)) return 0;
	const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(3).replace(':', ''))];
	if (hours > 14 || minutes > 59) {
		throw refusal(`The offset ${offset} in ${quote(text)} does not exist`, REMEDY);
	}
	return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** 03/04/2026 is April in France and March in the United States: a month too early cannot be undone. */
function refuseMonthFirst(text: string, first: number, second: number, separator = '/'): void {
	// With dots only the day is ever first.
	if (separator === '.' || first === second || first > 12) return;
	if (second <= 12) {
		throw refusal(`${quote(text)} could be two dates: day first or month first`, REMEDY_DAY_FIRST);
	}
	throw refusal(
		`${quote(text)} seems to have the month first`,
		REMEDY_DAY_FIRST.replace('dd/MM', 'MM/dd'),
	);
}

function readMilliseconds(value: number): number {
	// Before 1973 and after 5138 no one plans an SMS: such a number counts something else.
	if (value >= 1e11 && value < 1e14) return value;
	throw refusal(`The number ${value} is not a date in milliseconds`, numberRemedy(value));
}

function numberRemedy(value: number): string {
	if (value >= 1e9 && value < 1e11) {
		return 'It seems to count seconds: multiply it by 1000, as in {{ $json.timestamp * 1000 }}.';
	}
	if (value >= 30_000 && value < 100_000) {
		return 'It seems to be a day number of a spreadsheet: write the column as text, or convert it with {{ DateTime.fromFormat("1899-12-30", "yyyy-MM-dd").plus({ days: $json.date }) }}.';
	}
	return REMEDY;
}

/** luxon's DateTime by its marks and Date by its tag: both may come from another copy or another realm. */
function isDateObject(value: unknown): value is { valueOf(): number } {
	if (typeof value !== 'object' || value === null) return false;
	const isLuxon = 'isLuxonDateTime' in value && value.isLuxonDateTime === true;
	return isLuxon || Object.prototype.toString.call(value) === '[object Date]';
}

/** n8n writes "[DateTime: …]" for a DateTime within a text, and JSON puts quotes around one. */
function unwrap(text: string): string {
	return text
		.trim()
		.replace(/^\[(?:Date|DateTime): (.*)\]$/, '$1')
		.replace(/^"(.*)"$/, '$1')
		.trim();
}

function quote(text: string): string {
	return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}

function refusal(message: string, remedy: string): InvalidInput {
	return new InvalidInput('prog', message, remedy);
}
