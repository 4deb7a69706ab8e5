import { septetsOfCodeUnit } from './gsm7';

export type Encoding = 'GSM-7' | 'UCS-2';

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

/** The encoding that a text needs: GSM-7 if it has every character, else UCS-2. */
export function encodingOf(text: string): Encoding {
	for (let index = 0; index < text.length; index += 1) {
		if (septetsOfCodeUnit(text.charCodeAt(index)) === 0) return 'UCS-2';
	}
	return 'GSM-7';
}

/**
 * Counts the segments of a text. Neither an escape pair of GSM-7 nor a surrogate pair is split between
 * two segments, which can leave the last unit of a segment unused.
 *
 * @param reserved GSM-7 characters of one unit each that the provider appends
 */
export function countSegments(text: string, reserved = 0): SegmentCount {
	const encoding = encodingOf(text);
	const widthAt = encoding === 'GSM-7' ? septetWidth : codeUnitWidth;
	let characters = reserved;
	for (let index = 0; index < text.length; index += 1) {
		characters += encoding === 'GSM-7' ? septetsOfCodeUnit(text.charCodeAt(index)) : 1;
	}
	const single = SINGLE[encoding];
	if (characters <= single) {
		return { encoding, characters, segments: 1, charactersLeft: single - characters };
	}

	const capacity = CONCATENATED[encoding];
	let segments = 1;
	let used = 0;
	const add = (width: number) => {
		if (used + width > capacity) {
			segments += 1;
			used = 0;
		}
		used += width;
	};
	for (let index = 0; index < text.length; index += 1) {
		const width = widthAt(text, index);
		add(width);
		if (encoding === 'UCS-2' && width === 2) index += 1;
	}
	for (let count = 0; count < reserved; count += 1) add(1);
	return { encoding, characters, segments, charactersLeft: capacity - used };
}

function septetWidth(text: string, index: number): number {
	return septetsOfCodeUnit(text.charCodeAt(index));
}

function codeUnitWidth(text: string, index: number): number {
	return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
