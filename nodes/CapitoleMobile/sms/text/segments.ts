import { OUTSIDE_GSM7, septetsOf } from './alphabets';

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
