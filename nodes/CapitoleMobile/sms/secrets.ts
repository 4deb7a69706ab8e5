import { encode } from 'iconv-lite';

import { percentDecode } from './callback/formBytes';

/** Secrets that are never shown. An expression may turn each into a number. */
export interface Secrets {
	readonly username?: unknown;
	readonly password?: unknown;
	readonly callbackSecret?: unknown;
}

/** Quotes part of an external text, 300 characters by default, or says why it is withheld. */
export type Quote = (text: string, from?: number, length?: number) => string;

/** A shorter username could be part of any word. */
const SHORTEST_USERNAME = 4;
/** Characters searched beyond the quote, to find a secret that crosses its end. */
const MARGIN = 4000;

/**
 * Creates the one function that may quote an answer. It withholds instead of masking: a text with the
 * password, the callback secret, or the username as a word is not shown at all, in any case, plain or
 * escaped for a URL, for XML, for JSON or as base64.
 */
export function createQuoter({ username, password, callbackSecret }: Secrets): Quote {
	const name = String(username ?? '');
	const hidden = [
		{ label: 'password', spelling: spellingsOf(String(password ?? '')) },
		{ label: 'callback secret', spelling: spellingsOf(String(callbackSecret ?? '')) },
		{ label: 'username', spelling: spellingsOf(name.length < SHORTEST_USERNAME ? '' : name, true) },
	];
	return (text, from = 0, length = 300) => {
		const searched = text.slice(0, from + length + MARGIN);
		const plain = [searched, percentDecode(searched)];
		const readings = [...plain, ...plain.map(base64Decode)]
			.flatMap((reading) => [reading, xmlUnescape(reading), jsonUnescape(reading)])
			.map((reading) => reading.toLowerCase());
		const found = hidden.find(({ spelling }) => readings.some((reading) => spelling.test(reading)));
		if (found) return `(not shown: it may hold the ${found.label})`;
		// Drops half an emoji at the end.
		return searched.slice(from, from + length).replace(/[\ud800-\udbff]$/, '');
	};
}

/** Matches the secret in lower case, and its bytes in either charset, read as ISO-8859-1. */
function spellingsOf(secret: string, asWord = false): RegExp {
	if (secret.trim() === '') return /(?!)/;
	const cases = [secret, secret.toLowerCase(), secret.toUpperCase()];
	const bytes = cases.flatMap((each) => [Buffer.from(each), encode(each, 'iso-8859-15')]);
	const spellings = [secret, ...bytes.map((each) => each.toString('latin1'))]
		.map((each) => each.toLowerCase().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
		.join('|');
	const word = `(?<![\\p{L}\\p{N}])(?:${spellings})(?![\\p{L}\\p{N}])`;
	return new RegExp(asWord ? word : spellings, 'u');
}

/** Decodes every run of base64 letters, ignoring line breaks. */
const base64Decode = (text: string): string =>
	text
		.replace(/[\r\n]/g, '')
		.replace(/[A-Za-z0-9+/_-]+/g, (run) => Buffer.from(run, 'base64').toString('latin1'));

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function xmlUnescape(text: string): string {
	return text.replace(
		/&(?:#x([0-9a-f]{1,5})|#(\d{1,6})|(amp|lt|gt|quot|apos));/gi,
		(_, hex?: string, decimal?: string, name?: string) =>
			name === undefined
				? String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16))
				: (NAMED[name.toLowerCase()] ?? "'"),
	);
}

const jsonUnescape = (text: string): string =>
	text.replace(/\\(?:u([0-9a-f]{4})|(["\\/])|[bfnrt])/gi, (_, hex?: string, plain = ' ') =>
		hex ? String.fromCharCode(parseInt(hex, 16)) : plain,
	);
