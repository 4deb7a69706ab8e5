import type { TextRules } from '../../../nodes/CapitoleMobile/sms/text/text';

const GSM7_ONLY = { plainLetters: true };
const REMOVE = { unsupportedCharacters: 'remove' } as const;
const STRICT = { unsupportedCharacters: 'error' } as const;

/** A name, the text typed and the text sent; written by hand. */
const SAMPLES: ReadonlyArray<[string, string, string, Partial<TextRules>?]> = [
	// French, as typed
	['accents within and without GSM-7', 'Été à Évry, où çA', 'Été à Évry, où çA'],
	['œ and Œ', 'Œuvre, cœur', 'Œuvre, cœur'],
	['ÿ and Ÿ', 'L’Haÿ, L’HAŸ', "L'Haÿ, L'HAŸ"],
	['degree and squared', '20 °C, 45 m²', '20 °C, 45 m²'],
	['parameters', 'Bonjour #param1# #param2# !', 'Bonjour #param1# #param2# !'],
	['markup is text', '<b>A & B</b> &amp;', '<b>A & B</b> &amp;'],
	['brackets of the extension table', '[a]{b}\\^~|', '[a]{b}\\^~|'],

	// Word processors' quotes and dashes
	['curly apostrophe', 'L’été', "L'été"],
	['other quotes and dashes', '‘ok’ — −20', "'ok' - -20"],
	['curly double quotes', '“ok”', '"ok"'],
	['German quotes', '„Grüße“ ‚so‛', '"Grüße" \'so\''],
	['French quotes with no-break spaces', '«\u00a0oui\u00a0»', '« oui »'],
	['single angle quotes', 'Accueil › Offres ‹', 'Accueil > Offres <'],
	['primes', '48° 51′ 24″', '48° 51\' 24"'],
	['lone acute accent as an apostrophe', 'l´eau', "l'eau"],
	['modifier apostrophe', 'cʼest', "c'est"],
	['ellipsis', 'Alors…', 'Alors...'],
	['en dash', '9 h – 18 h', '9 h - 18 h'],
	['non-breaking hyphen', 'Saint\u2011Denis', 'Saint-Denis'],
	['minus', '−20 %', '-20 %'],
	['bullets', '• un\n▪ deux\n◦ trois', '- un\n- deux\n- trois'],
	["Word's Symbol bullet", '\uf0b7 un', '- un'],
	['interrobangs', 'Quoi\u203d Ah\u203c', 'Quoi?! Ah!!'],

	// Spaces and zero-width characters
	['narrow no-break space before !', 'Bravo\u202f!', 'Bravo !'],
	['a price by toLocaleString', '1\u202f290,00\u00a0€', '1 290,00 €'],
	['spaces and line ends around', ' \n\tBonjour \r\n\u00a0', 'Bonjour'],
	['other spaces', 'a\u2007b\u2009c\u3000d', 'a b c d'],
	['what has no width', 'a\u2060b\u200dc\u200cd\u2068e\u2069', 'abcde'],
	['em and en spaces', 'a\u2003b\u2002c\u2001d\u2000e', 'a b c d e'],
	['digits of other widths make one number', '1２𝟑 €', '123 €'],
	['tab', 'Nom\tÂge', 'Nom Âge'],
	['CR LF', 'a\r\nb', 'a\nb'],
	['lone CR', 'a\rb\r\rc', 'a\nb\n\nc'],
	['line and paragraph separators', 'a\u2028b\u2029c', 'a\nb\nc'],
	['zero width space', 'pro\u200bmo', 'promo'],
	['byte order mark', '\ufeffBonjour', 'Bonjour'],
	['right-to-left marks', '\u200fBonjour\u200e \u202bZoé\u202c', 'Bonjour Zoé'],
	['soft hyphen', 'anti\u00adconsti\u00adtution', 'anticonstitution'],

	// Accents as separate characters, as in macOS file names
	['decomposed é', 'e\u0301te\u0301', 'été'],
	['decomposed ç and ê', 'c\u0327a, fe\u0302te', 'ça, fête'],
	['accent that nothing composes', 'x\u0302', 'x'],
	['ångström sign', '5 \u212b', '5 Å'],

	// Ligatures, fractions, signs
	['ligatures', 'ﬁn ﬂeur aﬀaire eﬃcace', 'fin fleur affaire efficace'],
	['fractions', '½ ¼ ⅔', '1/2 1/4 2/3'],
	['fraction after a digit', '1½ kg', '1 1/2 kg'],
	['fraction slash', '1⁄2', '1/2'],
	['trade mark in emoji style', 'Marque™\ufe0f', 'Marque(TM)'],
	['raised letters', '1ᵉʳ, Mᵐᵉ', '1er, Mme'],
	['raised after a digit, lowered', '10⁴, C₆H₁₂', '10 4, C6H12'],
	['numero and per mille', '№ 5, 3‰', 'No 5, 3o/oo'],
	['arrows', 'A → B ← C ⇒ D', 'A -> B <- C => D'],
	['comparisons', '≤ 3 ≥ 2 ≠ 1 ≈ 4', '<= 3 >= 2 =/= 1 ~ 4'],
	['currencies', '5₽, ₿, 7₹', '5RUB, BTC, 7INR'],
	['full width', 'ＰＲＯＭＯ１０％', 'PROMO10%'],
	['bold letters of social media', '𝗕𝗼𝗹𝗱 𝟐𝟎%', 'Bold 20%'],
	['circled digit', '① oui', '1 oui'],
	['keycap', '1\ufe0f\u20e3 Venez', '1 Venez'],

	// Other languages of Western Europe
	['Spanish', '¿Qué? ¡Mañana!', '¿Qué? ¡Mañana!'],
	['Catalan ŀ', 'coŀlega', 'col·lega'],
	['German', 'Straße, Übung, GROẞ', 'Straße, Übung, GROSS'],
	['Dutch ĳ', 'ĳs, Ĳssel', 'ijs, IJssel'],
	['Icelandic', 'Þór, ð', 'Þór, ð'],
	['letters of neighbours', 'dŵr, ǿ, Ø, š, CO₂', 'dwr, ø, Ø, š, CO2'],
	['Maltese', 'Ħal Għargħur, Żejtun, ċ', 'Hal Gharghur, Zejtun, c'],
	['Hungarian', 'nőű', 'nöü'],
	['Polish', 'Łódź, żółć', 'Lódz, zólc'],
	['Breton c’h and ñ', 'c’hoazh, Bro-Añjev', "c'hoazh, Bro-Añjev"],

	// plainLetters
	['GSM-7 only: ç, ê, œ', 'Ça reçoit, fête, cœur, Œil', 'Ça recoit, fete, coeur, OEil', GSM7_ONLY],
	['GSM-7 only: quotes and no-break spaces', '«\u00a0oui\u00a0» l’', '" oui " l\'', GSM7_ONLY],
	['GSM-7 only: degree, squares', 'n° 5, 45 m², 10²', 'no 5, 45 m2, 10 2', GSM7_ONLY],
	['GSM-7 only: ŀ goes both ways', 'coŀlega', 'col.lega', GSM7_ONLY],

	// remove
	['remove: emoji at the end', 'Bravo 🎉', 'Bravo', REMOVE],
	['remove: a family and a flag', '👨‍👩‍👧 et 🇫🇷 oui', 'et  oui', REMOVE],
	['remove: look-alikes are replaced', '🎉 L’été', "L'été", REMOVE],
	['remove: struck-out letters stay', '2\u03360\u0336€', '20€', REMOVE],

	// error
	['error: what ISO-8859-15 has', '« cœur » à 5\u00a0€', '« cœur » à 5 €', STRICT],
	['error: other no-break spaces', '1\u202f290 et 12\u2007500', '1 290 et 12 500', STRICT],
	['error with GSM-7 only', 'fête', 'fete', { ...STRICT, ...GSM7_ONLY }],
];

export const TEXT_SAMPLES = SAMPLES.map(([name, input, text, rules = {}]) => ({
	name,
	input,
	text,
	rules,
}));
