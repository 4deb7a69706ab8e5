/**
 * The GSM 7-bit default alphabet in code order, from 3GPP TS 23.038, 6.2.1, without the escape 0x1B.
 * 0x09 is the capital Ç; some tables have the small one by mistake.
 */
const DEFAULT_ALPHABET =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ' +
	' !"#¤%&\'()*+,-./0123456789:;<=>?' +
	'¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
	'¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** The extension table, 3GPP TS 23.038, 6.2.1.1: each character takes an escape and a second septet. */
const EXTENSION_TABLE = '\f^{}\\[~]|€';

/** GSM 03.38: the default alphabet, then the extension table. */
export const GSM7_CHARACTERS = DEFAULT_ALPHABET + EXTENSION_TABLE;

/** Each character that GSM-7 lacks. */
export const OUTSIDE_GSM7 = new RegExp(`[^${GSM7_CHARACTERS.replace(/[\\\]^-]/g, '\\$&')}]`, 'gu');

/** Septets by code point, up to €, U+20AC, the last character of both tables. */
const SEPTETS = new Uint8Array(0x20ad);
for (const character of DEFAULT_ALPHABET) SEPTETS[character.charCodeAt(0)] = 1;
for (const character of EXTENSION_TABLE) SEPTETS[character.charCodeAt(0)] = 2;

/** 1, 2 for the extension table, 0 for a character outside GSM-7. */
const septetsOf = (character: string): number =>
	character.length === 1 ? (SEPTETS[character.charCodeAt(0)] ?? 0) : 0;

export const isGsm7 = (character: string): boolean => septetsOf(character) > 0;

/**
 * The printable characters of ISO-8859-15 and the line feed, for a regular expression's character
 * class. Latin-1 less ¤ ¦ ¨ ´ ¸ ¼ ½ ¾, plus € Š š Ž ž Œ œ Ÿ. Tab and carriage return (see text.ts),
 * delete and the C1 controls have a byte but show nothing.
 */
export const ISO_8859_15_CLASS =
	'\\n\\x20-\\x7e\\xa0-\\xa3\\xa5\\xa7\\xa9-\\xb3\\xb5-\\xb7\\xb9-\\xbb\\xbf-\\xff' +
	'\\u20ac\\u0160\\u0161\\u017d\\u017e\\u0152\\u0153\\u0178';

const ALL_ISO_8859_15 = new RegExp(`^[${ISO_8859_15_CLASS}]*$`, 'u');

/** Whether a text in NFC has only printable characters of ISO-8859-15 and line feeds. */
export const isIso885915 = (text: string): boolean => ALL_ISO_8859_15.test(text);

export type Encoding = 'GSM-7' | 'UCS-2';

/** What the provider appends on route M, in metropolitan France. Source: the provider's page. */
export const STOP_MENTION = ' STOP au 36XXX';

/** The provider's page gives the same length. */
// @assumption STOP_MENTION_IS_GSM7: the STOP mention's 14 characters count as 14 units in GSM-7 and in UCS-2, because " STOP au 36XXX" as the provider's page writes it has only basic letters, digits and spaces.
export const STOP_MENTION_CHARACTERS = STOP_MENTION.length;

/** Parts that `long` allows. Source: the provider's page, "jusqu'à 4 SMS". */
export const MAXIMUM_SEGMENTS = 4;

/** How a handset counts a text. Units are septets in GSM-7, UTF-16 code units in UCS-2. */
export interface SegmentCount {
	readonly encoding: Encoding;
	/** Units in total, including the reserved ones. */
	readonly characters: number;
	/** At least one. */
	readonly segments: number;
	/** Free units in the last segment. */
	readonly charactersLeft: number;
}

/**
 * Units in a single SMS, and in each of several, which have a 6-octet header: 3GPP TS 23.038 and
 * 23.040, 9.2.3.24.1.
 */
const SINGLE: Readonly<Record<Encoding, number>> = { 'GSM-7': 160, 'UCS-2': 70 };
const CONCATENATED: Readonly<Record<Encoding, number>> = { 'GSM-7': 153, 'UCS-2': 67 };

/** Units that this many segments hold. */
export const capacityOf = (encoding: Encoding, segments: number): number =>
	segments === 1 ? SINGLE[encoding] : CONCATENATED[encoding] * segments;

/** 0 for a text outside GSM-7, and for an empty one. */
function septetsIn(text: string): number {
	let septets = 0;
	for (let at = 0; at < text.length; at += 1) {
		const width = SEPTETS[text.charCodeAt(at)] ?? 0;
		if (width === 0) return 0;
		septets += width;
	}
	return septets;
}

/** GSM-7 if it has every character, else UCS-2. */
export const encodingOf = (text: string): Encoding =>
	text === '' || septetsIn(text) > 0 ? 'GSM-7' : 'UCS-2';

/**
 * Counts the segments of a text. No escape pair of GSM-7 and no surrogate pair is split between two
 * segments, which can leave the last unit of a segment unused.
 *
 * @param reserved GSM-7 characters of one unit each that the provider appends
 */
export function countSegments(text: string, reserved = 0): SegmentCount {
	const encoding = encodingOf(text);
	const isUcs2 = encoding === 'UCS-2';
	const characters = (isUcs2 ? text.length : septetsIn(text)) + reserved;
	const left = SINGLE[encoding] - characters;
	if (left >= 0) return { encoding, characters, segments: 1, charactersLeft: left };

	const capacity = CONCATENATED[encoding];
	let segments = 1;
	let used = 0;
	for (const character of text + 'x'.repeat(reserved)) {
		const width = isUcs2 ? character.length : septetsOf(character);
		if (used + width > capacity) {
			segments += 1;
			used = 0;
		}
		used += width;
	}
	return { encoding, characters, segments, charactersLeft: capacity - used };
}
