import {
	COURTESY_FILLERS,
	EVERYDAY_OPT_OUT_WORDS,
	FILLERS,
	NOT_OPT_OUT,
	OPT_OUT_HINTS,
	OPT_OUT_WORDS,
} from './optOutWords';

/** `yes`: the whole message asks for no more SMS. `maybe`: it contains such a word. */
export type OptOut = 'yes' | 'maybe' | 'no';

/** More words than any opt-out with its courtesies has: a longer message says something else too. */
const MOST_WORDS = 16;
/** The part of a message that is searched for a hint: more than an SMS of many parts holds. */
const SEARCHED_CHARACTERS = 2_000;

const SHORT_CODE = /^(\d{5}|3[68]x{3})$/;

/** Stands for an opt-out phrase, once it was found. */
const ASKED = '!';

const courtesies = new Set(COURTESY_FILLERS);
const fillers = new Set(FILLERS);

/**
 * Whether a reply is an opt-out. Case, accents, punctuation and emoji do not count.
 *
 * `yes` only when the whole message is opt-out words and fillers ("STOP SMS au 36105 merci"): a
 * false alarm loses a customer, and an opt-out that is worded otherwise still comes as `maybe` where
 * it contains such a word. "stop moi si je me trompe" is `maybe`.
 *
 * @param message the text as received, of any length
 * @param keywords further opt-out words or phrases, in any case, with or without accents
 */
export function readOptOut(message: string, keywords: readonly string[] = []): OptOut {
	const words = plainWords(message.slice(0, SEARCHED_CHARACTERS));
	// What is longer than the searched part of a message cannot be in it.
	const known = [...OPT_OUT_WORDS, ...keywords].filter(
		({ length }) => length <= SEARCHED_CHARACTERS,
	);
	const marked = markPhrases(words, known.map(plainWords));
	if (message.length <= SEARCHED_CHARACTERS && isWholeOptOut(marked)) return 'yes';
	const text = words.join(' ');
	const isHinted =
		OPT_OUT_HINTS.some((hint) => hint.test(text)) ||
		marked.some((word) => isAsked(word) || isEveryday(word));
	return isHinted ? 'maybe' : 'no';
}

/** The words, with one mark for each phrase in them; of phrases that overlap, for the longest. */
function markPhrases(words: readonly string[], phrases: readonly string[][]): string[] {
	// Two spaces, so that neighbours share none.
	let text = ` ${words.join('  ')} `;
	for (const phrase of phrases.toSorted((a, b) => b.length - a.length)) {
		if (phrase.length > 0) text = text.replaceAll(` ${phrase.join('  ')} `, ` ${ASKED} `);
	}
	return text.split(' ').filter((word) => word !== '');
}

/** Lower-case words without accents; single letters in a row ("S.T.O.P", "s t o p") are one word. */
function plainWords(text: string): string[] {
	const plain = text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/(?<!\p{L})\p{L}(?:[ .*_-]\p{L}){2,}(?!\p{L})/gu, (apart) =>
			apart.replace(/[ .*_-]/g, ''),
		)
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.replace(NOT_OPT_OUT, 'weekend')
		.trim();
	return plain === '' ? [] : plain.split(' ');
}

function isWholeOptOut(words: readonly string[]): boolean {
	const isRest = (word: string): boolean => fillers.has(word) || isCourtesy(word);
	if (words.length > MOST_WORDS) return false;
	if (!words.every((word) => isAsked(word) || isEveryday(word) || isRest(word))) return false;
	if (words.some(isAsked)) return true;
	return words.some(isEveryday) && words.every((word) => isEveryday(word) || isCourtesy(word));
}

/** Also "STOOOP", "STOPPP": insistence, not another word. */
const isAsked = (word: string): boolean =>
	word === ASKED || /^s+t+o+p+$/.test(word) || isGlued(word);
const isEveryday = (word: string): boolean => EVERYDAY_OPT_OUT_WORDS.includes(word);
const isCourtesy = (word: string): boolean => courtesies.has(word) || SHORT_CODE.test(word);

/** "STOPSMS", "STOP36105", "smsstop": written as one word. */
function isGlued(word: string): boolean {
	const rest = /^stop(.+)$/.exec(word)?.[1] ?? /^(.+)stop$/.exec(word)?.[1];
	return rest !== undefined && isCourtesy(rest);
}
