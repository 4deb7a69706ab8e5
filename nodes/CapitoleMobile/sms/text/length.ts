import { counted, firstOf } from '../figure';
import { InvalidInput } from '../invalidInput';
import type { Warning } from '../warning';
import { isGsm7 } from './alphabets';
import { piecesOf } from './links';
import { inPlainLetters } from './rewriting';
import {
	capacityOf,
	countSegments,
	MAXIMUM_SEGMENTS,
	STOP_MENTION_CHARACTERS,
	type SegmentCount,
} from './segments';

export interface LengthRules {
	/** Whether the message may be sent as several SMS. */
	readonly long: boolean;
	/** Whether the provider appends its STOP mention: route M, with a metropolitan number. */
	readonly stopMention: boolean;
}

export interface CheckedLength {
	readonly count: SegmentCount;
	/** The text with plain letters in place of those outside GSM-7. */
	readonly plainText: string;
	readonly warnings: readonly Warning[];
}

/** How many of the characters that force UCS-2 are named. */
const NAMED = 5;

/**
 * Counts a text and says what it costs.
 *
 * @param text as `prepareText` returns it
 * @throws InvalidInput('text') if it is too long even in the cheapest reading
 */
// @assumption TRANSLITERATION_UNKNOWN: the provider either sends a text outside GSM-7 as UCS-2 or makes each such character one of GSM-7, because its page does not say which; so only what is too long both ways is refused.
export function checkLength(text: string, rules: LengthRules): CheckedLength {
	const count = countParts(text, rules);
	const plainText = count.encoding === 'GSM-7' ? text : inPlainLetters(text);
	const plain = countParts(plainText, rules);
	const maximum = mostSegments(rules);
	if (countParts(transliterated(text), rules).segments > maximum) {
		const { meaning, remedy } = tooLong(text, rules);
		throw new InvalidInput('text', meaning, remedy);
	}
	if (count.segments > maximum) {
		const { meaning, remedy } = tooLong(text, rules);
		const message = `${meaning}. The provider may answer TOO_LONG_MESSAGE. ${remedy}`;
		return { count, plainText, warnings: [{ code: 'MAY_BE_TOO_LONG', message }] };
	}
	const warnings: Warning[] = [];
	if (plain.segments < count.segments) {
		warnings.push({
			code: 'COSTLY_LETTERS',
			message: `${lettersOf(text)} ${makes(lettersOf(text))} this SMS ${counted('part', count.segments)} instead of ${plain.segments}. Under Options, set Letters That Cost More to Write Plainly.`,
		});
	}
	const withoutLinks = countParts(transliterated(plainText), rules).segments;
	if (withoutLinks < plain.segments) {
		warnings.push({
			code: 'COSTLY_LINK',
			message: `${lettersOf(plainText)} in ${addressesOf(plainText)} ${makes(lettersOf(plainText))} this SMS ${counted('part', plain.segments)} instead of ${withoutLinks}. A link or mail address is sent as it is, so use one without such letters.`,
		});
	}
	const without = rules.stopMention ? countSegments(text).segments : count.segments;
	if (without < count.segments) {
		warnings.push({
			code: 'STOP_MENTION',
			message: `The STOP mention (${STOP_MENTION_CHARACTERS} characters) makes this SMS ${counted('part', count.segments)} instead of ${without}.`,
		});
	}
	if (warnings.length === 0 && count.segments > 1) {
		warnings.push({
			code: 'SEVERAL_PARTS',
			message: `This SMS has ${counted('part', count.segments)}. Each is paid for, for each recipient.`,
		});
	}
	return { count, plainText, warnings };
}

/** The parts of a text as a handset counts them, with the STOP mention where there is one. */
export function countParts(text: string, { stopMention }: LengthRules): SegmentCount {
	return countSegments(text, stopMention ? STOP_MENTION_CHARACTERS : 0);
}

