import { InvalidInput } from '../invalidInput';
import type { Warning } from '../warning';
import { CharacterChanges } from './characterChanges';
import { isGsm7 } from './alphabets';
import {
	costlyLetters,
	mayBeTooLong,
	severalParts,
	stopMention,
	tooLong,
	type LengthRules,
} from './lengthMessages';
import { rewrite } from './rewriting';
import {
	countSegments,
	MAXIMUM_SEGMENTS,
	STOP_MENTION_CHARACTERS,
	type SegmentCount,
} from './segments';

export interface CheckedLength {
	readonly count: SegmentCount;
	/** The text with plain letters in place of those outside GSM-7. */
	readonly plainText: string;
	readonly warnings: readonly Warning[];
}

/**
 * Counts a text and says what it costs.
 *
 * @param text as `prepareText` returns it
 * @throws InvalidInput('text') if it is too long even in the cheapest reading
 */
// @assumption TRANSLITERATION_UNKNOWN: the provider either sends a text outside GSM-7 as UCS-2 or makes each such character one of GSM-7, because its page does not say which; so only what is too long both ways is refused.
export function checkLength(text: string, rules: LengthRules): CheckedLength {
	const count = countParts(text, rules);
	const isWithin = count.encoding === 'GSM-7';
	const plainText = isWithin ? text : inPlainLetters(text);
	const plain = isWithin ? count : countParts(plainText, rules);
	const cheapest = isWithin ? count : countParts(transliterated(text), rules);
	const maximum = mostSegments(rules);
	if (cheapest.segments > maximum) {
		const { meaning, remedy } = tooLong(text, { count, plain }, rules, excessOf(text, rules));
		throw new InvalidInput('text', meaning, remedy);
	}
	const warnings: Warning[] = [];
	const without = rules.stopMention ? countSegments(text).segments : count.segments;
	if (count.segments > maximum) {
		warnings.push(mayBeTooLong(text, { count, plain }, rules, excessOf(text, rules)));
	} else if (plain.segments < count.segments) warnings.push(costlyLetters(text, { count, plain }));
	if (without < count.segments && count.segments <= maximum) {
		warnings.push(stopMention(count, without));
	}
	if (warnings.length === 0 && count.segments > 1) warnings.push(severalParts(count.segments));
	return { count, plainText, warnings };
}

/** The parts of a text as a handset counts them, with the STOP mention where there is one. */
export function countParts(text: string, { stopMention: isAdded }: LengthRules): SegmentCount {
	return countSegments(text, isAdded ? STOP_MENTION_CHARACTERS : 0);
}

/**
 * What to say where the provider answers TOO_LONG_MESSAGE because of letters outside GSM-7; null where
 * they are not the cause.
 */
export function tooLongAdvice(
	text: string,
	rules: LengthRules,
): { meaning: string; remedy: string } | null {
	const count = countParts(text, rules);
	if (count.segments <= mostSegments(rules)) return null;
	const plain = countParts(inPlainLetters(text), rules);
	return tooLong(text, { count, plain }, rules, excessOf(text, rules));
}

export const mostSegments = ({ long }: Pick<LengthRules, 'long'>): number =>
	long ? MAXIMUM_SEGMENTS : 1;

/** One septet for each character: the least that a provider could make of a text. */
function transliterated(text: string): string {
	return Array.from(text, (character) => (isGsm7(character) ? character : 'x')).join('');
}

function inPlainLetters(text: string): string {
	return rewrite(text, 'GSM-7', new CharacterChanges());
}

/** How many characters have to be cut off the end of a text for it to fit in plain letters. */
function excessOf(text: string, rules: LengthRules): number {
	const maximum = mostSegments(rules);
	const characters = Array.from(text);
	let fits = 0;
	let tooMany = characters.length;
	while (tooMany - fits > 1) {
		const middle = (fits + tooMany) >> 1;
		const start = inPlainLetters(characters.slice(0, middle).join(''));
		if (countParts(start, rules).segments <= maximum) fits = middle;
		else tooMany = middle;
	}
	return characters.length - fits;
}
