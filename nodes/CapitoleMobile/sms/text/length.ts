import { InvalidInput } from '../invalidInput';
import type { Warning } from '../warning';
import { CharacterChanges } from './characterChanges';
import { isGsm7 } from './gsm7';
import {
	mayBeTooLong,
	severalSegments,
	stopMention,
	tooLong,
	ucs2,
	type LengthRules,
} from './lengthMessages';
import { rewrite } from './rewriting';
import {
	countSegments,
	MAXIMUM_SEGMENTS,
	STOP_MENTION_CHARACTERS,
	type SegmentCount,
} from './segments';

export { MAXIMUM_SEGMENTS, STOP_MENTION_CHARACTERS, type LengthRules };

export interface CheckedLength {
	readonly count: SegmentCount;
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
	const counted = (content: string) =>
		countSegments(content, rules.stopMention ? STOP_MENTION_CHARACTERS : 0);
	const count = counted(text);
	const within = count.encoding === 'GSM-7';
	const cheapest = within ? count : counted(transliterated(text));
	const gsm7Only = within ? count : counted(asGsm7Only(text));
	const maximum = rules.long ? MAXIMUM_SEGMENTS : 1;
	const readings = { count, cheapest, gsm7Only, maximum, rules };

	if (cheapest.segments > maximum) {
		const excess = excessOf(text, (start) => counted(asGsm7Only(start)), maximum);
		const { message, remedy } = tooLong(readings, excess);
		throw new InvalidInput('text', message, remedy);
	}

	const warnings: Warning[] = [];
	const doubtful = count.segments > maximum;
	if (doubtful) warnings.push(mayBeTooLong(readings, excessOf(text, counted, maximum)));
	if (!within) warnings.push(ucs2(text, readings));
	const paid = doubtful ? cheapest.segments : count.segments;
	if (paid > 1) warnings.push(severalSegments(paid, paid < count.segments));
	if (rules.stopMention) warnings.push(stopMention(count.segments, countSegments(text).segments));
	return { count, warnings };
}

function transliterated(text: string): string {
	return Array.from(text, (character) => (isGsm7(character) ? character : 'x')).join('');
}

function asGsm7Only(text: string): string {
	return rewrite(text, 'GSM-7', new CharacterChanges());
}

/** How many characters have to be cut off the end of a text for it to fit. */
function excessOf(text: string, count: (start: string) => SegmentCount, maximum: number): number {
	const characters = Array.from(text);
	let fits = 0;
	let tooMany = characters.length;
	while (tooMany - fits > 1) {
		const middle = (fits + tooMany) >> 1;
		if (count(characters.slice(0, middle).join('')).segments <= maximum) fits = middle;
		else tooMany = middle;
	}
	return characters.length - fits;
}
