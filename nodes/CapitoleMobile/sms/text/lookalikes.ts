/**
 * Plain stand-ins for what people paste from word processors, phones and the web and ISO-8859-15
 * lacks. Where several would do, one that GSM-7 has, so that the stand-in does not make the SMS dearer.
 * Not here: what Unicode itself calls a compatibility form (ligatures, fractions, wide and styled
 * letters, see counterpart.ts) and letters whose only difference is an accent.
 */
const STAND_INS: ReadonlyArray<readonly [to: string, from: string]> = [
	// Tab, and every space of Unicode. U+202F too: French has it before ! ? ; where ISO-8859-15 has
	// a no-break space, but that one would make the whole SMS UCS-2.
	[
		' ',
		'\t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000' +
			'\u115f\u1160\u2800\u3164\uffa0',
	],
	// Line and paragraph separators.
	['\n', '\u2028\u2029'],
	// Soft hyphen, which ISO-8859-15 has but which means "nothing, unless a line ends here".
	['', '\u00ad'],
	// Zero width: joiners, word joiner, byte order mark, invisible operators; bidirectional marks.
	[
		'',
		'\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062' +
			'\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff',
	],
	// ‘ ’ ‚ ‛ ′ ‵ ´ ʹ ʻ ʼ ʽ ʾ ʿ ˈ ˊ ˋ ꞌ ❛ ❜ ՚ ׳
	[
		"'",
		'\u2018\u2019\u201a\u201b\u2032\u2035\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb' +
			'\ua78b\ua78c\u275b\u275c\u055a\u05f3',
	],
	// “ ” „ ‟ ″ ‶ ʺ ˝ ¨ ˮ 〝 〞 〟 ❝ ❞ ⹂ ״
	[
		'"',
		'\u201c\u201d\u201e\u201f\u2033\u2036\u02ba\u02dd\u00a8\u02ee\u301d\u301e\u301f\u275d\u275e\u2e42\u05f4',
	],
	["'''", '\u2034\u2037'],
	["''''", '\u2057'],
	// ‹ ❮ ⟨ 〈 and › ❯ ⟩ 〉
	['<', '\u2039\u276e\u27e8\u3008\u2329'],
	['>', '\u203a\u276f\u27e9\u3009\u232a'],
	['«', '\u300a\u27ea'],
	['»', '\u300b\u27eb'],
	['<<', '\u226a'],
	['>>', '\u226b'],
	// ‐ ‑ ‒ – — ― ⸺ ⸻ − ⁃ ˗ ─ ━ ➖ and bullets: • ‣ ◦ ∙ ▪ ▫ ■ □ ● ○ ◆ ◇ ◊ ◾ ◽ ❖
	[
		'-',
		'\u2010\u2011\u2012\u2013\u2014\u2015\u2e3a\u2e3b\u2212\u2043\u02d7\u203e\u2500\u2501\u2504\u2505' +
			'\u2508\u2509\u254c\u2796\u2022\u2023\u25e6\u2219\u204c\u204d\u25aa\u25ab\u25a0\u25a1\u25cf\u25cb\u25c6\u25c7' +
			'\u25ca\u25fe\u25fd\u2756\u29bf\u2b25\u25b8\u25b9',
	],
	// Word's bullets in the Symbol and Wingdings fonts, which reach us as private use characters.
	['-', '\uf0b7\uf0a7\uf0a8\uf0d8\uf076'],
	['=', '\u2550\u30a0\u2261'],
	['_', '\u2017\u02cd'],
	['...', '\u22ef'],
	['·', '\u2027\u22c5\u30fb\uff65'],
	['?!', '\u203d'],
	['*', '\u2217\u204e\u2605\u2606\u2731\u2732\u2733\u2734\u2736\u2055\u066d\u203b'],
	['**', '\u2051'],
	['***', '\u2042'],
	['/', '\u2044\u2215\u29f8\u2571'],
	['\\', '\u2216\u29f5\u29f9\u2572'],
	['|', '\u00a6\u2223\u01c0\u2502\u2503\u2758\u23d0'],
	['||', '\u2016\u2225'],
	[':', '\u2236\ua789\u02d0'],
	['~', '\u02dc\u223c\u301c\u2248\u2053\u3030'],
	['^', '\u02c6\u2038\u02c4'],
	['°', '\u02da\u2218'],
	[',', '\u00b8\u02db\u3001'],
	['.', '\u3002\uff61\u02d9'],
	['!', '\u01c3'],
	['+', '\u2795\u2020\u271a'],
	['++', '\u2021'],
	['x', '\u2715\u2716\u2a2f'],
	['÷', '\u2797'],
	['[', '\u2045\u3010\u3014\u27e6'],
	[']', '\u2046\u3011\u3015\u27e7'],
	['<=', '\u2264\u2a7d\u2266'],
	['>=', '\u2265\u2a7e\u2267'],
	['=/=', '\u2260'],
	['->', '\u2192\u2794\u2799\u279c\u279d\u279e\u27a1\u27a4\u27f6\u2b95\uf0e0'],
	['<-', '\u2190\u2b05\u27f5\uf0df'],
	['<->', '\u2194\u27f7\u2b0c'],
	['=>', '\u21d2\u27f9'],
	['<=', '\u21d0\u27f8'],
	['<=>', '\u21d4\u27fa'],
	['>', '\u25b6\u25b7\u25ba\u25bb\u27a2\u27a3'],
	['<', '\u25c0\u25c1\u25c4\u25c5'],
	// ™ ℠ ℗ in the manner of (c) and (R), so that they do not run into the word before.
	['(TM)', '\u2122'],
	['(SM)', '\u2120'],
	['(P)', '\u2117'],
	['e', '\u212e'],
	['o/oo', '\u2030'],
	['o/ooo', '\u2031'],
	['¶', '\u204b'],
	[';', '\u204f'],
	// The Irish "agus".
	['&', '\u204a'],
	['µ', '\u03bc'],
	// Currencies by their ISO 4217 code, which no other sign can be mistaken for.
	['£', '\u20a4'],
	['FRF', '\u20a3'],
	['ESP', '\u20a7'],
	['NGN', '\u20a6'],
	['KRW', '\u20a9'],
	['ILS', '\u20aa'],
	['VND', '\u20ab'],
	['LAK', '\u20ad'],
	['MNT', '\u20ae'],
	['PHP', '\u20b1'],
	['PYG', '\u20b2'],
	['UAH', '\u20b4'],
	['GHS', '\u20b5'],
	['KZT', '\u20b8'],
	['INR', '\u20b9'],
	['TRY', '\u20ba'],
	['AZN', '\u20bc'],
	['RUB', '\u20bd'],
	['GEL', '\u20be'],
	['BTC', '\u20bf'],
	['CRC', '\u20a1'],
	['THB', '\u0e3f'],
	['f', '\u0192'],
	// Letters of Western and Central Europe that no accent explains.
	['ö', '\u0151'],
	['Ö', '\u0150'],
	['ü', '\u0171'],
	['Ü', '\u0170'],
	['H', '\u0126'],
	['h', '\u0127'],
	['D', '\u0110'],
	['d', '\u0111'],
	['L', '\u0141'],
	['l', '\u0142'],
	['T', '\u0166'],
	['t', '\u0167'],
	['G', '\u01e4'],
	['g', '\u01e5'],
	['N', '\u014a'],
	['n', '\u014b'],
	['i', '\u0131'],
	['j', '\u0237'],
	['k', '\u0138'],
	["'n", '\u0149'],
	['SS', '\u1e9e'],
];

