import {
	APART,
	COURTESY_FILLERS,
	EVERYDAY_OPT_OUT_WORDS,
	FILLERS,
	LONG_OPT_OUT_WORDS,
	NEAR_STOP,
	NOT_OPT_OUT,
	OPT_OUT_HINTS,
	OPT_OUT_PHRASES,
	OPT_OUT_WORDS,
	QUOTED,
	REACTION,
} from './optOutWords';

/** `yes`: the whole message is an opt-out. `maybe`: it contains an opt-out word. */
export type OptOut = 'yes' | 'maybe' | 'no';

/** A longer message says more than an opt-out with its courtesies. */
const MOST_WORDS = 16;
/** Characters searched: more than an SMS of many parts holds. */
const SEARCHED_CHARACTERS = 2_000;

/** Placeholders: an opt-out phrase, and a phrase that only looks like one. */
const ASKED = '!';
const NOT_ASKED = '.';

const SHORT_CODE = /^(au)?(\d{5}|3[68]x{3})$/;

/**
 * Classifies a reply. Case, accents, doubled letters, punctuation and emoji do not count.
 *
 * `yes` only if the whole message is opt-out words and fillers ("STOP SMS au 36105 merci"), because a
 * false alarm loses a customer. Anything else with an opt-out word is `maybe` ("stop moi si je me
 * trompe"). Quoted text is not the sender's.
 *
 * @param message the text as received, of any length
 * @param keywords further opt-out words or phrases, in any case, with or without accents
 */
export function readOptOut(message: string, keywords: readonly string[] = []): OptOut {
	const searched = message.slice(0, SEARCHED_CHARACTERS);
	const [quote = ''] = QUOTED.exec(searched) ?? [];
	const before = searched.slice(0, searched.indexOf(quote));
	const outside = `${before} ${searched.slice(before.length + quote.length)}`;
	// A quote of one or two words, such as "STOP", counts as the sender's own.
	if (outside.trim() !== '' && wordsIn(foldedText(quote)).length > 2) {
		const own = readOptOut(outside, keywords);
		const isReaction = REACTION.test(searched.slice(0, before.length + 1));
		const isQuoted = isReaction || readOptOut(quote, keywords) !== 'yes';
		if (own !== 'no' || isQuoted) return own;
		if (/\p{L}/u.test(outside)) return 'maybe';
	}
	const text = foldedText(searched);
	// A keyword longer than the searched part cannot be in it.
	const phrases = [...OPT_OUT_PHRASES, ...keywords]
		.filter(({ length }) => length <= SEARCHED_CHARACTERS)
		.map((phrase) => wordsIn(foldedText(phrase)));
	const unmistakable = NOT_OPT_OUT.reduce((rest, other) => rest.replace(other, NOT_ASKED), text);
	const words = markPhrases(wordsIn(unmistakable), phrases);
	if (message.length <= SEARCHED_CHARACTERS && isWholeOptOut(words)) return 'yes';
	const isHinted =
		OPT_OUT_HINTS.some((hint) => hint.test(text)) ||
		words.some((word) => isAsked(word) || isEveryday(word)) ||
		(words.some(isSlip) && words.every((word) => isSlip(word) || isFiller(word)));
	return isHinted ? 'maybe' : 'no';
}

/** Lower-case words without accents, separated by single spaces. */
function foldedText(text: string): string {
	return (
		text
			.replaceAll('🛑', ' stop ')
			.normalize('NFKD')
			.replace(/\p{M}/gu, '')
			.toLowerCase()
			// "S.T.O.P", "s t o p"
			.replace(/(?<!\p{L})\p{L}(?:[ .*_-]\p{L}){2,}(?!\p{L})/gu, (apart) =>
				apart.replace(/[ .*_-]/g, ''),
			)
			// "36 105", "36.105", "36 XXX"
			.replace(/(?<!\d[ ./-]?)\d(?:[ ./-]?\d){4}(?![ ./-]?\d)|\b3[68][ .-]?x{3}\b/g, (code) =>
				code.replace(/[ ./-]/g, ''),
			)
			.replace(/[^\p{L}\p{N}]+/gu, ' ')
			.trim()
			.replace(APART, '$1$2')
	);
}

const wordsIn = (text: string): string[] => (text === '' ? [] : text.split(' '));

/** Replaces each opt-out phrase with a placeholder; of overlapping phrases, the longest. */
function markPhrases(words: readonly string[], phrases: readonly string[][]): string[] {
	// Two spaces, so that neighbouring words do not share one.
	let text = ` ${words.join('  ')} `;
	for (const phrase of phrases.toSorted((a, b) => b.length - a.length)) {
		if (phrase.length > 0) text = text.replaceAll(` ${phrase.join('  ')} `, ` ${ASKED} `);
	}
	return text.split(' ').filter((word) => word !== '');
}

function isWholeOptOut(words: readonly string[]): boolean {
	if (words.length > MOST_WORDS) return false;
	if (words.some(isAsked)) {
		return words.every((word) => isAsked(word) || isEveryday(word) || isFiller(word));
	}
	return words.some(isEveryday) && words.every((word) => isEveryday(word) || isCourtesy(word));
}

/** "arrettez" becomes "aretez", "stooop" becomes "stop". */
const fold = (word: string): string => word.replace(/(\p{L})\1+/gu, '$1');
const fillers = new Set(FILLERS.map(fold));
const courtesies = new Set(COURTESY_FILLERS.map(fold));
const everyday = new Set(EVERYDAY_OPT_OUT_WORDS);

const isEveryday = (word: string): boolean => everyday.has(word);
const isCourtesy = (word: string): boolean => courtesies.has(fold(word)) || SHORT_CODE.test(word);
const isFiller = (word: string): boolean => fillers.has(fold(word)) || isCourtesy(word);

function isAsked(word: string): boolean {
	const plain = fold(word);
	return (
		word === ASKED ||
		OPT_OUT_WORDS.some((known) => known.test(plain)) ||
		LONG_OPT_OUT_WORDS.some((long) => isMisspelt(plain, long)) ||
		isGlued(word)
	);
}

/** "stopsms", "stop36105", "smsstop": written as one word. */
function isGlued(word: string): boolean {
	const rest = /^(?:stop|arret)(.+)$/.exec(word)?.[1] ?? /^(.+)stop$/.exec(word)?.[1];
	return rest !== undefined && isCourtesy(rest);
}

/** The first letters must match: "prêtez" and "apprêtez" are not "arrêtez". */
function isMisspelt(word: string, known: string): boolean {
	const most = known.length < 10 ? 1 : 2;
	return word.startsWith(known.slice(0, 3 - most)) && slipsTo(word, known, most);
}

/** "dtop", "syop": too short for certainty. */
const isSlip = (word: string): boolean =>
	!NEAR_STOP.includes(word) && !isFiller(word) && slipsTo(fold(word), 'stop', 1);

/** Whether at most `most` letters were left out, added, changed, or swapped with the next. */
function slipsTo(word: string, known: string, most: number): boolean {
	let same = 0;
	while (same < word.length && word[same] === known[same]) same += 1;
	const [a, b] = [word.slice(same), known.slice(same)];
	if (most === 0 || a === b) return a === b;
	return (
		slipsTo(a.slice(1), b.slice(1), most - 1) ||
		slipsTo(a.slice(1), b, most - 1) ||
		slipsTo(a, b.slice(1), most - 1) ||
		(a[0] === b[1] && a[1] === b[0] && slipsTo(a.slice(2), b.slice(2), most - 1))
	);
}
