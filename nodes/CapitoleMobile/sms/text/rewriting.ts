import { CharacterChanges } from './characters';
import { type Piece, piecesOf, type Place } from './links';
import { isGsm7, isIso885915 } from './segments';

/**
 * Plain stand-ins for what people paste from word processors, phones and the web and ISO-8859-15
 * lacks: the stand-in, a space, what it stands for. Where several would do, one that GSM-7 has, so
 * that the stand-in does not make the SMS dearer. Not here: what Unicode itself calls a compatibility
 * form (most spaces, ligatures, fractions, wide and styled letters), what it knows to show nothing,
 * and letters whose only difference is an accent; see `counterpart` below.
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
 * One character each, behind its stand-in: letters that no accent explains, and currencies, by their
 * ISO 4217 code, which no other sign can be mistaken for.
 */
const PAIRS =
	'ÖŐ öő ÜŰ üű HĦ hħ DĐ dđ LŁ lł TŦ tŧ NŊ nŋ iı kĸ fƒ µμ ' +
	'£₤ FRF₣ RUB₽ INR₹ TRY₺ ILS₪ UAH₴ KRW₩ VND₫ BTC₿';

/** From a character (one code point, NFC) to what stands in for it. */
export const LOOKALIKES: ReadonlyMap<string, string> = new Map([
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
 * How GSM-7 spells what it lacks of ISO-8859-15, where the first character of its decomposition (ê is
 * e and an accent, ² a raised 2) is none of its own or loses a letter. `°` becomes "o", as in "no 12":
 * GSM-7 has no other raised sign.
 */
export const GSM7_SPELLINGS: ReadonlyMap<string, string> = new Map(
	pairsIn('\'` "« "» -¬ -¯ .· c¢ (c)© (R)® o° +/-± x× /÷ §¶ uµ OEŒ oeœ DÐ dð ThÞ thþ'),
);

/** `OEŒ`: what stands in, and for what. */
function pairsIn(list: string): ReadonlyArray<readonly [string, string]> {
	return list.split(' ').map((pair) => [pair.slice(-1), pair.slice(0, -1)]);
}

/** What a text may be made of: ISO-8859-15, or those of its characters that GSM-7 has too. */
export type Alphabet = 'ISO-8859-15' | 'GSM-7';

/**
 * What shows nothing (soft hyphens, joiners, marks of direction, variation selectors, tags), and marks
 * that only decorate the character before them: accents that no composed letter took up, keycaps. Not
 * the overlays U+0335 to U+0338 (struck-out text says the opposite of plain text) nor U+0363 to U+036F
 * (they are letters).
 */
const SHOWS_NOTHING =
	/^[\p{Default_Ignorable_Code_Point}\u0300-\u0334\u0339-\u0362\u20e3\ufe20-\ufe2f]$/u;

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
		isGsm7(each) ? each : (GSM7_SPELLINGS.get(each) ?? each.normalize('NFKD').charAt(0)),
	).join('');
}

/**
 * The same where links and mail addresses must go on leading to the same place: of an address nothing
 * changes but what shows nothing, and a path or query has percent-escapes instead.
 */
export function standIn(character: string, alphabet: Alphabet, place: Place): string | undefined {
	if (place === 'prose') return counterpart(character, alphabet);
	const mayStay = alphabet === 'GSM-7' ? isGsm7 : isIso885915;
	if (place === 'path') {
		const isPlain = mayStay(character) && character !== '\u00ad';
		return isPlain ? character : encodeURIComponent(character);
	}
	// Names of hosts are read without these, see Unicode's UTS 46.
	if (/^\p{Default_Ignorable_Code_Point}$/u.test(character)) return '';
	return isIso885915(character) ? character : undefined;
}

/** All that may have to change: ASCII stays in every alphabet, but for the grave accent. */
const UNITS = /[^\n\x20-\x5f\x61-\x7e]/gu;

/**
 * A piece with every character that the alphabet lacks replaced by its stand-in; one that has none is
 * left out.
 *
 * @param piece in NFC, but for paths
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

/** The text in GSM-7, but for links and mail addresses that have other letters. */
export function inPlainLetters(text: string): string {
	const changes = new CharacterChanges();
	return piecesOf(text)
		.map((piece) => rewrite(piece, 'GSM-7', changes))
		.join('');
}

function iso885915Counterpart(character: string): string | undefined {
	// But for the soft hyphen, all of ISO-8859-15 shows something.
	if (character !== '\u00ad' && isIso885915(character)) return character;
	if (SHOWS_NOTHING.test(character)) return '';
	return plainForm(character) ?? fromCompatibilityForm(character);
}

/** The character itself, its look-alike, or its base letter. */
function plainForm(character: string): string | undefined {
	if (isIso885915(character)) return character;
	return LOOKALIKES.get(character) ?? fromBaseLetter(character);
}

/** Ligatures, fractions, raised, wide, circled and styled letters: Unicode's own reading of them. */
function fromCompatibilityForm(character: string): string | undefined {
	const form = character.normalize('NFKC');
	if (form === character) return undefined;
	// Not SHOWS_NOTHING: Unicode spells a lone accent as a space and a mark, which is no space.
	const all = Array.from(form, plainForm);
	return all.includes(undefined) ? undefined : all.join('');
}

/** ŵ is w, and ế is ê: the base letter, with one of its accents if ISO-8859-15 has that. */
function fromBaseLetter(letter: string): string | undefined {
	const [base = '', ...accents] = letter.normalize('NFD');
	if (accents.length === 0 || !LATIN_LETTER.test(base)) return undefined;
	for (const accent of accents) {
		const accented = (base + accent).normalize('NFC');
		if (isIso885915(accented)) return accented;
	}
	return plainForm(base);
}
