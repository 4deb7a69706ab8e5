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

/** Opt-out phrases as words, by their first word, the longest first. */
type Phrases = ReadonlyMap<string, ReadonlyArray<readonly string[]>>;

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
	const phrases = phrasesOf([...OPT_OUT_WORDS, ...keywords]);
	if (message.length <= SEARCHED_CHARACTERS && isWholeOptOut(words, phrases)) return 'yes';
	const text = words.join(' ');
	const isHinted =
		OPT_OUT_HINTS.some((hint) => hint.test(text)) ||
		words.some((word, at) => {
			return EVERYDAY_OPT_OUT_WORDS.includes(word) || phraseAt(words, at, phrases) > 0;
		});
	return isHinted ? 'maybe' : 'no';
}

function phrasesOf(texts: readonly string[]): Phrases {
	const phrases = texts
		// What is longer than the searched part of a message cannot be in it.
		.filter((text) => text.length <= SEARCHED_CHARACTERS)
		.map(plainWords)
		.sort((a, b) => b.length - a.length);
	const byFirst = new Map<string, string[][]>();
	for (const phrase of phrases) {
		const [first] = phrase;
		if (first === undefined) continue;
		const alike = byFirst.get(first);
		if (alike === undefined) byFirst.set(first, [phrase]);
		else alike.push(phrase);
	}
	return byFirst;
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

function isWholeOptOut(words: readonly string[], phrases: Phrases): boolean {
	if (words.length > MOST_WORDS) return false;
	let asked = false;
	let everyday = false;
	let onlyCourtesies = true;
	for (let at = 0; at < words.length; ) {
		const word = words[at] ?? '';
		const length = phraseAt(words, at, phrases);
		if (length > 0) {
			asked = true;
			at += length;
			continue;
		}
		if (EVERYDAY_OPT_OUT_WORDS.includes(word)) everyday = true;
		else if (isGlued(word)) asked = true;
		else if (!fillers.has(word) && !SHORT_CODE.test(word)) return false;
		else if (!courtesies.has(word) && !SHORT_CODE.test(word)) onlyCourtesies = false;
		at++;
	}
	return asked || (everyday && onlyCourtesies);
}

/** How many words the opt-out phrase at this place has; 0 when none starts here. */
function phraseAt(words: readonly string[], at: number, phrases: Phrases): number {
	const word = words[at] ?? '';
	const found = (phrases.get(word) ?? []).find((phrase) =>
		phrase.every((each, offset) => each === words[at + offset]),
	);
	if (found !== undefined) return found.length;
	// "STOOOP", "STOPPP": insistence, not another word.
	return /^s+t+o+p+$/.test(word) ? 1 : 0;
}

/** "STOPSMS", "STOP36105", "smsstop": written as one word. */
function isGlued(word: string): boolean {
	const rest = /^stop(.+)$/.exec(word)?.[1] ?? /^(.+)stop$/.exec(word)?.[1];
	return rest !== undefined && (courtesies.has(rest) || SHORT_CODE.test(rest));
}
