import { firstOf } from '../figure';
import type { Warning } from '../codes';

/** Escapes of programming languages, except in Windows paths (`C:\new`). */
const ESCAPE = /(?<!\b[A-Za-z]:\S*|\\\\\S*)\\(?:r\\n|[nrt'"]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})/g;

/** HTML entities: numeric, letters of Western Europe, signs. Others (`&Co;`) may be meant. */
const ENTITY =
	/&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z](?:acute|grave|circ|uml|cedil|tilde|ring|slash|caron)|(?:AE|ae|OE|oe|sz)lig|amp|lt|gt|quot|apos|nbsp|euro|pound|cent|yen|copy|reg|trade|hellip|(?:[lr][sd]|[lr]sa|sb|bd|la|ra)quo|[mn]dash|bull|middot|deg|times|divide|frac\d\d|sup[123]|shy|(?:en|em|thin)sp|zwn?j|lrm|rlm|permil|infin|[lgn]e|iexcl|iquest|sect|para|plusmn|micro|ord[fm]|hearts|[lr]arr);/g;

/** HTML tags, bare or with attributes; not `a<b et c>d`. */
const TAG =
	/<\/?(?:a|b|blockquote|body|br|button|center|code|d[dlt]|del|div|em|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|li|meta|o:p|ol|p|pre|s|script|section|small|span|strike|strong|style|su[bp]|svg|table|tbody|t[dhr]|thead|title|u|ul|video)(?:\s+[a-z-]+\s*=[^<>]*|\s+(?:controls|disabled|hidden|nowrap|required))?\s*\/?>|<!--|<!DOCTYPE\b/gi;

const NAMED = 5;

/** Warns about text that was not decoded, or decoded wrongly. */
export function misreadings(text: string): Warning[] {
	return [...undecoded(text), ...wronglyDecoded(text)];
}

function undecoded(text: string): Warning[] {
	if (!/[\\&<]/.test(text)) return [];
	const found = [ESCAPE, ENTITY, TAG].flatMap((pattern) => text.match(pattern) ?? []);
	if (found.length === 0) return [];
	const named = [...new Set(found)].map((code) => `“${code}”`);
	return [
		{
			code: 'UNDECODED_TEXT',
			message: `Phones will show ${firstOf(named, NAMED)} exactly like that. Write what is meant, or decode the field that it comes from.`,
		},
	];
}

/** The bytes from 0x80 to 0xBF in Windows-1252; controls where it has none. */
const CONTINUATION = Array.from(
	'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ' +
		Array.from({ length: 32 }, (_, nth) => String.fromCharCode(0xa0 + nth)).join(''),
);
const BYTES = new Map(CONTINUATION.map((character, nth) => [character, 0x80 + nth]));
const C = `[${CONTINUATION.join('')}\\u0080-\\u009f]`;

/** Correct text: a word in capitals and the sign that closes its quotation, `HYVÄ»`. */
const CLOSED_WORD = '(?:(?<=\\p{Lu})[ÂÃÄÅ]|(?<!\\p{Ll})[ÄÅ])[»”’…–—™•](?!\\p{L})';

/** UTF-8 of two, three and four bytes, each decoded as a character. */
const SEQUENCE = new RegExp(`(?!${CLOSED_WORD})[Â-ß]${C}|[à-ï]${C}{2}|[ð-ô]${C}{3}`, 'gu');

/** Characters of French and its neighbours: Latin letters and signs, arrows, dashes, emoji. */
const PLAUSIBLE = /^[\xa0-\u017f\u2000-\u2bff\ufeff\p{Extended_Pictographic}]$/u;

/** UTF-8 read as Windows-1252 or ISO-8859-1, once or twice: “HÃ©lÃ¨ne”. */
function wronglyDecoded(text: string): Warning[] {
	if (text.search(SEQUENCE) < 0) return [];
	const pairs = new Map<string, string>();
	// A no-break space does not end a word: it may be the second byte of à.
	for (const [word] of text.matchAll(/(?:\S|\xa0)+/g)) {
		const meant = decoded(decoded(word));
		if (meant !== word) pairs.set(word, meant);
	}
	if (pairs.size === 0) return [];
	const named = Array.from(pairs, ([word, meant]) => `“${word}” for “${meant}”`);
	return [
		{
			code: 'WRONG_CHARSET',
			message: `The text has ${firstOf(named, NAMED)}: a file in UTF-8 was read as Windows-1252. Where the text comes from, read it as UTF-8.`,
		},
	];
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(text: string): string {
	return text.replace(SEQUENCE, (sequence) => {
		const bytes = Array.from(sequence, (one) => BYTES.get(one) ?? one.charCodeAt(0));
		try {
			const meant = UTF8.decode(Uint8Array.from(bytes));
			return PLAUSIBLE.test(meant) ? meant : sequence;
		} catch {
			return sequence;
		}
	});
}
