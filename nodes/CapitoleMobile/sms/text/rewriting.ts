import { CharacterChanges } from './characters';
import { type Piece, piecesOf, type Place } from './links';
import { isGsm7, isIso885915 } from './segments';

/**
 * Plain stand-ins for characters that people paste from word processors, phones and the web, and that
 * ISO-8859-15 lacks: the stand-in, a space, the characters. Where several would do, one in GSM-7, so
 * that the SMS does not cost more. `counterpart` handles the rest: Unicode's compatibility forms (most
 * spaces, ligatures, fractions, wide and styled letters), invisible characters, and letters that differ
 * only by an accent.
 *
 * \u2010 and \u2011 are hyphens, \u2212 the minus sign; private use characters are Word's bullets and
 * arrows in the fonts Symbol and Wingdings.
 */
const STAND_INS = `
' ‘’‚‛′‵´ʹʻʼ
" “”„‟″¨˝❝❞
< ‹◀◄
> ›▶►➢
- \u2010\u2011‒–—―\u2212⁃─━➖•‣◦▪▫■□●○◆◇◊❖\uf0b7\uf0a7\uf0a8\uf0d8\uf076
· ‧⋅
?! ‽
* ∗★☆
/ ⁄∕
| ¦│
~ ˜∼≈
^ ˆ
° ˚
, ¸˛
. ˙
+ †➕
++ ‡
x ✕✖
÷ ➗
<= ≤
>= ≥
=/= ≠
-> →➔➜➝➞➡⮕➤\uf0e0
<- ←⬅\uf0df
<-> ↔
=> ⇒
<=> ⇔
(TM) ™
o/oo ‰
SS ẞ
`;

/**
 * Single characters after their stand-in: letters without an accent to remove, and currencies by ISO
 * 4217 code, which cannot be mistaken.
 */
const PAIRS =
	'ÖŐ öő ÜŰ üű HĦ hħ DĐ dđ LŁ lł TŦ tŧ NŊ nŋ iı kĸ fƒ µμ ' +
	'£₤ FRF₣ RUB₽ INR₹ TRY₺ ILS₪ UAH₴ KRW₩ VND₫ BTC₿';

/** The stand-in of each character (one code point, NFC). */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
	['\t', ' '],
	['\u1680', ' '],
	['\u2028', '\n'],
	['\u2029', '\n'],
	...STAND_INS.trim()
		.split('\n')
		.flatMap((line) => {
			const [to = '', from = ''] = line.split(' ');
			return Array.from(from, (character) => [character, to] as const);
		}),
	...pairsIn(PAIRS),
]);

/**
 * GSM-7 spellings of ISO-8859-15 characters whose decomposition (ê is e and an accent, ² a raised 2)
 * does not start with a GSM-7 character, or loses a letter. `°` becomes "o", as in "no 12", because
 * GSM-7 has no other raised sign.
 */
const GSM7_SPELLINGS: ReadonlyMap<string, string> = new Map(
	pairsIn('\'` "« "» -¬ -¯ .· c¢ (c)© (R)® o° +/-± x× /÷ §¶ uµ OEŒ oeœ DÐ dð ThÞ thþ'),
);

/** Splits `OEŒ` into the character and its stand-in. */
function pairsIn(list: string): ReadonlyArray<readonly [string, string]> {
	return list.split(' ').map((pair) => [pair.slice(-1), pair.slice(0, -1)]);
}

/** The characters allowed in a text: ISO-8859-15, or those of it that GSM-7 has too. */
export type Alphabet = 'ISO-8859-15' | 'GSM-7';

/**
 * Invisible characters (soft hyphens, joiners, direction marks, variation selectors, tags), and marks
 * that only decorate the character before them: accents that did not compose, keycaps. Not the overlays
 * U+0335 to U+0338 (struck-out text says the opposite of plain text) nor U+0363 to U+036F (letters).
 */
const SHOWS_NOTHING =
	/^[\p{Default_Ignorable_Code_Point}\u0300-\u0334\u0339-\u0362\u20e3\ufe20-\ufe2f]$/u;

const LATIN_LETTER = /^\p{Script=Latin}$/u;

