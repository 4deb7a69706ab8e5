import { firstOf } from '../figure';
import type { CharacterChanges } from './characterChanges';
import { characterLabel } from './characterLabel';

/** A user-perceived character, or a part of one, that cannot stay in the text. */
export interface ForeignCharacter {
	readonly character: string;
	/** From 1, in user-perceived characters: a family emoji counts once, as on screen. */
	readonly position: number;
	/** Where it starts, in UTF-16 code units. */
	readonly offset: number;
}

/** How many characters a refusal names. */
const NAMED = 10;

/** Accents and joiners belong to no language in particular, so neither does the splitting. */
const SEGMENTER = new Intl.Segmenter('en');

/** Where words would run into each other if what stood between them just went. */
const WORD_BEFORE = /[\p{L}\p{N}\p{Sc}.,;:!?)\]»%°#][\p{M}\p{Cf}]*$/u;
const WORD_AFTER = /^[\p{M}\p{Cf}]*[\p{L}\p{N}\p{Sc}([«#@]/u;
/** How far to look for them, in UTF-16 code units; more marks than that on one letter is no text. */
const NEAR = 32;

/** What stands within a word and does not part two. */
const WITHIN_WORDS = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\p{Cf}]/u;

/**
 * The characters that cannot stay, in order. A sequence that shows as one (flags, families, skin tones)
 * is given as one; of an ordinary character with a foreign mark, only the mark.
 *
 * @param mayStay told one code point at a time
 */
export function findForeignCharacters(
	text: string,
	mayStay: (character: string) => boolean,
): ForeignCharacter[] {
	const found: ForeignCharacter[] = [];
	let position = 0;
	for (const { segment, index } of SEGMENTER.segment(text)) {
		position += 1;
		const characters = Array.from(segment);
		if (characters.every(mayStay)) continue;
		if (!mayStay(characters[0] ?? '') && !/[\x20-\x7e\xa0-\xff]/.test(segment)) {
			found.push({ character: segment, position, offset: index });
			continue;
		}
		let offset = index;
		for (const character of characters) {
			if (!mayStay(character)) found.push({ character, position, offset });
			offset += character.length;
		}
	}
	return found;
}

/** The first of them by name and position, and how many more there are. */
export function listCharacters(foreign: readonly ForeignCharacter[]): string {
	return firstOf(
		foreign,
		NAMED,
		({ character, position }) => `${characterLabel(character)} at position ${position}`,
	);
}

/** The text without the given characters; a space is put where two words would run together. */
export function removeCharacters(
	text: string,
	foreign: readonly ForeignCharacter[],
	changes: CharacterChanges,
): string {
	let result = '';
	let copied = 0;
	for (const { character, offset } of foreign) {
		result += text.slice(copied, offset);
		copied = offset + character.length;
		const parts =
			!WITHIN_WORDS.test(character) &&
			WORD_BEFORE.test(result.slice(-NEAR)) &&
			WORD_AFTER.test(text.slice(copied, copied + NEAR));
		changes.note(character, parts ? ' ' : '');
		if (parts) result += ' ';
	}
	return result + text.slice(copied);
}
