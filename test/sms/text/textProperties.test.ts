import fc from 'fast-check';
import iconv from 'iconv-lite';
import { isGsm7 } from '../../../nodes/CapitoleMobile/sms/text/segments';
import {
	prepareText,
	type PreparedText,
	type TextRules,
} from '../../../nodes/CapitoleMobile/sms/text/text';
import { refusalFrom } from '../refusal';
import { TEXT_SAMPLES } from './textSamples';

const RUNS = { numRuns: 300 };

const ODD = ['😀', '👨‍👩‍👧', '🇫🇷', '1\ufe0f\u20e3', 'e\u0301', 'x\u0302', '\u0336', 'Д', '你'];
const SPACES = [...' \u00a0\u202f\u2009\u3000\t\n\u2028', '\r\n'];

/** Typical pasted text, mixed with the unusual: any code point, lone surrogates, controls. */
const piece = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...TEXT_SAMPLES.map(({ input }) => input)) },
	{ weight: 4, arbitrary: fc.string({ maxLength: 12 }) },
	{
		weight: 4,
		arbitrary: fc.constantFrom(...'éèêçàœŒ€«»°²³¹½①₂⁴⁻’“”…–•™ŵŀ\u00a0\u202f\u00ad\u200b\t\r\n'),
	},
	{ weight: 2, arbitrary: fc.constantFrom(...ODD) },
	{ weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
	{
		weight: 1,
		arbitrary: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
	},
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const rules: fc.Arbitrary<TextRules> = fc.record({
	unsupportedCharacters: fc.constantFrom('replace', 'remove', 'error'),
	plainLetters: fc.boolean(),
});

function accepted(input: string, chosen: TextRules): PreparedText | undefined {
	const refused = refusalFrom(() => prepareText(input, chosen));
	return refused === undefined ? prepareText(input, chosen) : undefined;
}

const isInLatin9 = (character: string) =>
	iconv.decode(iconv.encode(character, 'iso-8859-15'), 'iso-8859-15') === character &&
	!/(?!\n)\p{Cc}/u.test(character);

describe('prepareText', () => {
	it('returns an NFC text that survives ISO-8859-15, within GSM-7 if asked', () => {
		fc.assert(
			fc.property(text, rules, (input, chosen) => {
				const prepared = accepted(input, chosen);
				if (prepared === undefined) return;
				const bytes = iconv.encode(prepared.text, 'iso-8859-15');
				expect(bytes).toHaveLength(prepared.text.length);
				expect(iconv.decode(bytes, 'iso-8859-15')).toBe(prepared.text);
				expect(prepared.text.normalize('NFC')).toBe(prepared.text);
				expect([...prepared.text].every(isInLatin9)).toBe(true);
				expect(prepared.text.trim()).not.toBe('');
				if (chosen.plainLetters) expect([...prepared.text].every(isGsm7)).toBe(true);
			}),
			RUNS,
		);
	});

	/** Everything that Unicode treats as a kind of question mark. */
	const QUESTIONS = /[?\u037e\u061f\u203d\u2047-\u2049\ufe16\ufe56\uff1f]/u;
	const codeOf = (character: string): string =>
		`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

	it('returns any text with every change listed, or refuses it by name', () => {
		const seen = { asIs: 0, changed: 0, refused: 0 };
		fc.assert(
			fc.property(text, rules, (input, chosen) => {
				const refused = refusalFrom(() => prepareText(input, chosen));
				seen[refused ? 'refused' : 'asIs'] += 1;
				if (refused) {
					const named =
						/(U\+[0-9A-F]{4,6}|“).* at position \d+|empty|nothing but spaces|only unsupported characters|Too long/su;
					expect(refused.message).toMatch(named);
					return;
				}
				const { text: sent, changes } = prepareText(input, chosen);
				if (sent !== input) seen.changed += 1;
				expect(changes.length > 0).toBe(sent !== input);
				const listed = changes.join('\n');
				for (const character of input.normalize('NFC')) {
					if (sent.includes(character) || listed.includes(character)) continue;
					expect(listed).toContain(codeOf(character));
				}
				if (!QUESTIONS.test(input)) expect(sent).not.toContain('?');
			}),
			{ numRuns: 1000 },
		);
		// The property means little unless all three are common.
		expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
	});

	it('changes nothing in a text that it has prepared', () => {
		fc.assert(
			fc.property(text, rules, (input, chosen) => {
				const prepared = accepted(input, chosen);
				if (prepared === undefined) return;
				expect(prepareText(prepared.text, chosen)).toEqual({
					text: prepared.text,
					changes: [],
					warnings: [],
				});
			}),
			RUNS,
		);
	});

	it('keeps every letter, digit and space between two words', () => {
		const word = fc.stringMatching(/^[a-zA-Z0-9éàùœŒßæŵŷħłﬁĳñ]{1,8}$/u);
		const space = fc.constantFrom(...SPACES);
		fc.assert(
			fc.property(
				fc.array(fc.tuple(word, space), { minLength: 1 }),
				fc.boolean(),
				(parts, plainLetters) => {
					const input = parts.map(([each, gap]) => each + gap).join('');
					const prepared = prepareText(input, { unsupportedCharacters: 'replace', plainLetters });
					const words = prepared.text.trim().split(/\s/u);
					expect(words).toHaveLength(parts.length);
					words.forEach((each, nth) => {
						expect(each.length).toBeGreaterThanOrEqual([...(parts[nth]?.[0] ?? '')].length);
					});
				},
			),
			RUNS,
		);
	});

	it('leaves #param1# and the like alone', () => {
		const around = fc.constantFrom('’', '😀', '…', ' ', 'é', '\u200b', '½', '²', 'œ', '!');
		fc.assert(
			fc.property(around, around, rules, (before, after, chosen) => {
				const prepared = accepted(`a${before}#param12#${after}b`, chosen);
				if (prepared !== undefined) expect(prepared.text).toContain('#param12#');
			}),
			RUNS,
		);
	});
});