/**
 * What to say where the provider answers TOO_LONG_MESSAGE because of letters outside GSM-7; null where
 * they are not the cause.
 */
export function tooLongAdvice(
	text: string,
	rules: LengthRules,
): { meaning: string; remedy: string } | null {
	return countParts(text, rules).segments > mostSegments(rules) ? tooLong(text, rules) : null;
}

export const mostSegments = ({ long }: Pick<LengthRules, 'long'>): number =>
	long ? MAXIMUM_SEGMENTS : 1;

/** Why a text is too long, and the ways out, in the words of the form. */
function tooLong(text: string, rules: LengthRules): { meaning: string; remedy: string } {
	const { long, stopMention } = rules;
	const maximum = mostSegments(rules);
	const count = countParts(text, rules);
	const plainText = inPlainLetters(text);
	const plain = countParts(plainText, rules);
	const isPlain = count.encoding === 'GSM-7';
	const plainly = isPlain ? '' : ' and write these letters plainly';
	const ways: string[] = [];
	if (!isPlain && plain.segments <= maximum) {
		ways.push('under Options, set Letters That Cost More to Write Plainly');
	} else if (countParts(transliterated(plainText), rules).segments <= maximum) {
		ways.push(`use a link or mail address without ${lettersOf(plainText)}`);
	} else ways.push(`shorten it by ${counted('character', excessOf(text, rules))}${plainly}`);
	if (!long && count.segments <= MAXIMUM_SEGMENTS) {
		ways.push(`turn on Long Message (${counted('SMS', count.segments)})`);
	} else if (!long && plain.segments <= MAXIMUM_SEGMENTS) {
		ways.push(`turn on Long Message${plainly} (${counted('SMS', plain.segments)})`);
	}
	const remedy = `${ways.join(', or ').replace(/^./, (first) => first.toUpperCase())}.`;
	const mention = stopMention ? ' with the STOP mention' : '';
	const room = capacityOf(count.encoding, maximum);
	if (isPlain) {
		const hold = maximum === 1 ? 'holds' : 'hold';
		const meaning = `Too long: ${count.characters} characters${mention}, and ${counted('SMS', maximum)} ${hold} ${room}`;
		return { meaning, remedy };
	}
	const letters = lettersOf(text);
	const limit = /,| and /.test(letters) ? 'limit' : 'limits';
	const meaning = `${letters} ${limit} this SMS to ${room} characters; it has ${count.characters}${mention}`;
	return { meaning, remedy };
}

/** How many characters have to be cut off the end of a text for it to fit in plain letters. */
function excessOf(text: string, rules: LengthRules): number {
	const maximum = mostSegments(rules);
	const all = Array.from(text);
	let fits = 0;
	let tooMany = all.length;
	while (tooMany - fits > 1) {
		const middle = (fits + tooMany) >> 1;
		const start = transliterated(inPlainLetters(all.slice(0, middle).join('')));
		if (countParts(start, rules).segments <= maximum) fits = middle;
		else tooMany = middle;
	}
	return all.length - fits;
}

/** One septet for each character: the least that a provider could make of a text. */
function transliterated(text: string): string {
	return Array.from(text, (character) => (isGsm7(character) ? character : 'x')).join('');
}

/** “ê”, “ç” and so on: the letters that GSM-7 lacks. */
function lettersOf(text: string): string {
	const letters = [...new Set(text)].filter((character) => !isGsm7(character));
	return firstOf(letters, NAMED, (letter) => `“${letter}”`);
}

/** The addresses in a text that have such letters. */
function addressesOf(text: string): string {
	const addresses = piecesOf(text).filter(
		({ text: piece, place }) => place === 'address' && !Array.from(piece).every(isGsm7),
	);
	return [...new Set(addresses.map(({ text: address }) => `“${address}”`))].join(' and ');
}

const makes = (letters: string): string => (/,| and /.test(letters) ? 'make' : 'makes');
