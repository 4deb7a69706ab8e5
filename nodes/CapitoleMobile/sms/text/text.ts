import { ILLEGAL_IN_XML } from '../escapes';
import { figure, firstOf } from '../figure';
import { InvalidInput } from '../refused';
import type { Warning } from '../codes';
import { encodingOf, isIso885915 } from './segments';
import { CharacterChanges, characterLabel, isEmoji } from './characters';
import { piecesOf, type Piece, type Place } from './links';
import { rewrite, standIn } from './rewriting';

/** What to do with characters that ISO-8859-15 lacks. */
export type UnsupportedCharacters = 'replace' | 'remove' | 'error';

export interface TextRules {
	readonly unsupportedCharacters: UnsupportedCharacters;
	/** Whether to write the text in GSM-7, so that no character makes the SMS UCS-2. */
	readonly plainLetters: boolean;
}

export interface PreparedText {
	/** NFC, only characters of ISO-8859-15, line feeds for line endings, trimmed. */
	readonly text: string;
	/** Every change, one line per distinct character. */
	readonly changes: readonly string[];
	/** About characters that a reader will miss. */
	readonly warnings: readonly Warning[];
}

/** A user-perceived character, or a part of one, that cannot stay in the text. */
interface Foreign {
	readonly character: string;
	/** From 1, in user-perceived characters: a family emoji counts once, as on screen. */
	readonly position: number;
	readonly place: Place;
}

/**
 * UTF-16 code units. A longer text cannot fit: four parts hold 612 characters, and NFC turns at most
 * four code units into one. The rest allows for emoji to be removed.
 */
const LONGEST = 3_000;

/** Characters that a warning or a refusal names. */
const NAMED = 10;

/** Accents and joiners split alike in every language. */
const SEGMENTER = new Intl.Segmenter('en');

/**
 * Every XML parser reads CR LF and CR as LF (XML 1.0, 2.11), so the provider would get LF. No-break
 * spaces (`toLocaleString('fr-FR')` writes them into prices) would double the price of the SMS.
 */
const UNIFORM = /\r\n?|[\u00a0\u2007\u202f]/g;

/**
 * Prepares a text for the provider, and lists every change. Preparing the result again changes nothing.
 *
 * @throws InvalidInput('text') if it is blank, has characters that XML forbids, or some that the rules
 *   do not allow to replace or remove; it names each of these and its position
 */
// @assumption TEXT_REPERTOIRE: the text is limited to ISO-8859-15 in every charset, because the provider's page names it as the only supported one and does not say what happens to other characters.
export function prepareText(text: string, rules: TextRules): PreparedText {
	const written = within885915(text, rules.unsupportedCharacters);
	return rules.plainLetters ? plainly(written).prepared : written.prepared;
}

/** A prepared text, with its links and mail addresses as found in the original text. */
export interface WrittenText {
	readonly prepared: PreparedText;
	readonly pieces: () => readonly Piece[];
}

/**
 * Writes a text in GSM-7, except for links and mail addresses.
 *
 * @returns `letters`: what was replaced, `ç as c`
 */
export function plainly({ prepared, pieces }: WrittenText): {
	prepared: PreparedText;
	letters: readonly string[];
} {
	if (encodingOf(prepared.text) === 'GSM-7') return { prepared, letters: [] };
	const changes = new CharacterChanges();
	const text = pieces()
		.map((piece) => rewrite(piece, 'GSM-7', changes))
		.join('')
		.trim();
	const lines = [...prepared.changes, ...changes.lines()];
	return { prepared: { ...prepared, text, changes: lines }, letters: [...changes.letters] };
}

/** The first step of `prepareText`, for callers that may need `plainly` later. */
export function within885915(text: string, unsupported: UnsupportedCharacters): WrittenText {
	if (text.length > LONGEST) {
		throw new InvalidInput(
			'text',
			`The text has ${figure(text.length)} characters; four SMS hold 612`,
			'Shorten it, or check the expression that fills Text.',
		);
	}
	refuseBlank(text, text === '' ? 'The text is empty' : 'The text has nothing but spaces');
	// Most texts. ISO-8859-15 has no combining accents, so text within it is in NFC.
	if (isIso885915(text) && !/[\xa0\xad]|^\s|\s$/.test(text)) {
		return { prepared: { text, changes: [], warnings: [] }, pieces: () => piecesOf(text) };
	}
	const whole: Piece[] = [{ text, place: 'prose' }];
	const { foreign: illegal } = separate(whole, (one) => !ILLEGAL_IN_XML.test(one));
	forbid(illegal, 'Delete them from the text.', 'Control characters');

	const changes = new CharacterChanges();
	const pieces = piecesOf(
		text.replace(UNIFORM, (found) => {
			const outcome = found.startsWith('\r') ? '\n' : ' ';
			changes.note(found, outcome);
			return outcome;
		}),
	).map((piece) => inNfc(piece, changes));
	const { kept, foreign } = withoutForeign(pieces, unsupported);
	for (const { character } of foreign) changes.note(character, '');
	const rewritten = kept.map((piece) => ({
		...piece,
		text: rewrite(piece, 'ISO-8859-15', changes),
	}));
	const written = rewritten.map((piece) => piece.text).join('');
	const trimmed = written.trim();
	refuseBlank(trimmed, 'The text has only unsupported characters');
	const start = written.indexOf(trimmed);
	const around = written.slice(0, start) + written.slice(start + trimmed.length);
	for (const space of around) changes.note(space, '');
	const prepared = { text: trimmed, changes: changes.lines(), warnings: missed(foreign) };
	return { prepared, pieces: () => rewritten };
}

