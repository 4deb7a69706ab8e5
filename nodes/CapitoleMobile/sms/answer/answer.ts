import { NUMBER_CODES, type NumberCode, REFUSAL_CODES, type RefusalCode } from '../codes';

/** A number that the provider refused, as the answer writes it; null if the refusal names none. */
export interface RefusedNumber {
	readonly recipient: string | null;
	readonly code: NumberCode;
}

/** The provider's answer, not yet matched with the numbers of the request. */
export interface Answer {
	readonly sendingOk: boolean;
	/** Codes that refuse the whole request, each once, in the order of the answer. */
	readonly refusals: readonly RefusalCode[];
	/** The answer has TOO_LONG_SENDER, which the provider calls a warning. */
	readonly senderReplaced: boolean;
	readonly refused: readonly RefusedNumber[];
	/**
	 * The numbers on undocumented lines, as digits; '' for a line that does not show which number it means.
	 */
	readonly inDoubt: readonly string[];
	/** SMS credits: the number after `;`, or the last of several. */
	readonly creditsLeft: number | null;
	/**
	 * Undocumented words, at most ten of 100 characters, which may hold secrets. If one is not even shaped
	 * like a code (HTML, a sentence), the rest of the answer is ignored.
	 */
	readonly notUnderstood: readonly string[];
}

/** Characters. A longer answer is not read: even one that refuses 30,000 numbers is shorter. */
export const LONGEST_ANSWER = 1_048_576;

const BYTE_ORDER_MARKS_AS_LATIN_1 = /^(?:\u00EF\u00BB\u00BF)+/;
const LINE_BREAK_TAG = /<br ?\/?>/gi;
// @assumption CODES_ARE_SET_APART: the page shows one code and `;balance`, so several codes in one answer may be separated by new lines, `<br>`, `;`, `,`, `|` or spaces.
const SEPARATOR = /([;,|])/;
// Spaces of every width, and the byte order mark that PHP sends for each file saved with one.
const SPACES = /[ \t\v\f\u00A0\u2009\u202F\uFEFF]+/;

