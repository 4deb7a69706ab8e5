import { DateTime } from 'luxon';
import { InvalidInput } from '../refused';

/** Milliseconds since the epoch, or a clock reading without a zone, as if in UTC. */
export type WrittenDate = { readonly instant: number } | { readonly wall: DateTime };

/** UTF-16 code units; `Date.toString()` with the long name of its zone takes about 70. */
const LONGEST = 100;

const REMEDY =
	'Write it as yyyy-mm-dd hh:mm:ss (2026-03-10 09:00:00), as ISO 8601 with or without an offset, or give a DateTime such as {{ $now.plus({ hours: 2 }) }}.';
const REMEDY_DAY_FIRST =
	"Write the year first, as in 2026-03-10 09:00:00, or read it with {{ DateTime.fromFormat($json.date, 'dd/MM/yyyy HH:mm') }}.";
const REMEDY_TIME = 'Add the time, as in 2026-03-10 09:00:00.';

/** 9:00, 09:00:00.5, and French forms: à 9h, 9 h 30. */
const TIME = String.raw`(?:[T\s]\s*(?:à\s+)?(?<hour>\d{1,2})(?::(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?|\s?h(?:eures?)?(?:\s?(?<minutes>\d{2}))?))?`;
const OFFSET = String.raw`\s?(?<offset>Z|[+-]\d{2}(?::?\d{2})?)?`;
const YEAR_FIRST = new RegExp(
	String.raw`^(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})${TIME}${OFFSET}$`,
	'i',
);
const DAY_FIRST = new RegExp(
	String.raw`^(?<day>\d{1,2})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<year>\d{4})${TIME}${OFFSET}$`,
	'i',
);
/** A JavaScript Date as part of a text. */
const DATE_TO_STRING =
	/^\w{3} (\w{3}) (\d{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT([+-]\d{4})(?: \(.*\))?$/;

/**
 * Reads a date in any form that n8n delivers: the date picker's text, ISO 8601, SQL, day first, RFC
 * 2822, luxon's DateTime (also from another copy of luxon), Date, milliseconds, and a spreadsheet's day
 * number.
 *
 * @throws InvalidInput `prog` for anything else, and for an ambiguous date
 */
export function readDate(value: unknown): WrittenDate {
	if (typeof value === 'number') return readNumber(value);
	if (typeof value === 'string') return readDateText(value);
	if (isDateObject(value)) {
		const instant = value.valueOf();
		if (Number.isFinite(instant)) return { instant };
		throw refusal('This DateTime is not valid');
	}
	const kind = Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
	throw refusal(`The value is ${kind}, not a date`);
}

function readDateText(given: string): WrittenDate {
	if (given.length > LONGEST) {
		throw refusal(`${quote(given)} has ${given.length} characters, too many for a date`);
	}
	const text = unwrap(given);
	if (/^-?\d+([.,]\d+)?$/.test(text)) return readNumber(Number(text.replace(',', '.')));

	const yearFirst = YEAR_FIRST.exec(text)?.groups;
	if (yearFirst) return readParts(text, yearFirst);
	const dayFirst = DAY_FIRST.exec(text)?.groups;
	if (dayFirst) {
		refuseMonthFirst(text, dayFirst);
		return readParts(text, dayFirst);
	}
	const letters = DateTime.fromRFC2822(text.replace(DATE_TO_STRING, '$2 $1 $3 $4 $5'));
	if (letters.isValid) return { instant: letters.toMillis() };
	throw refusal(`${quote(text)} cannot be read as a date`);
}

type Parts = Readonly<Record<string, string | undefined>>;

function readParts(text: string, parts: Parts): WrittenDate {
	// Midnight would be a guess, and the worst hour to be woken by an SMS.
	if (parts.hour === undefined) throw refusal(`${quote(text)} has no time of day`, REMEDY_TIME);
	const hour = Number(parts.hour);
	const written = DateTime.utc(
		Number(parts.year),
		Number(parts.month),
		Number(parts.day),
		hour,
		Number(parts.minute ?? parts.minutes ?? 0),
		Number(parts.second ?? 0),
	);
	// luxon reads 24:00 as the next midnight.
	if (!written.isValid || hour === 24) {
		throw refusal(`${quote(text)} is a date or a time that does not exist`);
	}
	// Any fraction rounds up: the wire has whole seconds, and early is worse than late.
	const wall = /[1-9]/.test(parts.fraction ?? '') ? written.plus({ seconds: 1 }) : written;
	if (parts.offset === undefined) return { wall };
	return { instant: wall.toMillis() - readOffset(text, parts.offset) };
}

/** @returns milliseconds east of UTC */
function readOffset(text: string, offset: string): number {
	if (/^z$/i.test(offset)) return 0;
	const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(3).replace(':', ''))];
	if (hours > 14 || minutes > 59) {
		throw refusal(`The offset ${offset} in ${quote(text)} does not exist`);
	}
	return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** 03/04/2026 is April in France and March in the United States; an SMS a month early cannot be undone. */
function refuseMonthFirst(text: string, { day, month, mark }: Parts): void {
	const [first, second] = [Number(day), Number(month)];
	// With dots, the day always comes first.
	if (mark === '.' || first === second || first > 12) return;
	if (second <= 12) {
		throw refusal(`${quote(text)} could be two dates: day first or month first`, REMEDY_DAY_FIRST);
	}
	throw refusal(
		`${quote(text)} seems to have the month first`,
		REMEDY_DAY_FIRST.replace('dd/MM', 'MM/dd'),
	);
}

function readNumber(value: number): WrittenDate {
	// From 2001 to 2286. Other numbers are no milliseconds: 20260310092010, or a count.
	if (value >= 1e12 && value < 1e13) return { instant: value };
	// Excel and Google Sheets count days from 30 December 1899, in local time.
	if (value >= 30_000 && value < 100_000) return readDayNumber(value);
	const isSeconds = value >= 1e9 && value < 1e11;
	throw refusal(
		`The number ${value} is not a date in milliseconds`,
		isSeconds
			? 'It seems to count seconds: multiply it by 1000, as in {{ $json.timestamp * 1000 }}.'
			: REMEDY,
	);
}

function readDayNumber(days: number): WrittenDate {
	if (Number.isInteger(days)) {
		throw refusal(`The day number ${days} of a spreadsheet has no time of day`, REMEDY_TIME);
	}
	// 10:24 is 0.43333…, slightly less than its second.
	return { wall: DateTime.utc(1899, 12, 30).plus({ seconds: Math.round(days * 86_400) }) };
}

/** Not `instanceof`: a DateTime or Date may come from another copy of luxon or another realm. */
function isDateObject(value: unknown): value is { valueOf(): number } {
	if (typeof value !== 'object' || value === null) return false;
	const isLuxon = 'isLuxonDateTime' in value && value.isLuxonDateTime === true;
	return isLuxon || Object.prototype.toString.call(value) === '[object Date]';
}

/** n8n writes "[DateTime: …]" for a DateTime within text, and JSON puts it in quotes. */
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

function refusal(message: string, remedy = REMEDY): InvalidInput {
	return new InvalidInput('prog', message, remedy);
}