/** Small capitals and black circled digits of "fancy text": letters and digits in disguise. */
const DISGUISES: ReadonlyArray<readonly [to: string, from: string]> = [
	[
		'ABCDEFGHIJKLMNOPRSTUVWYZ',
		'\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u0280' +
			'\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22',
	],
	['123456789', '\u2776\u2777\u2778\u2779\u277a\u277b\u277c\u277d\u277e'],
	['123456789', '\u2780\u2781\u2782\u2783\u2784\u2785\u2786\u2787\u2788'],
	['123456789', '\u278a\u278b\u278c\u278d\u278e\u278f\u2790\u2791\u2792'],
	['123456789', '\u24f5\u24f6\u24f7\u24f8\u24f9\u24fa\u24fb\u24fc\u24fd'],
	['0', '\u24ff'],
];

function table(): Map<string, string> {
	const lookalikes = new Map<string, string>();
	for (const [to, from] of STAND_INS) for (const character of from) lookalikes.set(character, to);
	for (const [to, from] of DISGUISES) {
		[...from].forEach((character, index) => lookalikes.set(character, to.charAt(index)));
	}
	for (const ten of '\u277f\u2789\u2793\u24fe') lookalikes.set(ten, '10');
	return lookalikes;
}

/** From a character (one code point, NFC) to what stands in for it, '' where it shows nothing. */
export const LOOKALIKES: ReadonlyMap<string, string> = table();
