import { answerPieces } from './answerPiece';
import type { AnswerPiece } from './answerPiece';
import type { NumberCode, RefusalCode } from './codes';
import { NUMBER_CODES, REFUSAL_CODES } from './codes';

/** A number that the provider refused, as its answer writes it; null when it names none. */
export interface RefusedNumber {
	readonly recipient: string | null;
	readonly code: NumberCode;
}

/** What the provider's answer says, before it is held against the numbers asked. */
export interface Answer {
	readonly sendingOk: boolean;
	/** Codes that refuse the whole request, in the order of the answer, without doubles. */
	readonly refusals: readonly RefusalCode[];
	/** TOO_LONG_SENDER was there: the provider calls it a warning. */
	readonly senderReplaced: boolean;
	readonly refused: readonly RefusedNumber[];
	/** SMS credits: the number after `;`, the last one where there are several. */
	readonly creditsLeft: number | null;
	/**
	 * What is not documented: ten words of 100 characters at most, which may hold secrets. Where one
	 * is not even shaped like a code (HTML, a sentence), nothing else of the answer is believed.
	 */
	readonly notUnderstood: readonly string[];
}

/** Characters. A longer answer is not read: one that refuses 30,000 numbers is shorter. */
export const LONGEST_ANSWER = 1_048_576;

const MOST_WORDS = 10;
const LONGEST_WORD = 100;

/**
 * Reads an answer of the sending URL. Total: any text gives an Answer, nothing is thrown, and the
 * time taken grows with the length only.
 *
 * Codes are read as the provider's page writes them, whole words in capitals, so that
 * `NOT_SENDING_OK` or a page of HTML that mentions SENDING_OK is not one. The page shows one code
 * and `;balance`; how several are set apart it does not say, so new lines, `<br>`, `;`, `,`, `|` and
 * spaces are all taken.
 *
 * @param body the answer as text; its codes are ASCII, so any decoding does
 */
export function readAnswer(body: string): Answer {
	if (body.length > LONGEST_ANSWER) return nothingBut([body]);
	const refusals = new Set<RefusalCode>();
	const refused: RefusedNumber[] = [];
	const notUnderstood: string[] = [];
	const foreign: string[] = [];
	let sendingOk = false;
	let senderReplaced = false;
	let creditsLeft: number | null = null;

	const pieces = answerPieces(body);
	let isAfterCode = false;
	for (let i = 0; i < pieces.length; i += 1) {
		const { words, after } = pieces[i] ?? { words: [], after: 'break' };
		const balance = isAfterCode && after === ';' ? readBalance(words, pieces[i + 1]) : null;
		if (balance) creditsLeft = balance.value;
		if (balance?.takesNext) i += 1;
		const rest = words.slice(balance?.words ?? 0);
		isAfterCode = isCodeShaped(rest.at(-1) ?? '');

		const codes = rest.map(readCode);
		// "NOT SENDING_OK": an unknown word may turn its neighbours into their opposite.
		const isClear = rest.every((word, at) => codes[at] !== null || isNumeric(word));
		for (const [at, word] of rest.entries()) {
			const code = codes[at] ?? null;
			if (code === null || !isClear) {
				notUnderstood.push(word);
				if (code === null && !isNumeric(word) && !isCodeShaped(word)) foreign.push(word);
			} else if (code === 'SENDING_OK') sendingOk = true;
			else if (code === 'TOO_LONG_SENDER') senderReplaced = true;
			else if (typeof code === 'string') refusals.add(code);
			else refused.push(code);
		}
	}
	if (foreign.length > 0) return nothingBut(foreign);
	return {
		sendingOk,
		refusals: [...refusals],
		senderReplaced,
		refused,
		creditsLeft,
		notUnderstood: shorten(notUnderstood),
	};
}

const nothingBut = (foreign: readonly string[]): Answer => ({
	sendingOk: false,
	refusals: [],
	senderReplaced: false,
	refused: [],
	creditsLeft: null,
	notUnderstood: shorten(foreign),
});

const shorten = (words: readonly string[]): string[] =>
	words.slice(0, MOST_WORDS).map((word) => word.slice(0, LONGEST_WORD));

const isNumeric = (word: string): boolean => /^-?[0-9]+(?:\.[0-9]+)?$/.test(word);
const isGroup = (word: string): boolean => /^[0-9]{3}(?:\.[0-9]{1,4})?$/.test(word);
const isCodeShaped = (word: string): boolean => /^\+?[A-Z0-9_]+$/.test(word) && /[A-Z]/.test(word);

function readCode(
	word: string,
): 'SENDING_OK' | 'TOO_LONG_SENDER' | RefusalCode | RefusedNumber | null {
	if (word === 'SENDING_OK' || word === 'TOO_LONG_SENDER') return word;
	const refusal = REFUSAL_CODES.find((code) => code === word);
	if (refusal) return refusal;
	const code = NUMBER_CODES.find((ending) => word.endsWith(`_${ending}`));
	if (!code) return null;
	const recipient = word.slice(0, -code.length - 1);
	if (recipient === '') return { recipient: null, code };
	return /^\+?[0-9]+$/.test(recipient) ? { recipient, code } : null;
}

/**
 * The number at the start of the words behind a code's `;`: `9542`, `-3`, `9542.50`, `9 542`, and
 * `9542,50`, whose decimals are the next piece because commas separate.
 *
 * @returns how many of the words it takes, and whether it takes the next piece as well
 */
function readBalance(
	words: readonly string[],
	next: AnswerPiece | undefined,
): { value: number; words: number; takesNext: boolean } | null {
	let text = words[0] ?? '';
	// Longer ones are no balance, and would lose digits.
	if (!isNumeric(text) || text.length > 16) return null;
	let taken = 1;
	if (/^-?[0-9]{1,3}$/.test(text)) {
		// Groups of three, the last one perhaps with decimals.
		while (taken < 5 && !text.includes('.') && isGroup(words[taken] ?? '')) {
			text += words[taken] ?? '';
			taken += 1;
		}
	}
	const decimals = next?.after === ',' && next.words.length === 1 ? (next.words[0] ?? '') : '';
	const takesNext = taken === words.length && !text.includes('.') && /^[0-9]{1,4}$/.test(decimals);
	return { value: Number(takesNext ? `${text}.${decimals}` : text), words: taken, takesNext };
}
