import { isGsm7 } from './gsm7';
import { GSM7_APPROXIMATIONS } from './gsm7Approximations';
import { isIso885915 } from './iso885915';
import { LOOKALIKES } from './lookalikes';

/** What a text may be made of: ISO-8859-15, or those of its characters that GSM-7 has too. */
export type Alphabet = 'ISO-8859-15' | 'GSM-7';

/**
 * Marks that only decorate the character before them: accents that no composed letter took up,
 * keycaps, variation selectors, tags. Not the overlays U+0335 to U+0338 (struck-out text says the
 * opposite of plain text) nor U+0363 to U+036F (they are letters).
 */
const DECORATION =
	/^(?:[\u0300-\u0334]|[\u0339-\u0362]|\u20e3|[\ufe00-\ufe0f]|[\ufe20-\ufe2f]|[\u{e0020}-\u{e007f}]|[\u{e0100}-\u{e01ef}])$/u;

const LATIN_LETTER = /^\p{Script=Latin}$/u;

/**
 * What stands in for a character in a text of the given alphabet: itself, others, or '' where it
 * shows nothing. Undefined where nothing can: the character means something that plain ones do not.
 *
 * @param character one code point of a text in NFC
 */
export function counterpart(character: string, alphabet: Alphabet): string | undefined {
	const latin9 = iso885915Counterpart(character);
	if (latin9 === undefined || alphabet === 'ISO-8859-15') return latin9;
	return Array.from(latin9, (each) =>
		isGsm7(each) ? each : (GSM7_APPROXIMATIONS.get(each) ?? ''),
	).join('');
}

function iso885915Counterpart(character: string): string | undefined {
	const lookalike = LOOKALIKES.get(character);
	if (lookalike !== undefined) return lookalike;
	if (isIso885915(character)) return character;
	if (DECORATION.test(character)) return '';
	return fromCompatibilityForm(character) ?? fromBaseLetter(character);
}

/** Ligatures, fractions, raised, wide, circled and styled letters: Unicode's own reading of them. */
function fromCompatibilityForm(character: string): string | undefined {
	const plain = character.normalize('NFKC');
	if (plain === character) return undefined;
	let result = '';
	for (const each of plain) {
		// Not DECORATION: Unicode spells a lone accent as a space and a mark, which is no space.
		const known = LOOKALIKES.get(each) ?? (isIso885915(each) ? each : fromBaseLetter(each));
		if (known === undefined) return undefined;
		result += known;
	}
	return result;
}

/** ŵ is w, and ế is ê: the base letter, with one of its accents if ISO-8859-15 has that. */
function fromBaseLetter(letter: string): string | undefined {
	const [base = '', ...accents] = letter.normalize('NFD');
	if (accents.length === 0 || !LATIN_LETTER.test(base)) return undefined;
	for (const accent of accents) {
		const accented = (base + accent).normalize('NFC');
		if (isIso885915(accented)) return accented;
	}
	return isIso885915(base) ? base : LOOKALIKES.get(base);
}
