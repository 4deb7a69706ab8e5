import type { CharacterChanges } from './characterChanges';
import { counterpart, type Alphabet } from './counterpart';
import { isGsm7 } from './gsm7';
import { ISO_8859_15_CLASS, isIso885915 } from './iso885915';

/** Raised and lowered digits are taken as a whole: 10⁻³ is one power, not three signs. */
const RAISED = '[\\u207a\\u207b\\xb9\\xb2\\xb3\\u2070\\u2074-\\u2079]+';
const LOWERED = '[\\u208a\\u208b\\u2080-\\u2089]+';

const GSM7_GAPS = Array.from({ length: 0xe0 }, (_, index) => String.fromCharCode(0x20 + index))
	.concat('Œ', 'œ', 'Š', 'š', 'Ž', 'ž', 'Ÿ')
	.filter((character) => isIso885915(character) && !isGsm7(character))
	.join('');

/** Units that may have to change: runs of raised or lowered digits, and single characters. */
const FOREIGN: Readonly<Record<Alphabet, RegExp>> = {
	'ISO-8859-15': new RegExp(`${RAISED}|${LOWERED}|\\xad|[^${ISO_8859_15_CLASS}]`, 'gu'),
	'GSM-7': new RegExp(`${RAISED}|${LOWERED}|[${GSM7_GAPS}]|[^${ISO_8859_15_CLASS}]`, 'gu'),
};

const ONLY_RAISED = new RegExp(`^${RAISED}$`, 'u');
const ONLY_LOWERED = new RegExp(`^${LOWERED}$`, 'u');

/** Digits that differ from 0 to 9 only by their style, and so make up numbers with their neighbours. */
const STYLED_DIGIT = /^[\uff10-\uff19\u{1ccf0}-\u{1ccf9}\u{1d7ce}-\u{1d7ff}\u{1fbf0}-\u{1fbf9}]$/u;

/**
 * The text with every character that the alphabet lacks replaced by its counterpart.
 *
 * @param text in NFC
 * @param changes notes each change
 * @returns undefined if some character has no counterpart; `changes` is then to be thrown away
 */
export function rewrite(
	text: string,
	alphabet: Alphabet,
	changes: CharacterChanges,
): string | undefined {
	let result = '';
	let copied = 0;
	// Kept apart: looking at the end of a string that grows by concatenation copies it every time.
	let before = '';
	for (const match of text.matchAll(FOREIGN[alphabet])) {
		const [unit] = match;
		const plain = unitCounterpart(unit, alphabet);
		if (plain === undefined) return undefined;
		const end = match.index + unit.length;
		const kept = text.slice(copied, match.index);
		before = kept.at(-1) ?? before;
		const outcome = plain === unit ? unit : apartFromDigits(unit, plain, before, text.charAt(end));
		if (outcome !== unit) changes.note(unit, outcome);
		before = outcome.at(-1) ?? before;
		result += kept + outcome;
		copied = end;
	}
	return result + text.slice(copied);
}

function unitCounterpart(unit: string, alphabet: Alphabet): string | undefined {
	if (alphabet === 'ISO-8859-15' && isIso885915(unit) && unit !== '\u00ad') return unit;
	const digits = ONLY_RAISED.test(unit) || ONLY_LOWERED.test(unit);
	if (digits) return unit.normalize('NFKC').replaceAll('\u2212', '-');
	return counterpart(unit, alphabet);
}

/** 1½ is 1 1/2 and not 11/2, 10⁴ is 10^4 and not 104, ①20 is 1 20 and not 120. */
function apartFromDigits(unit: string, plain: string, before: string, after: string): string {
	if (STYLED_DIGIT.test(unit)) return plain;
	let result = plain;
	if (/\d/.test(before) && /^[-+]?\d/.test(plain)) {
		const parting = ONLY_RAISED.test(unit) ? '^' : ONLY_LOWERED.test(unit) ? '_' : ' ';
		result = parting + result;
	}
	return /\d[.,]?$/.test(plain) && /\d/.test(after) ? `${result} ` : result;
}
