import { InvalidInput } from '../../../nodes/CapitoleMobile/sms/refused';
import { prepareText, type TextRules } from '../../../nodes/CapitoleMobile/sms/text/text';
import { TEXT_SAMPLES } from './textSamples';
import { refusalOf } from '../refusal';

const REPLACE: TextRules = { unsupportedCharacters: 'replace', plainLetters: false };
const REMOVE: TextRules = { unsupportedCharacters: 'remove', plainLetters: false };
const STRICT: TextRules = { unsupportedCharacters: 'error', plainLetters: false };

const refusalFor = (text: string, rules: TextRules) => refusalOf(() => prepareText(text, rules));

const messages = (text: string, rules: TextRules) => prepareText(text, rules).changes;

describe('Samples in French and the other languages of Western Europe', () => {
	it.each(TEXT_SAMPLES)('$name', ({ input, text, rules }) => {
		const prepared = prepareText(input, { ...REPLACE, ...rules });
		expect(prepared.text).toBe(text);
		expect(prepared.changes.length > 0).toBe(input !== text);
	});
});

describe('Changes are listed', () => {
	it('names the character, its replacement and the count', () => {
		expect(messages('L’été, c’est “fini”…', REPLACE)).toEqual([
			"“’” (U+2019) became “'”, 2 times",
			'““” (U+201C) became “"”, once',
			'“”” (U+201D) became “"”, once',
			'“…” (U+2026) became “...”, once',
		]);
	});

	it('names characters without a glyph', () => {
		expect(messages('a\u200bb\tc\u202fd\u2028e', REPLACE)).toEqual([
			'U+202F (narrow no-break space) became “ ”, once',
			'U+200B (zero width space) was removed, once',
			'U+0009 (tab) became “ ”, once',
			'U+2028 (line separator) became a new line, once',
		]);
	});

	it('lists line endings and composed accents under their own codes', () => {
		expect(messages('e\u0301\r\ne\u0301\r\nx\ry', REPLACE)).toEqual([
			'U+000D U+000A (Windows line ending) became a new line, 2 times',
			'U+000D (carriage return) became a new line, once',
			'“e\u0301” (U+0065 U+0301) became “é”, 2 times',
		]);
	});

	it('lists removed characters (a sequence shown as one counts as one) and trimmed spaces', () => {
		expect(messages('🎉 👨‍👩‍👧 🎉 a🇫🇷b', REMOVE)).toEqual([
			'“🎉” was removed, 2 times',
			'“👨‍👩‍👧” was removed, once',
			'“🇫🇷” was removed, once',
			'U+0020 (space) was removed, 3 times',
		]);
	});

	it('warns of removed characters that a reader will miss, each once', () => {
		expect(prepareText('🎉 Prix\u0092\u200b 🎉 ∞', REMOVE).warnings).toEqual([
			{
				code: 'CHARACTERS_REMOVED',
				message:
					'Left out of the text: “🎉”, U+0092 (control character: the text may be Windows-1252 decoded as ISO-8859-1), “∞” (U+221E)',
			},
		]);
	});

	it('lists nothing for a text that needs no change', () => {
		expect(prepareText('Été à 5 € : « cœur » #param1#\n', REPLACE).warnings).toEqual([]);
	});
});

describe('Characters that cannot be sent are refused by name and position', () => {
	it('refuses an emoji, counting positions as a reader does', () => {
		const refusal = refusalFor('👋🏽 e\u0301\r\n😀 a', { ...REPLACE });
		expect(refusal.field).toBe('text');
		expect(refusal.message).toContain('Emoji cannot be sent: “👋🏽” at position 1');
		expect(refusal.message).toContain('“😀” at position 5');
		expect(refusal.remedy).toContain('add Unsupported Characters and choose Remove');
	});

	it.each([
		['😀', 10, 3],
		['你', 10, 3],
	])('names the first offenders such as %s and counts the others', (character, named, others) => {
		const { message } = refusalFor(character.repeat(13), REPLACE);
		expect(message.match(/at position \d+/g)).toHaveLength(named);
		expect(message).toMatch(new RegExp(`position ${named} and ${others} more$`));
	});

	it.each([
		['Привет', '“П” (U+041F)'],
		['你好', '“你” (U+4F60)'],
		['10 ¤', 'U+00A4'],
		['5 \ufffd', 'decoded from the wrong charset'],
		['l\u0092eau', 'Windows-1252 decoded as ISO-8859-1'],
		['2\u03360\u0336 €', 'U+0336'],
		['∞', 'U+221E'],
	])('refuses %j, which no plain character can replace', (text, name) => {
		expect(refusalFor(text, REPLACE).message).toContain(name);
		expect(refusalFor(text, { ...REPLACE, plainLetters: true }).message).toContain(name);
		expect(prepareText(`a ${text} b`, REMOVE).text).not.toContain('?');
	});

	it.each(['’', '\u2009', 'ŵ', '…', '\t', '\u200b', 'Ω'])(
		'in error mode refuses %j, which ISO-8859-15 lacks',
		(character) => {
			const refusal = refusalFor(`ab${character}`, STRICT);
			const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
			expect(refusal.message).toContain(`U+${code}`);
			expect(refusal.message).toMatch(/at position [23]/);
			expect(refusal.remedy).toContain('choose Replace or Remove in Unsupported Characters');
		},
	);

	it.each(['\0', '\u0007', '\u000b', '\f', '\u001b', '\ufffe', '\uffff', '\ud800', '\udc00'])(
		'refuses %j in every mode, since XML cannot contain it',
		(character) => {
			for (const rules of [REPLACE, REMOVE, STRICT, { ...REMOVE, plainLetters: true }]) {
				const refusal = refusalFor(`Zoé ${character}`, rules);
				expect(refusal.message).toContain('Control characters cannot be sent');
				expect(refusal.message).toContain('at position 5');
			}
		},
	);

	it.each(['', ' ', '\n', ' \t\r\n', '\u00a0\u202f\u3000', '\u200b\u200b', '\ufeff', '\u00ad'])(
		'refuses %j as an empty text',
		(blank) => {
			for (const rules of [REPLACE, REMOVE, { ...REPLACE, plainLetters: true }]) {
				expect(() => prepareText(blank, rules)).toThrow(InvalidInput);
			}
		},
	);

	it('refuses a text that becomes empty', () => {
		expect(refusalFor('😀 👋', REMOVE).message).toContain('only unsupported characters');
	});
});

describe('A text too long to be sent at all', () => {
	it('is not one that fits once its accents are composed', () => {
		expect(prepareText('e\u0301'.repeat(612), STRICT).text).toBe('é'.repeat(612));
	});

	it('is refused by its length before it is read', () => {
		const refusal = refusalFor('\u0301'.repeat(500_000) + '\u0316'.repeat(500_000), REMOVE);
		expect(refusal.message).toContain('1,000,000 characters; four SMS hold 612');
	});
});