function refuseBlank(text: string, message: string): void {
	if (!/\S/.test(text)) {
		throw new InvalidInput('text', message, 'Fill in Text, or check the expression that fills it.');
	}
}

/** Paths stay as they are: é and e with a combining accent are two different pages. */
function inNfc(piece: Piece, changes: CharacterChanges): Piece {
	const composed = piece.text.normalize('NFC');
	if (composed === piece.text || piece.place === 'path') return piece;
	// Each base character, with the marks that may compose with it.
	for (const [character] of piece.text.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
		const result = character.normalize('NFC');
		if (result !== character) changes.note(character, result);
	}
	return { ...piece, text: composed };
}

/**
 * Removes characters that cannot stay, if the rules allow it.
 *
 * @throws InvalidInput('text') if they do not, and for links and mail addresses
 */
function withoutForeign(pieces: readonly Piece[], unsupported: UnsupportedCharacters): Separated {
	const isStrict = unsupported === 'error';
	const separated = separate(
		pieces,
		(character, place) =>
			isIso885915(character) ||
			(!isStrict && standIn(character, 'ISO-8859-15', place) !== undefined),
	);
	const { foreign } = separated;
	if (isStrict) {
		const remedy =
			'Change them in the text, or choose Replace or Remove in Unsupported Characters.';
		forbid(foreign, remedy);
	}
	forbid(
		foreign.filter(({ place }) => place === 'address'),
		'A link or mail address would lead elsewhere without them: use one in plain letters.',
	);
	if (unsupported === 'replace') {
		const them = foreign.length === 1 ? 'it' : 'them';
		const remedy = `Delete ${them}, or add Unsupported Characters and choose Remove.`;
		const areEmoji = foreign.every(({ character }) => isEmoji(character));
		forbid(foreign, remedy, areEmoji ? 'Emoji' : undefined);
	}
	return separated;
}

/** @throws InvalidInput('text') if there are any, naming the first and their positions */
function forbid(foreign: readonly Foreign[], remedy: string, what = 'These characters'): void {
	if (foreign.length === 0) return;
	const named = firstOf(
		foreign,
		NAMED,
		({ character, position }) => `${characterLabel(character)} at position ${position}`,
	);
	const brief = `text(s) with ${what === 'Emoji' ? 'emoji' : 'characters that cannot be sent'}`;
	const message = `${what} cannot be sent: ${named}`;
	throw new InvalidInput('text', message, remedy, undefined, brief);
}

function missed(removed: readonly Foreign[]): Warning[] {
	if (removed.length === 0) return [];
	const named = [...new Set(removed.map(({ character }) => characterLabel(character)))];
	return [
		{ code: 'CHARACTERS_REMOVED', message: `Left out of the text: ${firstOf(named, NAMED)}` },
	];
}

interface Separated {
	readonly kept: readonly Piece[];
	/** In order. */
	readonly foreign: readonly Foreign[];
}

/**
 * Removes a sequence that shows as one character (flags, families, skin tones) as a whole; from an
 * ordinary character with a foreign mark, only the mark.
 *
 * @param mayStay called with one code point at a time
 */
function separate(
	pieces: readonly Piece[],
	mayStay: (character: string, place: Place) => boolean,
): Separated {
	const stays = ({ text, place }: Piece): boolean =>
		Array.from(text).every((character) => mayStay(character, place));
	if (pieces.every(stays)) return { kept: pieces, foreign: [] };
	const foreign: Foreign[] = [];
	let position = 0;
	const kept = pieces.map(({ text, place }) => {
		let rest = '';
		for (const { segment } of SEGMENTER.segment(text)) {
			position += 1;
			const characters = Array.from(segment);
			const isOne = !mayStay(characters[0] ?? '', place) && !/[\x20-\x7e\xa0-\xff]/.test(segment);
			for (const character of isOne ? [segment] : characters) {
				if (isOne || !mayStay(character, place)) foreign.push({ character, position, place });
				else rest += character;
			}
		}
		return { text: rest, place };
	});
	return { kept, foreign };
}
