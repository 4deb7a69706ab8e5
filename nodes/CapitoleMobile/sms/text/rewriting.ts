import type { CharacterChanges } from './characterChanges';
import { counterpart, type Alphabet } from './counterpart';
import { isIso885915 } from './alphabets';

/** Raised and lowered digits are taken as a whole: 10⁻³ is one power, not three signs. */
const RAISED = '[\\u207a\\u207b\\xb9\\xb2\\xb3\\u2070\\u2074-\\u2079]+';
const LOWERED = '[\\u208a\\u208b\\u2080-\\u2089]+';
const ONLY_RAISED = new RegExp(`^${RAISED}$`, 'u');
const ONLY_LOWERED = new RegExp(`^${LOWERED}$`, 'u');

/** All that may have to change: ASCII stays in every alphabet, but for the grave accent. */
const UNITS = new RegExp(`${RAISED}|${LOWERED}|[^\\n\\x20-\\x5f\\x61-\\x7e]`, 'gu');

/**
 * The text with every character that the alphabet lacks replaced by its counterpart; one that has none
 * is left out.
 *
 * @param text in NFC
 * @param changes notes each change
 */
export function rewrite(text: string, alphabet: Alphabet, changes: CharacterChanges): string {
	let result = '';
	let copied = 0;
	for (const match of text.matchAll(UNITS)) {
		const [unit] = match;
		result += text.slice(copied, match.index);
		copied = match.index + unit.length;
		const plain = unitCounterpart(unit, alphabet);
		const outcome =
			plain === unit ? unit : apartFromDigits(unit, plain, result, text.charAt(copied));
		if (outcome !== unit) changes.note(unit, outcome);
		result += outcome;
	}
	return result + text.slice(copied);
}

function unitCounterpart(unit: string, alphabet: Alphabet): string {
	if (alphabet === 'ISO-8859-15' && isIso885915(unit) && unit !== '\u00ad') return unit;
	const digits = ONLY_RAISED.test(unit) || ONLY_LOWERED.test(unit);
	if (digits) return unit.normalize('NFKC').replaceAll('\u2212', '-');
	return counterpart(unit, alphabet) ?? '';
}

/** 1½ is 1 1/2 and not 11/2, 10⁴ is 10^4 and not 104, ①20 is 1 20 and not 120. */
function apartFromDigits(unit: string, plain: string, before: string, after: string): string {
	// Wide and bold digits make up numbers with their neighbours.
	if (/^\p{Nd}$/u.test(unit)) return plain;
	let result = plain;
	if (/\d/.test(before.slice(-1)) && /^[-+]?\d/.test(plain)) {
		const parting = ONLY_RAISED.test(unit) ? '^' : ONLY_LOWERED.test(unit) ? '_' : ' ';
		result = parting + result;
	}
	return /\d[.,]?$/.test(plain) && /\d/.test(after) ? `${result} ` : result;
}
