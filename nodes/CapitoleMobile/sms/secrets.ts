import { encode } from 'iconv-lite';

import { percentDecode } from './callback/formBytes';

/** What must never be shown. An expression may make a number of each. */
export interface Secrets {
	readonly username?: unknown;
	readonly password?: unknown;
	readonly callbackSecret?: unknown;
}

/** Shows a part of a text from outside, 300 characters by default, or says why it does not. */
export type Quote = (text: string, from?: number, length?: number) => string;

/** A shorter secret could be part of any word, and a shorter username be any word. */
const SHORTEST = 4;
/** Characters searched beyond what is shown, to find a secret that reaches over its end. */
const MARGIN = 4000;

/**
 * Makes the one function through which every text goes that quotes an answer. It withholds, and does
 * not mask: nothing is shown of a text that holds the password, the callback secret, or the username
 * as a word, in any case, as they are or escaped for a URL, for XML or as base64.
 */
export function createQuoter({ username, password, callbackSecret }: Secrets): Quote {
	const name = String(username ?? '');
	const searches = [
		{ label: 'password', isIn: searchFor(String(password ?? '')) },
		{ label: 'callback secret', isIn: searchFor(String(callbackSecret ?? '')) },
		{ label: 'username', isIn: searchFor(name.length < SHORTEST ? '' : name, true) },
	];
	return (text, from = 0, length = 300) => {
		const searched = text.slice(0, from + length + MARGIN);
		const plain = [searched, percentDecode(searched)];
		const decoded = plain.flatMap(base64Decode);
		const found = searches.find(({ isIn }) => isIn(lower(plain), lower(decoded)));
		if (found) return `(not shown: it may hold the ${found.label})`;
		// Not half of an emoji.
		return searched.slice(from, from + length).replace(/[\ud800-\udbff]$/, '');
	};
}

type Search = (plain: readonly string[], decoded: readonly string[]) => boolean;

/** Its bytes count too, one character each: so they stand in a text read in the wrong charset. */
function searchFor(secret: string, asWord = secret.length < SHORTEST): Search {
	if (secret.trim() === '') return () => false;
	const cases = [secret, secret.toLowerCase(), secret.toUpperCase()];
	const bytes = cases.flatMap((each) => [Buffer.from(each), encode(each, 'iso-8859-15')]);
	const needles = lower([secret, ...bytes.map((each) => each.toString('latin1'))]);
	const literal = needles.map((needle) => needle.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
	const word = new RegExp(`(?<![\\p{L}\\p{N}])(?:${literal.join('|')})(?![\\p{L}\\p{N}])`, 'u');
	const isPart = (text: string): boolean => needles.some((needle) => text.includes(needle));
	return (plain, decoded) =>
		plain.some(asWord ? (text) => word.test(text) : isPart) ||
		// Beside it may stand what was no base64. Shorter secrets would be found there by chance.
		(secret.length >= SHORTEST && decoded.some(isPart));
}

/** In small letters, with and without the escapes of XML. */
const lower = (texts: readonly string[]): string[] =>
	texts.flatMap((text) => [text, xmlUnescape(text)]).map((text) => text.toLowerCase());

/** All that may be base64 in one go, from each place at which a group of four may begin. */
function base64Decode(text: string): string[] {
	const letters = text.replace(/[^A-Za-z0-9+/_-]+/g, '');
	return [0, 1, 2, 3].map((at) => Buffer.from(letters.slice(at), 'base64').toString('latin1'));
}

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
