/**
 * Plain stand-ins for what people paste from word processors, phones and the web and ISO-8859-15
 * lacks: the stand-in, a space, what it stands for. Where several would do, one that GSM-7 has, so
 * that the stand-in does not make the SMS dearer. Not here: what Unicode itself calls a compatibility
 * form (most spaces, ligatures, fractions, wide and styled letters), what it knows to show nothing,
 * and letters whose only difference is an accent; see counterpart.ts.
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
