import type { Warning } from '../warning';
import { isGsm7 } from './alphabets';
import {
	capacityOf,
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

/** The ways in which a text may be counted; both the same if it is within GSM-7. */
export interface Readings {
	/** As it is. */
	readonly count: SegmentCount;
	/** With plain letters in place of those outside GSM-7. */
	readonly plain: SegmentCount;
}

/** How many of the characters that force UCS-2 are named. */
const NAMED = 5;

/**
 * Why a text is too long, and the ways out, in the words of the form.
 *
 * @param excess characters to cut off for the text to fit in plain letters
 */
export function tooLong(
	text: string,
	{ count, plain }: Readings,
	{ long, stopMention }: LengthRules,
	excess: number,
): { meaning: string; remedy: string } {
	const maximum = long ? MAXIMUM_SEGMENTS : 1;
	const mention = stopMention ? ' with the STOP mention' : '';
	const isPlain = count.encoding === 'GSM-7';
	const plainly = isPlain ? '' : ' and write these letters plainly';
	const ways: string[] = [];
	if (!isPlain && plain.segments <= maximum) {
		ways.push('under Options, set Letters That Cost More to Write Plainly');
	} else ways.push(`shorten it by ${characters(excess)}${plainly}`);
	if (!long && count.segments <= MAXIMUM_SEGMENTS) {
		ways.push(`turn on Long Message (${sms(count.segments)})`);
	} else if (!long && plain.segments <= MAXIMUM_SEGMENTS) {
		ways.push(`turn on Long Message${plainly} (${sms(plain.segments)})`);
	}
	const remedy = sentence(ways);
	const room = capacityOf(count.encoding, maximum);
	if (isPlain) {
		return {
			meaning: `Too long: ${count.characters} characters${mention}, and ${sms(maximum)} hold${maximum === 1 ? 's' : ''} ${room}`,
			remedy,
		};
	}
	const letters = lettersOf(text);
	const limit = letters.includes(',') ? 'limit' : 'limits';
	return {
		meaning: `${letters} ${limit} this SMS to ${room} characters; it has ${count.characters}${mention}`,
		remedy,
	};
}

/** It goes out only if the provider writes its letters plainly by itself. */
export function mayBeTooLong(
	text: string,
	readings: Readings,
	rules: LengthRules,
	excess: number,
): Warning {
	const { meaning, remedy } = tooLong(text, readings, rules, excess);
	return {
		code: 'MAY_BE_TOO_LONG',
		message: `${meaning}. The provider may answer TOO_LONG_MESSAGE. ${remedy}`,
	};
}

export function costlyLetters(text: string, { count, plain }: Readings): Warning {
	const letters = lettersOf(text);
	const makes = letters.includes(',') ? 'make' : 'makes';
	return {
		code: 'COSTLY_LETTERS',
		message: `${letters} ${makes} this SMS ${parts(count.segments)} instead of ${plain.segments}. Under Options, set Letters That Cost More to Write Plainly.`,
	};
}

/** @param without parts without the mention */
export function stopMention(count: SegmentCount, without: number): Warning {
	return {
		code: 'STOP_MENTION',
		message: `The STOP mention (${STOP_MENTION_CHARACTERS} characters) makes this SMS ${parts(count.segments)} instead of ${without}.`,
	};
}

export function severalParts(segments: number): Warning {
	return {
		code: 'SEVERAL_PARTS',
		message: `This SMS has ${parts(segments)}. Each is paid for, for each recipient.`,
	};
}

/** “ê”, “ç” and so on: the letters that GSM-7 lacks. */
function lettersOf(text: string): string {
	const letters = [...new Set(text)].filter((character) => !isGsm7(character));
	const named = letters
		.slice(0, NAMED)
		.map((letter) => (/\s/.test(letter) ? 'a no-break space' : `“${letter}”`));
	return named.join(', ') + (letters.length > NAMED ? ', …' : '');
}

function sentence(ways: readonly string[]): string {
	const text = ways.join(', or ');
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const characters = (count: number): string => (count === 1 ? '1 character' : `${count} characters`);
const parts = (count: number): string => (count === 1 ? '1 part' : `${count} parts`);
const sms = (count: number): string => (count === 1 ? '1 SMS' : `${count} SMS`);