/**
 * The stand-in for a character in an alphabet: itself, others, or '' if it is invisible. Undefined if
 * no plain character has its meaning.
 *
 * @param character one code point of a text in NFC
 */
export function counterpart(character: string, alphabet: Alphabet): string | undefined {
	const latin9 = iso885915Counterpart(character);
	if (latin9 === undefined || alphabet === 'ISO-8859-15') return latin9;
	return Array.from(latin9, (each) =>
		isGsm7(each) ? each : (GSM7_SPELLINGS.get(each) ?? each.normalize('NFKD').charAt(0)),
	).join('');
}

/**
 * The same without breaking links and mail addresses: an address loses only invisible characters, and a
 * path or query gets percent-escapes.
 */
export function standIn(character: string, alphabet: Alphabet, place: Place): string | undefined {
	if (place === 'prose') return counterpart(character, alphabet);
	const mayStay = alphabet === 'GSM-7' ? isGsm7 : isIso885915;
	if (place === 'path') {
		const isPlain = mayStay(character) && character !== '\u00ad';
		return isPlain ? character : encodeURIComponent(character);
	}
	// Host names ignore these, see Unicode's UTS 46.
	if (/^\p{Default_Ignorable_Code_Point}$/u.test(character)) return '';
	return isIso885915(character) ? character : undefined;
}

/** All characters that may change: ASCII never does, except for the grave accent. */
const UNITS = /[^\n\x20-\x5f\x61-\x7e]/gu;

/**
 * Replaces every character that the alphabet lacks with its stand-in, and drops those that have none.
 *
 * @param piece in NFC, except for paths
 * @param changes notes each change
 */
export function rewrite(
	{ text, place }: Piece,
	alphabet: Alphabet,
	changes: CharacterChanges,
): string {
	let result = '';
	let copied = 0;
	for (const { 0: unit, index } of text.matchAll(UNITS)) {
		result += text.slice(copied, index);
		copied = index + unit.length;
		let outcome = standIn(unit, alphabet, place) ?? '';
		// 1½ is 1 1/2 and not 11/2; wide and bold digits make up numbers with their neighbours.
		const isBehindDigit = /\d/.test(text.charAt(index - 1)) && /^\d/.test(outcome);
		if (isBehindDigit && /^\p{No}$/u.test(unit)) outcome = ` ${outcome}`;
		if (outcome !== unit) changes.note(unit, outcome);
		result += outcome;
	}
	return result + text.slice(copied);
}

/** The text in GSM-7, except for links and mail addresses with other letters. */
export function inPlainLetters(text: string): string {
	const changes = new CharacterChanges();
	return piecesOf(text)
		.map((piece) => rewrite(piece, 'GSM-7', changes))
		.join('');
}

function iso885915Counterpart(character: string): string | undefined {
	// Only the soft hyphen is invisible in ISO-8859-15.
	if (character !== '\u00ad' && isIso885915(character)) return character;
	if (SHOWS_NOTHING.test(character)) return '';
	return plainForm(character) ?? fromCompatibilityForm(character);
}

/** The character itself, its look-alike, or its base letter. */
function plainForm(character: string): string | undefined {
	if (isIso885915(character)) return character;
	return LOOKALIKES.get(character) ?? fromBaseLetter(character);
}

/** Ligatures, fractions, raised, wide, circled and styled letters, as Unicode reads them. */
function fromCompatibilityForm(character: string): string | undefined {
	const form = character.normalize('NFKC');
	if (form === character) return undefined;
	// SHOWS_NOTHING does not apply: Unicode spells a lone accent as a space and a mark.
	const all = Array.from(form, plainForm);
	return all.includes(undefined) ? undefined : all.join('');
}

/** ŵ is w, and ế is ê: the base letter, with one of its accents if ISO-8859-15 has both together. */
function fromBaseLetter(letter: string): string | undefined {
	const [base = '', ...accents] = letter.normalize('NFD');
	if (accents.length === 0 || !LATIN_LETTER.test(base)) return undefined;
	for (const accent of accents) {
		const accented = (base + accent).normalize('NFC');
		if (isIso885915(accented)) return accented;
	}
	return plainForm(base);
}
