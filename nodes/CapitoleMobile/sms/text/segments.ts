/**
 * The GSM 7-bit default alphabet in code order, from 3GPP TS 23.038, 6.2.1, less 0x1B, the escape.
 * 0x09 is the capital Ç: the small one is not in it, although some tables say so.
 */
const DEFAULT_ALPHABET =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ' +
	' !"#¤%&\'()*+,-./0123456789:;<=>?' +
	'¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
	'¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** The extension table, 3GPP TS 23.038, 6.2.1.1: each of these takes an escape and a second septet. */
const EXTENSION_TABLE = '\f^{}\\[~]|€';

/** Septets by code point, as far as the last character of either table (€, U+20AC). */
const SEPTETS = new Uint8Array(0x20ad);
for (const character of DEFAULT_ALPHABET) SEPTETS[character.charCodeAt(0)] = 1;
for (const character of EXTENSION_TABLE) SEPTETS[character.charCodeAt(0)] = 2;

/** Every character of GSM 03.38, the default alphabet first, then the extension table. */
export const GSM7_CHARACTERS = DEFAULT_ALPHABET + EXTENSION_TABLE;

/** Each character that GSM-7 lacks. */
export const OUTSIDE_GSM7 = new RegExp(`[^${GSM7_CHARACTERS.replace(/[\\\]^-]/g, '\\$&')}]`, 'gu');

/**
 * Septets that a character takes in GSM-7: 1, 2 for the extension table (€ [ ] { } \ ~ ^ | and form
 * feed), 0 where GSM-7 has no such character. Source: 3GPP TS 23.038.
 */
export function septetsOf(character: string): number {
	return character.length === 1 ? (SEPTETS[character.charCodeAt(0)] ?? 0) : 0;
}

/** Whether a character is in the default alphabet or the extension table of 3GPP TS 23.038. */
export function isGsm7(character: string): boolean {
	return septetsOf(character) > 0;
}

/**
 * The printable repertoire of ISO-8859-15 and the line feed, as the inside of a regular expression's
 * character class. Latin-1 less ¤ ¦ ¨ ´ ¸ ¼ ½ ¾, plus € Š š Ž ž Œ œ Ÿ. Left out although they have
 * a byte: tab and carriage return (see text.ts), delete and the C1 controls, which show nothing.
 */
export const ISO_8859_15_CLASS =
	'\\n\\x20-\\x7e\\xa0-\\xa3\\xa5\\xa7\\xa9-\\xb3\\xb5-\\xb7\\xb9-\\xbb\\xbf-\\xff' +
	'\\u20ac\\u0160\\u0161\\u017d\\u017e\\u0152\\u0153\\u0178';

const WHOLE = new RegExp(`^[${ISO_8859_15_CLASS}]*$`, 'u');

/**
 * Whether every character is one of ISO-8859-15's that can be shown, or a line feed.
 *
 * @param text in Unicode NFC
 */
export function isIso885915(text: string): boolean {
	return WHOLE.test(text);
}

export type Encoding = 'GSM-7' | 'UCS-2';

/** What the provider appends on route M, in metropolitan France. Source: the provider's page. */
export const STOP_MENTION = ' STOP au 36XXX';

/** Its length; the provider's page says so, too. */
// @assumption STOP_MENTION_IS_GSM7: the STOP mention's 14 characters count as 14 units in GSM-7 and in UCS-2, because " STOP au 36XXX" as the provider's page writes it has only basic letters, digits and spaces.
export const STOP_MENTION_CHARACTERS = STOP_MENTION.length;

/** SMS that one message may be sent as with `long`. Source: the provider's page, "jusqu'à 4 SMS". */
export const MAXIMUM_SEGMENTS = 4;

/** How a handset counts a text. Units are septets in GSM-7, UTF-16 code units in UCS-2. */
export interface SegmentCount {
	readonly encoding: Encoding;
	/** Units in all, with those reserved. */
	readonly characters: number;
	/** SMS that it is sent as, at least one. */
	readonly segments: number;
	/** Units that the last segment still has room for. */
	readonly charactersLeft: number;
}

/**
 * Units in an SMS on its own, and in each of several, whose 6-octet header says which it is:
 * 3GPP TS 23.038 and 23.040, 9.2.3.24.1.
 */
const SINGLE: Readonly<Record<Encoding, number>> = { 'GSM-7': 160, 'UCS-2': 70 };
const CONCATENATED: Readonly<Record<Encoding, number>> = { 'GSM-7': 153, 'UCS-2': 67 };

/** Units that so many SMS hold. */
export const capacityOf = (encoding: Encoding, segments: number): number =>
	segments === 1 ? SINGLE[encoding] : CONCATENATED[encoding] * segments;

/** The encoding that a text needs: GSM-7 if it has every character, else UCS-2. */
export const encodingOf = (text: string): Encoding =>
	text.search(OUTSIDE_GSM7) < 0 ? 'GSM-7' : 'UCS-2';

/**
 * Counts the segments of a text. Neither an escape pair of GSM-7 nor a surrogate pair is split between
 * two segments, which can leave the last unit of a segment unused.
 *
 * @param reserved GSM-7 characters of one unit each that the provider appends
 */
export function countSegments(text: string, reserved = 0): SegmentCount {
	const encoding = encodingOf(text);
	const capacity = CONCATENATED[encoding];
	let characters = 0;
	let segments = 1;
	let used = 0;
	const add = (width: number) => {
		characters += width;
		if (used + width > capacity) {
			segments += 1;
			used = 0;
		}
		used += width;
	};
	for (const character of text) {
		add(encoding === 'GSM-7' ? septetsOf(character) : character.length);
	}
	for (let count = 0; count < reserved; count += 1) add(1);

	const left = SINGLE[encoding] - characters;
	if (left >= 0) return { encoding, characters, segments: 1, charactersLeft: left };
	return { encoding, characters, segments, charactersLeft: capacity - used };
}
