import type { TextRules } from '../../../nodes/CapitoleMobile/sms/text/text';

export interface TextSample {
	readonly name: string;
	readonly input: string;
	/** What goes to the provider. */
	readonly text: string;
	readonly encoding: 'GSM-7' | 'UCS-2';
	/** SMS on route N, and on route M with the 14 characters of the STOP mention. */
	readonly segmentsN: number;
	readonly segmentsM: number;
	readonly rules?: Partial<TextRules>;
}

const GSM7 = { encoding: 'GSM-7', segmentsN: 1, segmentsM: 1 } as const;
const UCS2 = { encoding: 'UCS-2', segmentsN: 1, segmentsM: 1 } as const;
const GSM7_ONLY = { rules: { plainLetters: true } } as const;
const REMOVE = { rules: { unsupportedCharacters: 'remove' } } as const;
const STRICT = { rules: { unsupportedCharacters: 'error' } } as const;

/** Written by hand, from 3GPP TS 23.038 and the ISO-8859-15 chart. */
export const TEXT_SAMPLES: readonly TextSample[] = [
	// French, as typed
	{ name: 'plain ASCII', input: 'Bonjour, RDV demain.', text: 'Bonjour, RDV demain.', ...GSM7 },
	{
		name: 'accents within and without GSM-7',
		input: 'Été à Évry, où çA',
		text: 'Été à Évry, où çA',
		...UCS2,
	},
	{ name: 'only accents of GSM-7', input: 'Été, là où', text: 'Été, là où', ...GSM7 },
	{ name: 'capital Ç is in GSM-7', input: 'ÇA VA', text: 'ÇA VA', ...GSM7 },
	{ name: 'small ç is not in GSM-7', input: 'Ça va, garçon', text: 'Ça va, garçon', ...UCS2 },
	{ name: 'ê', input: 'Fête', text: 'Fête', ...UCS2 },
	{ name: 'œ and Œ', input: 'Œuvre, cœur', text: 'Œuvre, cœur', ...UCS2 },
	{ name: 'ÿ and Ÿ', input: 'L’Haÿ, L’HAŸ', text: "L'Haÿ, L'HAŸ", ...UCS2 },
	{ name: 'capital À', input: 'À bientôt', text: 'À bientôt', ...UCS2 },
	{ name: 'euro', input: 'Dès 5 €', text: 'Dès 5 €', ...GSM7 },
	{ name: 'degree and squared', input: '20 °C, 45 m²', text: '20 °C, 45 m²', ...UCS2 },
	{
		name: 'parameters',
		input: 'Bonjour #param1# #param2# !',
		text: 'Bonjour #param1# #param2# !',
		...GSM7,
	},
	{ name: 'markup is text', input: '<b>A & B</b> &amp;', text: '<b>A & B</b> &amp;', ...GSM7 },
	{ name: 'brackets of the extension table', input: '[a]{b}\\^~|', text: '[a]{b}\\^~|', ...GSM7 },
	{ name: 'new lines', input: 'a\nb\n\nc', text: 'a\nb\n\nc', ...GSM7 },

	// Quotes and dashes of word processors
	{ name: 'curly apostrophe', input: 'L’été', text: "L'été", ...GSM7 },
	{ name: 'opening single quote', input: '‘ok’', text: "'ok'", ...GSM7 },
	{ name: 'curly double quotes', input: '“ok”', text: '"ok"', ...GSM7 },
	{ name: 'German quotes', input: '„Grüße“ ‚so‛', text: '"Grüße" \'so\'', ...GSM7 },
	{
		name: 'French quotes with no-break spaces',
		input: '«\u00a0oui\u00a0»',
		text: '« oui »',
		...UCS2,
	},
	{
		name: 'French quotes with narrow spaces',
		input: '«\u202foui\u202f»',
		text: '« oui »',
		...UCS2,
	},
	{ name: 'single angle quotes', input: 'Accueil › Offres ‹', text: 'Accueil > Offres <', ...GSM7 },
	{ name: 'primes', input: '48° 51′ 24″', text: '48° 51\' 24"', ...UCS2 },
	{ name: 'lone acute accent as an apostrophe', input: 'l´eau', text: "l'eau", ...GSM7 },
	{ name: 'modifier apostrophe', input: 'cʼest', text: "c'est", ...GSM7 },
	{ name: 'ellipsis', input: 'Alors…', text: 'Alors...', ...GSM7 },
	{ name: 'en dash', input: '9 h – 18 h', text: '9 h - 18 h', ...GSM7 },
	{ name: 'em dash', input: 'Oui — non', text: 'Oui - non', ...GSM7 },
	{ name: 'non-breaking hyphen', input: 'Saint\u2011Denis', text: 'Saint-Denis', ...GSM7 },
	{ name: 'minus', input: '−20 %', text: '-20 %', ...GSM7 },
	{ name: 'bullets', input: '• un\n▪ deux\n◦ trois', text: '- un\n- deux\n- trois', ...GSM7 },
	{ name: "Word's Symbol bullet", input: '\uf0b7 un', text: '- un', ...GSM7 },
	{ name: 'interrobangs', input: 'Quoi\u203d Ah\u203c', text: 'Quoi?! Ah!!', ...GSM7 },

	// Spaces and what has no width
	{ name: 'narrow no-break space before !', input: 'Bravo\u202f!', text: 'Bravo !', ...GSM7 },
	{ name: 'no-break space before !', input: 'Bravo\u00a0!', text: 'Bravo !', ...GSM7 },
	{
		name: 'a price by toLocaleString',
		input: '1\u202f290,00\u00a0€',
		text: '1 290,00 €',
		...GSM7,
	},
	{
		name: 'spaces and line ends around',
		input: ' \n\tBonjour \r\n\u00a0',
		text: 'Bonjour',
		...GSM7,
	},
	{ name: 'figure space', input: '10\u2007000', text: '10 000', ...GSM7 },
	{ name: 'thin space', input: '10\u2009000', text: '10 000', ...GSM7 },
	{ name: 'em and en spaces', input: 'a\u2003b\u2002c\u2001d\u2000e', text: 'a b c d e', ...GSM7 },
	{ name: 'ideographic space', input: 'a\u3000b', text: 'a b', ...GSM7 },
	{ name: 'tab', input: 'Nom\tÂge', text: 'Nom Âge', ...UCS2 },
	{ name: 'CR LF', input: 'a\r\nb', text: 'a\nb', ...GSM7 },
	{ name: 'lone CR', input: 'a\rb\r\rc', text: 'a\nb\n\nc', ...GSM7 },
	{ name: 'line and paragraph separators', input: 'a\u2028b\u2029c', text: 'a\nb\nc', ...GSM7 },
	{ name: 'zero width space', input: 'pro\u200bmo', text: 'promo', ...GSM7 },
	{ name: 'byte order mark', input: '\ufeffBonjour', text: 'Bonjour', ...GSM7 },
	{ name: 'word joiner', input: 'a\u2060b', text: 'ab', ...GSM7 },
	{
		name: 'right-to-left marks',
		input: '\u200fBonjour\u200e \u202bZoé\u202c',
		text: 'Bonjour Zoé',
		...GSM7,
	},
	{
		name: 'isolates around a value',
		input: 'Bonjour \u2068Zoé\u2069',
		text: 'Bonjour Zoé',
		...GSM7,
	},
	{ name: 'soft hyphen', input: 'anti\u00adconsti\u00adtution', text: 'anticonstitution', ...GSM7 },
	{ name: 'zero width joiner in a word', input: 'a\u200db\u200cc', text: 'abc', ...GSM7 },

	// Accents apart from their letters, as macOS file names have them
	{ name: 'decomposed é', input: 'e\u0301te\u0301', text: 'été', ...GSM7 },
	{ name: 'decomposed ç and ê', input: 'c\u0327a, fe\u0302te', text: 'ça, fête', ...UCS2 },
	{ name: 'accent that nothing composes', input: 'x\u0302', text: 'x', ...GSM7 },
	{ name: 'ångström sign', input: '5 \u212b', text: '5 Å', ...GSM7 },
	{ name: 'kelvin sign', input: '300 \u212a', text: '300 K', ...GSM7 },

	// Ligatures, fractions, signs
	{
		name: 'ligatures',
		input: 'ﬁn ﬂeur aﬀaire eﬃcace',
		text: 'fin fleur affaire efficace',
		...GSM7,
	},
	{ name: 'fractions', input: '½ ¼ ⅔', text: '1/2 1/4 2/3', ...GSM7 },
	{ name: 'fraction after a digit', input: '1½ kg', text: '1 1/2 kg', ...GSM7 },
	{ name: 'fraction slash', input: '1⁄2', text: '1/2', ...GSM7 },
	{ name: 'trade mark', input: 'Marque™', text: 'Marque(TM)', ...GSM7 },
	{ name: 'trade mark in emoji style', input: 'Marque™\ufe0f', text: 'Marque(TM)', ...GSM7 },
	{ name: 'copyright and registered', input: '© A ®', text: '© A ®', ...UCS2 },
	{ name: 'raised letters', input: '1ᵉʳ, Mᵐᵉ', text: '1er, Mme', ...GSM7 },
	{ name: 'power', input: '10⁴, 10⁻³, 10²⁴', text: '10^4, 10^-3, 10^24', ...GSM7 },
	{ name: 'lowered digits', input: 'CO₂, C₆H₁₂', text: 'CO2, C6H12', ...GSM7 },
	{ name: 'numero and per mille', input: '№ 5, 3‰', text: 'No 5, 3o/oo', ...GSM7 },
	{ name: 'arrows', input: 'A → B ← C ⇒ D', text: 'A -> B <- C => D', ...GSM7 },
	{ name: 'comparisons', input: '≤ 3 ≥ 2 ≠ 1 ≈ 4', text: '<= 3 >= 2 =/= 1 ~ 4', ...GSM7 },
	{ name: 'currencies', input: '5₽, ₿, 7₹', text: '5RUB, BTC, 7INR', ...GSM7 },
	{ name: 'full width', input: 'ＰＲＯＭＯ１０％', text: 'PROMO10%', ...GSM7 },
	{ name: 'bold letters of social media', input: '𝗕𝗼𝗹𝗱 𝟐𝟎%', text: 'Bold 20%', ...GSM7 },
	{ name: 'circled digit', input: '①20% ②', text: '1 20% 2', ...GSM7 },
	{ name: 'keycap', input: '1\ufe0f\u20e3 Venez', text: '1 Venez', ...GSM7 },

	// Other languages of Western Europe
	{ name: 'Spanish', input: '¿Qué? ¡Mañana!', text: '¿Qué? ¡Mañana!', ...GSM7 },
	{ name: 'Spanish á í ó ú', input: 'más aquí', text: 'más aquí', ...UCS2 },
	{ name: 'Catalan ŀ', input: 'coŀlega', text: 'col·lega', ...UCS2 },
	{ name: 'Portuguese', input: 'Não, coração', text: 'Não, coração', ...UCS2 },
	{ name: 'German', input: 'Straße, Übung, GROẞ', text: 'Straße, Übung, GROSS', ...GSM7 },
	{ name: 'Italian', input: 'Perché, città, più', text: 'Perché, città, più', ...GSM7 },
	{ name: 'Dutch ĳ', input: 'ĳs, Ĳssel', text: 'ijs, IJssel', ...GSM7 },
	{
		name: 'Danish and Norwegian',
		input: 'Smørrebrød på Ærø, ǿ',
		text: 'Smørrebrød på Ærø, ø',
		...GSM7,
	},
	{ name: 'Icelandic', input: 'Þór, ð', text: 'Þór, ð', ...UCS2 },
	{ name: 'Finnish š ž', input: 'šakki, Žukov', text: 'šakki, Žukov', ...UCS2 },
	{ name: 'Welsh', input: 'dŵr, tŷ', text: 'dwr, ty', ...GSM7 },
	{ name: 'Maltese', input: 'Ħal Għargħur, Żejtun, ċ', text: 'Hal Gharghur, Zejtun, c', ...GSM7 },
	{ name: 'Hungarian', input: 'nőű', text: 'nöü', ...GSM7 },
	{ name: 'Polish', input: 'Łódź, żółć', text: 'Lódz, zólc', ...UCS2 },
	{ name: 'Breton c’h and ñ', input: 'c’hoazh, Bro-Añjev', text: "c'hoazh, Bro-Añjev", ...GSM7 },

	// plainLetters
	{
		name: 'GSM-7 only: ç, ê, œ',
		input: 'Ça reçoit, fête, cœur, Œil',
		text: 'Ça recoit, fete, coeur, OEil',
		...GSM7,
		...GSM7_ONLY,
	},
	{
		name: 'GSM-7 only: quotes and no-break spaces',
		input: '«\u00a0oui\u00a0» l’',
		text: '" oui " l\'',
		...GSM7,
		...GSM7_ONLY,
	},
	{
		name: 'GSM-7 only: degree, squares',
		input: 'n° 5, 45 m², 10²',
		text: 'no 5, 45 m2, 10^2',
		...GSM7,
		...GSM7_ONLY,
	},
	{ name: 'GSM-7 only: euro stays', input: '10 € [a]', text: '10 € [a]', ...GSM7, ...GSM7_ONLY },
	{
		name: 'GSM-7 only: ŀ goes both ways',
		input: 'coŀlega',
		text: 'col.lega',
		...GSM7,
		...GSM7_ONLY,
	},
	{ name: 'GSM-7 only: decomposed ê', input: 'fe\u0302te', text: 'fete', ...GSM7, ...GSM7_ONLY },

	// remove
	{ name: 'remove: emoji at the end', input: 'Bravo 🎉', text: 'Bravo', ...GSM7, ...REMOVE },
	{
		name: 'remove: emoji before punctuation',
		input: 'Bravo🎉!',
		text: 'Bravo!',
		...GSM7,
		...REMOVE,
	},
	{
		name: 'remove: a family and a flag',
		input: '👨‍👩‍👧 et 🇫🇷 oui',
		text: 'et  oui',
		...GSM7,
		...REMOVE,
	},
	{
		name: 'remove: look-alikes are replaced',
		input: '🎉 L’été',
		text: "L'été",
		...GSM7,
		...REMOVE,
	},
	{
		name: 'remove: struck-out letters stay',
		input: '2\u03360\u0336€',
		text: '20€',
		...GSM7,
		...REMOVE,
	},

	// error
	{
		name: 'error: what ISO-8859-15 has',
		input: '« cœur » à 5\u00a0€',
		text: '« cœur » à 5 €',
		...UCS2,
		...STRICT,
	},
	{
		name: 'error: decomposed accents are composed',
		input: 'e\u0301',
		text: 'é',
		...GSM7,
		...STRICT,
	},
	{
		name: 'error with GSM-7 only',
		input: 'fête',
		text: 'fete',
		...GSM7,
		rules: { unsupportedCharacters: 'error', plainLetters: true },
	},

	// Lengths
	{ name: '146 characters', input: 'a'.repeat(146), text: 'a'.repeat(146), ...GSM7 },
	{
		name: '147 characters',
		input: 'a'.repeat(147),
		text: 'a'.repeat(147),
		encoding: 'GSM-7',
		segmentsN: 1,
		segmentsM: 2,
	},
	{
		name: '160 characters',
		input: 'é'.repeat(160),
		text: 'é'.repeat(160),
		encoding: 'GSM-7',
		segmentsN: 1,
		segmentsM: 2,
	},
	{
		name: '161 characters',
		input: 'é'.repeat(161),
		text: 'é'.repeat(161),
		encoding: 'GSM-7',
		segmentsN: 2,
		segmentsM: 2,
	},
	{
		name: 'a curly apostrophe in 160 characters',
		input: '’'.repeat(160),
		text: "'".repeat(160),
		encoding: 'GSM-7',
		segmentsN: 1,
		segmentsM: 2,
	},
	{
		name: 'a ç in 71 characters',
		input: `ç${'a'.repeat(70)}`,
		text: `ç${'a'.repeat(70)}`,
		encoding: 'UCS-2',
		segmentsN: 2,
		segmentsM: 2,
	},
	{
		name: 'a ç in 56 characters',
		input: `ç${'a'.repeat(55)}`,
		text: `ç${'a'.repeat(55)}`,
		...UCS2,
	},
	{
		name: 'a ç in 57 characters',
		input: `ç${'a'.repeat(56)}`,
		text: `ç${'a'.repeat(56)}`,
		encoding: 'UCS-2',
		segmentsN: 1,
		segmentsM: 2,
	},
	{
		name: 'GSM-7 only: a ç in 160 characters',
		input: 'ç'.repeat(160),
		text: 'c'.repeat(160),
		encoding: 'GSM-7',
		segmentsN: 1,
		segmentsM: 2,
		...GSM7_ONLY,
	},
	{
		name: '80 euros',
		input: '€'.repeat(80),
		text: '€'.repeat(80),
		encoding: 'GSM-7',
		segmentsN: 1,
		segmentsM: 2,
	},
	{
		name: '54 ellipses grow to 162',
		input: '…'.repeat(54),
		text: '...'.repeat(54),
		encoding: 'GSM-7',
		segmentsN: 2,
		segmentsM: 2,
	},
];
