import { ILLEGAL_IN_XML } from '../document/xmlText';
import { figure, firstOf } from '../figure';
import { InvalidInput } from '../invalidInput';
import type { Warning } from '../warning';
import { CharacterChanges } from './characterChanges';
import { counterpart } from './counterpart';
import {
	findForeignCharacters,
	listCharacters,
	removeCharacters,
	type ForeignCharacter,
} from './foreignCharacters';
import { isIso885915 } from './alphabets';
import { rewrite } from './rewriting';
import { encodingOf } from './segments';

/** What to do with characters that ISO-8859-15 lacks, see the design's "Text". */
export type UnsupportedCharacters = 'replace' | 'remove' | 'error';

export interface TextRules {
	readonly unsupportedCharacters: UnsupportedCharacters;
	/** Whether to go on to GSM-7, so that no character makes the SMS UCS-2. */
	readonly plainLetters: boolean;
}

export interface PreparedText {
	/** NFC, only characters of ISO-8859-15, line feeds for line endings; never blank. */
	readonly text: string;
	/** Every change, one line per distinct character. */
	readonly changes: readonly string[];
	/** Of characters that a reader will miss. */
	readonly warnings: readonly Warning[];
}

/**
 * UTF-16 code units of the longest text that is looked into: no longer one could fit. Four parts hold
 * 612 characters, and NFC makes at most four code units one; what is left is for emoji to be removed.
 */
const LONGEST = 3_000;

/** Characters that a warning names. */
const NAMED = 5;

const UNCHANGED: Omit<PreparedText, 'text'> = { changes: [], warnings: [] };

/**
 * The text as it goes to the provider, and all that was changed to make it so.
 * Preparing a prepared text again by the same rules changes nothing.
 *
 * @throws InvalidInput('text') if it is blank, has characters that XML forbids, or some that the rules
 * do not allow to replace or remove; it names each of these and its position
 */
// @assumption TEXT_REPERTOIRE: the text is limited to ISO-8859-15 in every charset, because the provider's page names it as the only supported one and does not say what becomes of the rest.
export function prepareText(text: string, rules: TextRules): PreparedText {
	if (text.length > LONGEST) {
		throw new InvalidInput(
			'text',
			`The text has ${figure(text.length)} characters; four SMS hold 612`,
			'Shorten it, or check the expression that fills Text.',
		);
	}
	if (needsNothing(text, rules)) {
		refuseBlank(text, 'The text is empty');
		return { text, ...UNCHANGED };
	}
	refuseIllegalInXml(text);
	refuseBlank(text, 'The text has nothing but spaces');

	const lines = withLineFeeds(text);
	const composed = inNfc(lines.text);
	const characters = withinAlphabet(composed.text, rules);
	refuseBlank(characters.text, 'Nothing is left of the text without its unsupported characters');
	return {
		text: characters.text,
		changes: [...lines.changes, ...composed.changes, ...characters.changes],
		warnings: characters.warnings,
	};
}

/** True of most texts. One within ISO-8859-15 is in NFC, since that has no accents on their own. */
function needsNothing(text: string, { plainLetters }: TextRules): boolean {
	if (!isIso885915(text)) return false;
	return plainLetters ? encodingOf(text) === 'GSM-7' : !text.includes('\u00ad');
}

function refuseBlank(text: string, message: string): void {
	if (!/\S/.test(text)) {
		throw new InvalidInput('text', message, 'Fill in Text, or check the expression that fills it.');
	}
}

function refuseIllegalInXml(text: string): void {
	if (!ILLEGAL_IN_XML.test(text)) return;
	const illegal = findForeignCharacters(text, (character) => !ILLEGAL_IN_XML.test(character));
	throw new InvalidInput(
		'text',
		`Control characters cannot be sent: ${listCharacters(illegal)}`,
		'Delete them from the text.',
	);
}

/** Every XML parser reads CR LF and CR as LF (XML 1.0, 2.11), so that is what would be sent. */
function withLineFeeds(text: string): PreparedText {
	if (!text.includes('\r')) return { text, ...UNCHANGED };
	const changes = new CharacterChanges();
	const result = text.replace(/\r\n?/g, (ending) => {
		changes.note(ending, '\n');
		return '\n';
	});
	return { text: result, changes: changes.lines(), warnings: [] };
}

function inNfc(text: string): PreparedText {
	const composed = text.normalize('NFC');
	if (composed === text) return { text, ...UNCHANGED };
	const changes = new CharacterChanges();
	// A character starts at each starter; what composes with it follows it.
	for (const [character] of text.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
		const result = character.normalize('NFC');
		if (result !== character) changes.note(character, result);
	}
	return { text: composed, changes: changes.lines(), warnings: [] };
}

/** @param text in NFC, with line feeds for line endings */
function withinAlphabet(
	text: string,
	{ unsupportedCharacters, plainLetters }: TextRules,
): PreparedText {
	const alphabet = plainLetters ? 'GSM-7' : 'ISO-8859-15';
	const strict = unsupportedCharacters === 'error';
	const mayStay = (character: string) =>
		isIso885915(character) || (!strict && counterpart(character, alphabet) !== undefined);
	const foreign = Array.from(text).every(mayStay) ? [] : findForeignCharacters(text, mayStay);
	if (foreign.length > 0 && unsupportedCharacters !== 'remove') throw refusal(foreign, strict);
	if (strict && !plainLetters) return { text, ...UNCHANGED };

	const removed = new CharacterChanges();
	const kept = removeCharacters(text, foreign, removed);
	const changes = new CharacterChanges();
	const written = rewrite(kept, alphabet, changes);
	return {
		text: written,
		changes: [...removed.lines(), ...changes.lines()],
		warnings: missed(removed.characters()),
	};
}

function missed(characters: readonly string[]): Warning[] {
	if (characters.length === 0) return [];
	const named = characters.slice(0, NAMED).map((character) => `“${character}”`);
	const more = characters.length > NAMED ? ', …' : '';
	return [
		{ code: 'CHARACTERS_REMOVED', message: `Left out of the text: ${named.join(', ')}${more}` },
	];
}

function refusal(foreign: readonly ForeignCharacter[], strict: boolean): InvalidInput {
	const isEmoji =
		!strict && foreign.every(({ character }) => /\p{Extended_Pictographic}/u.test(character));
	const what = isEmoji ? 'Emoji cannot be sent' : 'These characters cannot be sent';
	return new InvalidInput(
		'text',
		`${what}: ${isEmoji ? named(foreign) : listCharacters(foreign)}`,
		strict
			? 'Change them in the text, or choose Replace or Remove in Unsupported Characters.'
			: `Delete ${foreign.length === 1 ? 'it' : 'them'}, or add Unsupported Characters and choose Remove.`,
	);
}

function named(foreign: readonly ForeignCharacter[]): string {
	return firstOf(
		foreign,
		NAMED,
		({ character, position }) => `“${character}” at position ${position}`,
	);
}
