import { SegmentedMessage } from 'sms-segments-calculator';

export interface Segments {
	readonly parts: number;
	readonly encoding: 'GSM-7' | 'UCS-2';
}

/** Appended on route M to metropolitan numbers; the page gives its form and its 14 characters. */
export const STOP_MENTION = ' STOP au 36XXX';

/** ASCII and French characters that take one septet in GSM 03.38; up to 160 fit one part. */
const PLAIN_GSM = /^[A-Za-z0-9 \n.,:;!?'"()/+*=%&#<>@_$£éèàùÉ-]{0,160}$/;

/** A cache: texts repeat in a campaign, and Twilio's counter takes milliseconds for a long one. */
const counted = new Map<string, Segments>();

/** Counts parts with Twilio's calculator, independently of the package's own counter. */
export function countSegments(text: string): Segments {
	if (PLAIN_GSM.test(text)) return { parts: 1, encoding: 'GSM-7' };
	const known = counted.get(text);
	if (known) return known;
	const message = new SegmentedMessage(text);
	const segments: Segments = {
		parts: message.segmentsCount,
		encoding: message.getEncodingName() === 'GSM-7' ? 'GSM-7' : 'UCS-2',
	};
	if (counted.size > 1000) counted.clear();
	counted.set(text, segments);
	return segments;
}

/** Imitates a provider that forces GSM-7: drops accents, and replaces the rest with `?`. */
export function transliterate(text: string): string {
	if (countSegments(text).encoding === 'GSM-7') return text;
	return Array.from(text, (character) => {
		if (countSegments(character).encoding === 'GSM-7') return character;
		const known = LIGATURES[character];
		if (known) return known;
		const plain = character.normalize('NFD').replace(/\p{M}/gu, '');
		return countSegments(plain).encoding === 'GSM-7' ? plain : '?';
	}).join('');
}

const LIGATURES: Readonly<Record<string, string>> = {
	œ: 'oe',
	Œ: 'OE',
	'’': "'",
	'‘': "'",
	'«': '"',
	'»': '"',
	'\u00a0': ' ',
};
