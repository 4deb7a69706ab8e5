import { graphemesOf } from './graphemes';

/** A user-perceived character, or a part of one, that cannot stay in the text. */
export interface ForeignCharacter {
	readonly character: string;
	/** From 1, in user-perceived characters: a family emoji counts once, as on screen. */
	readonly position: number;
	/** Where it starts, in UTF-16 code units. */
	readonly offset: number;
	/** Whether it parts two words when it stands between them: a letter or an accent does not. */
	readonly parts: boolean;
}

/** Where words would run into each other if what stood between them just went. */
const WORD_BEFORE = /[\p{L}\p{N}\p{Sc}.,;:!?)\]»%°#][\p{M}\p{Cf}]*$/u;
const WORD_AFTER = /^[\p{M}\p{Cf}]*[\p{L}\p{N}\p{Sc}([«#@]/u;
/** How far to look for them, in UTF-16 code units; more marks than that on one letter is no text. */
const NEAR = 32;

const ALPHABETIC_LETTER = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;

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
	for (const { segment, index } of graphemesOf(text)) {
		position += 1;
		const characters = Array.from(segment);
		const stays = characters.map(mayStay);
		if (stays.every(Boolean)) continue;
		if (stays[0] === false && !/[\x20-\x7e\xa0-\xff]/.test(segment)) {
			const parts = !ALPHABETIC_LETTER.test(segment);
			found.push({ character: segment, position, offset: index, parts });
			continue;
		}
		let offset = index;
		characters.forEach((character, nth) => {
			if (stays[nth] !== true) found.push({ character, position, offset, parts: false });
			offset += character.length;
		});
	}
	return found;
}

/**
 * The text without the given characters; a space is put where two words would run together.
 *
 * @param note told of each character and of what is there instead, '' or a space
 */
export function removeCharacters(
	text: string,
	foreign: readonly ForeignCharacter[],
	note: (character: string, outcome: string) => void,
): string {
	let result = '';
	let copied = 0;
	let runStart = -1;
	let parting = false;
	foreign.forEach(({ character, offset, parts }, nth) => {
		const runStarts = offset > copied || nth === 0;
		if (runStarts) runStart = offset;
		parting = runStarts ? parts : parting || parts;
		result += text.slice(copied, offset);
		copied = offset + character.length;
		const runEnds = foreign[nth + 1]?.offset !== copied;
		const glues =
			parting &&
			runEnds &&
			WORD_BEFORE.test(text.slice(Math.max(0, runStart - NEAR), runStart)) &&
			WORD_AFTER.test(text.slice(copied, copied + NEAR));
		const outcome = glues ? ' ' : '';
		note(character, outcome);
		result += outcome;
	});
	return result + text.slice(copied);
}