const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;
const CODE_SHAPE = /^\+?[0-9_]*[A-Z][A-Z0-9_]*$/;
const NUMBER_AND_CODE = new RegExp(`^(\\+?[0-9]{8,}|)_(${NUMBER_CODES.join('|')})$`);
/** Words that seem to be about a number: `33611223344_is_stop`, `06.11.22.33.44_IS_INVALID`, `_IS_STOP`. */
const ABOUT_A_NUMBER = /^(?:[+(]*[0-9][\w.()/:+=-]*|(?:_|IS_)\w*)$/;

/**
 * Parses an answer of the sending URL, in time proportional to its length. Never throws.
 *
 * Codes must be whole words in capitals, as on the provider's page, so `NOT_SENDING_OK` or a page of
 * HTML that mentions SENDING_OK does not count.
 *
 * @param body the answer in any decoding, since its codes are ASCII
 */
export function readAnswer(body: string): Answer {
	if (body.length > LONGEST_ANSWER) return wholeAnswer({ notUnderstood: [body] });
	const refusals = new Set<RefusalCode>();
	const refused: RefusedNumber[] = [];
	const inDoubt: string[] = [];
	const notUnderstood: string[] = [];
	let sendingOk = false;
	let senderReplaced = false;
	let creditsLeft: number | null = null;

	let isOpen = false;

	const text = body.replace(BYTE_ORDER_MARKS_AS_LATIN_1, '').replace(LINE_BREAK_TAG, '\n');
	for (const line of text.split(/[\n\r]/)) {
		const known = notUnderstood.length;
		const named = inDoubt.length + refused.length;
		let hasOk = false;
		// Words at even indexes, separators at odd ones.
		const pieces = line.split(SEPARATOR);
		let isAfterCode = false;
		for (let i = 0; i < pieces.length; i += 2) {
			let words = wordsOf(pieces[i]);
			if (isAfterCode && pieces[i - 1] === ';') {
				const behindComma = pieces[i + 1] === ',' ? wordsOf(pieces[i + 2]) : [];
				const balance = readBalanceIn(words, behindComma);
				if (balance !== null) {
					creditsLeft = balance;
					words = words.slice(1);
				}
			}
			isAfterCode = CODE_SHAPE.test(words.at(-1) ?? '');
			const codes = words.map(readCode);
			// "NOT SENDING_OK": an unknown word may negate its neighbours.
			const isClear = words.every((word, at) => codes[at] !== null || NUMBER.test(word));
			inDoubt.push(...numbersInDoubt(words, isClear, wordsOf(pieces[i + 2]).length > 0));
			for (const [at, word] of words.entries()) {
				const code = isClear ? (codes[at] ?? null) : null;
				if (code === null) notUnderstood.push(word);
				else if (code === 'SENDING_OK') {
					hasOk = true;
					isOpen ||= oddWords(notUnderstood, known).length > 0;
				} else if (code === 'TOO_LONG_SENDER') senderReplaced = true;
				else if (typeof code === 'string') refusals.add(code);
				else refused.push(code);
			}
		}
		sendingOk ||= hasOk;
		const isAboutNobody = inDoubt.length + refused.length === named;
		isOpen ||= (hasOk || isAboutNobody) && oddWords(notUnderstood, known).some(isNearACode);
	}
	const foreign = notUnderstood.filter((word) =>
		[NUMBER, CODE_SHAPE, ABOUT_A_NUMBER].every((shape) => !shape.test(word)),
	);
	if (foreign.length > 0) return wholeAnswer({ notUnderstood: foreign });
	// @assumption UNDOCUMENTED_WORD_LEAVES_OPEN: a word before SENDING_OK on its line, or part of a documented refusal (`NOT`, `BLACKLISTED`) on a line that names no number, may cancel SENDING_OK, so it is unknown whether the SMS was sent. Any other new word next to it is a warning.
	if (sendingOk && isOpen) inDoubt.push('');
	const read = {
		sendingOk,
		refusals: [...refusals],
		senderReplaced,
		refused,
		inDoubt,
		creditsLeft,
	};
	return wholeAnswer({ ...read, notUnderstood });
}

const MOST_WORDS = 10;
const LONGEST_WORD = 100;

function wholeAnswer(read: Partial<Answer> & Pick<Answer, 'notUnderstood'>): Answer {
	return {
		sendingOk: false,
		refusals: [],
		senderReplaced: false,
		refused: [],
		inDoubt: [],
		creditsLeft: null,
		...read,
		notUnderstood: read.notUnderstood
			.slice(0, MOST_WORDS)
			.map((word) => word.slice(0, LONGEST_WORD)),
	};
}

const wordsOf = (piece = ''): string[] => piece.split(SPACES).filter((word) => word !== '');

function readCode(
	word: string,
): 'SENDING_OK' | 'TOO_LONG_SENDER' | RefusalCode | RefusedNumber | null {
	if (word === 'SENDING_OK' || word === 'TOO_LONG_SENDER') return word;
	const [, recipient, ending] = NUMBER_AND_CODE.exec(word) ?? [];
	const code = NUMBER_CODES.find((one) => one === ending);
	if (code !== undefined) return { recipient: recipient || null, code };
	return REFUSAL_CODES.find((one) => one === word) ?? null;
}

/** A gap between groups of digits: `06 11 22 33 44`. */
const GAP_IN_A_NUMBER = /(?<=(?<![0-9])[0-9]{1,4})[ .()/-]+(?=[0-9]{1,4}(?![0-9]))/g;
const LONG_NUMBER = /[0-9]{6}/;
const LONG_NUMBERS = /[0-9]{6,}/g;
const PHONE_NUMBER = /^\+?[0-9]{8,15}$/;

const isAbout = (word: string): boolean => ABOUT_A_NUMBER.test(word) || LONG_NUMBER.test(word);

/** The words from an index on that are not about a number. */
const oddWords = (words: readonly string[], from: number): string[] =>
	words.slice(from).filter((word) => !NUMBER.test(word) && !isAbout(word));

const REFUSING_CODES: readonly string[] = [...REFUSAL_CODES, ...NUMBER_CODES];
const HAS_A_CODE = new RegExp(['SENDING_OK', ...REFUSING_CODES].join('|'));
/** Words have no spaces, so none is found across two codes. */
const PARTS_OF_REFUSALS = REFUSING_CODES.map((code) => `_${code}_`).join(' ');

/** Part of a refusal (`BLACKLISTED`, `NOT`), or a code with more (`SENDING_OKAY`). */
const isNearACode = (word: string): boolean =>
	HAS_A_CODE.test(word) || PARTS_OF_REFUSALS.includes(`_${word}_`);

/**
 * The numbers that an undocumented line may be about.
 *
 * @param isClear whether all words are documented codes or plain numbers
 * @param isFollowed whether more words follow on the line
 */
// @assumption UNDOCUMENTED_LINE_LEAVES_OPEN: an undocumented line that seems to be about a number may say that it gets no SMS, so the number is `unknown`, even next to SENDING_OK.
function numbersInDoubt(words: readonly string[], isClear: boolean, isFollowed: boolean): string[] {
	const odd = isClear ? [] : words.filter((word) => !NUMBER.test(word));
	const isSaid =
		odd.some(isAbout) ||
		(isFollowed ? words : words.slice(0, -1)).some((word) => PHONE_NUMBER.test(word));
	if (!isSaid) return [];
	const numbers = words.join(' ').replace(GAP_IN_A_NUMBER, '').match(LONG_NUMBERS) ?? [];
	return numbers.length === 0 ? [''] : numbers;
}

/** Reads the balance after a code's `;`; null if it has spaces or a decimal comma. */
function readBalanceIn(
	[first = '', next = '']: readonly string[],
	[behindComma = '']: readonly string[],
): number | null {
	const isWhole = NUMBER.test(first) && !NUMBER.test(next) && !NUMBER.test(behindComma);
	// A longer number is no balance, and would lose digits.
	return isWhole && first.length <= 18 ? Number(first) : null;
}
