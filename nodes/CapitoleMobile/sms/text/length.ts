import { counted, firstOf } from '../figure';
import { InvalidInput } from '../refused';
import type { Warning } from '../codes';
import {
	capacityOf,
	countSegments,
	MAXIMUM_SEGMENTS,
	OUTSIDE_GSM7,
	type SegmentCount,
	STOP_MENTION_CHARACTERS,
} from './segments';
import { piecesOf } from './links';
import { inPlainLetters } from './rewriting';

export interface LengthRules {
	/** Whether the message may take several parts. */
	readonly long: boolean;
	/** Whether the provider appends its STOP mention: route M, with a metropolitan number. */
	readonly stopMention: boolean;
}

/** Letters outside GSM-7 that a message names. */
const NAMED = 5;

/**
 * Counts a text's parts, and warns about what makes it cost more.
 *
 * @param text as `prepareText` returns it
 * @throws InvalidInput('text') if it is too long even in the cheapest reading
 */
// @assumption TRANSLITERATION_UNKNOWN: the provider either sends a text outside GSM-7 as UCS-2 or replaces each such character with one in GSM-7; its page does not say which, so only a text that is too long both ways is refused.
export function checkLength(
	text: string,
	rules: LengthRules,
): { count: SegmentCount; warnings: Warning[] } {
	const count = countParts(text, rules);
	const { segments } = count;
	if (segments === 1) return { count, warnings: [] };
	const readings = readingsOf(text, rules, count);
	const { plainText, plainParts, cheapestPlain } = readings;
	const warnings: Warning[] = [];
	const warn = (code: Warning['code'], message: string) => warnings.push({ code, message });
	if (segments > mostSegments(rules)) {
		const { meaning, remedy } = whyTooLong(text, rules, readings);
		if (readings.cheapest > mostSegments(rules)) {
			throw new InvalidInput('text', meaning, remedy, undefined, 'text(s) too long');
		}
		warn('MAY_BE_TOO_LONG', `${meaning}. The provider may answer TOO_LONG_MESSAGE. ${remedy}`);
		return { count, warnings };
	}
	const parts = (more: number, less: number): string =>
		`this SMS ${counted('part', more)} instead of ${less}.`;
	if (plainParts < segments) {
		const advice = 'Under Options, set Letters That Cost More to Write Plainly.';
		const cause = withVerb(text, 'make');
		warn('COSTLY_LETTERS', `${cause} ${parts(segments, plainParts)} ${advice}`);
	}
	// Percent-escapes may take more parts than the text as it is.
	const most = Math.min(segments, plainParts);
	if (cheapestPlain < most) {
		const cause = withVerb(plainText, 'make', ` in ${addressesOf(plainText)}`);
		const advice = 'A link or mail address is sent as it is, so use one without such letters.';
		warn('COSTLY_LINK', `${cause} ${parts(most, cheapestPlain)} ${advice}`);
	}
	const without = countSegments(text).segments;
	if (without < segments) {
		const cause = `The STOP mention (${STOP_MENTION_CHARACTERS} characters) makes`;
		warn('STOP_MENTION', `${cause} ${parts(segments, without)}`);
	}
	if (warnings.length === 0) {
		const each = 'Each is paid for, for each recipient.';
		warn('SEVERAL_PARTS', `This SMS has ${counted('part', segments)}. ${each}`);
	}
	return { count, warnings };
}

/** The forms in which the provider may send a text, see TRANSLITERATION_UNKNOWN. */
function readingsOf(text: string, rules: LengthRules, count: SegmentCount) {
	const isPlain = count.encoding === 'GSM-7';
	const plainText = isPlain ? text : inPlainLetters(text);
	const partsOf = (reading: string): number => countParts(reading, rules).segments;
	return {
		count,
		isPlain,
		plainText,
		plainParts: partsOf(plainText),
		cheapest: partsOf(transliterated(text)),
		cheapestPlain: partsOf(transliterated(plainText)),
	};
}

/** Counts the parts of a text, with the STOP mention if there is one. */
export function countParts(text: string, { stopMention }: LengthRules): SegmentCount {
	return countSegments(text, stopMention ? STOP_MENTION_CHARACTERS : 0);
}

/** Advice for TOO_LONG_MESSAGE because of letters outside GSM-7; null if they are not the cause. */
export function tooLongAdvice(
	text: string,
	rules: LengthRules,
): { meaning: string; remedy: string } | null {
	const count = countParts(text, rules);
	if (count.segments <= mostSegments(rules)) return null;
	return whyTooLong(text, rules, readingsOf(text, rules, count));
}

const mostSegments = ({ long }: Pick<LengthRules, 'long'>): number => (long ? MAXIMUM_SEGMENTS : 1);

/** Why a text is too long, and how to fix it, in the words of the form. */
function whyTooLong(
	text: string,
	rules: LengthRules,
	{ count, isPlain, plainText, plainParts, cheapestPlain }: ReturnType<typeof readingsOf>,
): { meaning: string; remedy: string } {
	const maximum = mostSegments(rules);
	const plainly = isPlain ? '' : ' and write these letters plainly';
	const ways: string[] = [];
	if (plainParts <= maximum) {
		ways.push('under Options, set Letters That Cost More to Write Plainly');
	} else if (cheapestPlain <= maximum) {
		ways.push(`use a link or mail address without ${lettersOf(plainText)}`);
	} else ways.push(`shorten it by ${counted('character', excessOf(text, rules))}${plainly}`);
	if (!rules.long && count.segments <= MAXIMUM_SEGMENTS) {
		ways.push(`turn on Long Message (${counted('SMS', count.segments)})`);
	} else if (!rules.long && plainParts <= MAXIMUM_SEGMENTS) {
		ways.push(`turn on Long Message${plainly} (${counted('SMS', plainParts)})`);
	}
	const remedy = `${ways.join(', or ').replace(/^./, (first) => first.toUpperCase())}.`;
	const mention = rules.stopMention ? ' with the STOP mention' : '';
	const room = capacityOf(count.encoding, maximum);
	const meaning = isPlain
		? `Too long: ${count.characters} characters${mention}, and ${counted('SMS', maximum)} ${maximum === 1 ? 'holds' : 'hold'} ${room}`
		: `${withVerb(text, 'limit')} this SMS to ${room} characters; it has ${count.characters}${mention}`;
	return { meaning, remedy };
}

/** Characters to cut off the end so that the text fits in plain letters. */
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

/** One septet per character: the shortest form that the provider could send. */
const transliterated = (text: string): string => text.replace(OUTSIDE_GSM7, 'x');

/** The letters outside GSM-7: “ê”, “ç”. */
function lettersOf(text: string): string {
	const letters = [...new Set(text.match(OUTSIDE_GSM7))];
	return firstOf(letters, NAMED, (letter) => `“${letter}”`);
}

/** The addresses in a text with such letters. */
function addressesOf(text: string): string {
	const addresses = piecesOf(text).flatMap(({ text: piece, place }) =>
		place === 'address' && piece.search(OUTSIDE_GSM7) >= 0 ? [`“${piece}”`] : [],
	);
	return [...new Set(addresses)].join(' and ');
}

/** “ê” makes, “ê”, “ç” make. */
function withVerb(text: string, verb: string, where = ''): string {
	const letters = lettersOf(text);
	return `${letters}${where} ${verb}${/,| and /.test(letters) ? '' : 's'}`;
}
