import fc from 'fast-check';
import iconv from 'iconv-lite';
import { SegmentedMessage } from 'sms-segments-calculator';

import { counterpart } from '../../../nodes/CapitoleMobile/sms/text/rewriting';
import {
	countSegments,
	GSM7_CHARACTERS,
	isGsm7,
	isIso885915,
} from '../../../nodes/CapitoleMobile/sms/text/segments';

const SEED = 20_260_329;
const TEXTS = 1_000;
const STOP_MENTION = ' STOP au 36123';

const basic = fc.constantFrom(...'abc ABC,.!éèàùÇ@£\n0123456789');
const gsm7 = fc.constantFrom(...GSM7_CHARACTERS);
const extension = fc.constantFrom(...'€[]{}\\~^|\f');
const french = fc.constantFrom(...'çêœëîôûÀÉ«»°’–…\u00a0\u202f');
const pairs = fc.constantFrom('😀', '🎉', '𝗔', '👋');

// No sequences that display as one character, such as flags: the oracle keeps them in one SMS, whereas
// the standard and handsets keep only surrogate pairs together.
/** Lengths around the boundaries. Long ones are rarer: the oracle takes milliseconds for each. */
const length = fc.oneof(
	{ weight: 50, arbitrary: fc.integer({ min: 0, max: 60 }) },
	{ weight: 60, arbitrary: fc.integer({ min: 60, max: 82 }) },
	{ weight: 25, arbitrary: fc.integer({ min: 125, max: 164 }) },
	{ weight: 6, arbitrary: fc.integer({ min: 250, max: 312 }) },
	{ weight: 2, arbitrary: fc.integer({ min: 590, max: 615 }) },
);
const of = (...arbitraries: Array<fc.Arbitrary<string>>) =>
	length.chain((units) =>
		fc
			.array(fc.oneof(...arbitraries), { minLength: units, maxLength: units, size: 'max' })
			.map((all) => all.join('')),
	);
const text = fc.oneof(
	of(basic),
	of(gsm7),
	of(basic, basic, basic, extension),
	of(basic, basic, french),
	of(basic, french, pairs),
);

interface Reading {
	readonly encoding: string;
	readonly segments: number;
	readonly charactersLeft: number;
}

function oracle(message: SegmentedMessage): Reading {
	const last = message.segments.at(-1);
	const bits = message.encodingName === 'GSM-7' ? 7 : 16;
	return {
		encoding: message.encodingName,
		segments: message.segmentsCount,
		charactersLeft: Math.floor((last?.freeSizeInBits() ?? 0) / bits),
	};
}

function ours(content: string, reserved = 0): Reading {
	const { encoding, segments, charactersLeft } = countSegments(content, reserved);
	return { encoding, segments, charactersLeft };
}

const equal = (a: Reading, b: Reading) =>
	a.encoding === b.encoding && a.segments === b.segments && a.charactersLeft === b.charactersLeft;

describe("Twilio's segment calculator", () => {
	it('agrees on the characters of GSM-7 and their septets', () => {
		const differing: string[] = [];
		for (let code = 0; code <= 0xffff; code += 1) {
			const character = String.fromCharCode(code);
			const message = new SegmentedMessage(character);
			const known = message.encodingName === 'GSM-7';
			const septets = known ? message.numberOfCharacters : 1;
			if (known !== isGsm7(character) || septets !== countSegments(character).characters) {
				differing.push(code.toString(16));
			}
		}
		expect(differing).toEqual([]);
	});

	it(`agrees on ${TEXTS} generated texts`, () => {
		const texts = fc.sample(text, { seed: SEED, numRuns: TEXTS });
		const differing = texts.filter(
			(content) => !equal(ours(content), oracle(new SegmentedMessage(content))),
		);
		expect(differing).toEqual([]);
		const readings = texts.map((content) => ours(content));
		const inGsm7 = readings.filter(({ encoding }) => encoding === 'GSM-7').length;
		const several = readings.filter(({ segments }) => segments > 1).length;
		expect(Math.min(inGsm7, TEXTS - inGsm7, several)).toBeGreaterThan(TEXTS / 10);
	});

	it('agrees on the STOP mention', () => {
		const differing = fc
			.sample(of(basic, extension, french, pairs), { seed: SEED + 1, numRuns: 500 })
			.filter(
				(content) =>
					!equal(ours(content, 14), oracle(new SegmentedMessage(content + STOP_MENTION))),
			);
		expect(STOP_MENTION).toHaveLength(14);
		expect(differing).toEqual([]);
	});
});

const range = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, nth) => String.fromCodePoint(from + nth));

/** The bytes above ASCII, decoded from an older charset. */
const decoded = (charset: string) => [
	...new TextDecoder(charset).decode(Uint8Array.from({ length: 0x80 }, (_, nth) => 0x80 + nth)),
];

const EVERY_CHARACTER = [...range(0, 0xd7ff), ...range(0xe000, 0x1ffff)];

describe('ISO-8859-15', () => {
	it('equals what iconv-lite encodes and decodes, minus controls other than the line feed', () => {
		const differing = EVERY_CHARACTER.filter((character) => {
			const there = iconv.encode(character, 'iso-8859-15');
			const back = iconv.decode(there, 'iso-8859-15') === character;
			const control = /(?!\n)\p{Cc}/u.test(character);
			return isIso885915(character) !== (back && !control);
		});
		expect(differing).toEqual([]);
	});
});

describe('Stand-ins', () => {
	it('are in ISO-8859-15, in GSM-7 if asked, and stay unchanged themselves', () => {
		const wrong = EVERY_CHARACTER.filter((character) => {
			const composed = [...character.normalize('NFC')];
			return composed.some((each) => {
				const latin9 = counterpart(each, 'ISO-8859-15');
				const gsm7 = counterpart(each, 'GSM-7');
				if (latin9 === undefined || gsm7 === undefined) return latin9 !== gsm7;
				const stable = [...gsm7].every((one) => isGsm7(one) && counterpart(one, 'GSM-7') === one);
				return !isIso885915(latin9) || !isIso885915(gsm7) || !stable;
			});
		});
		expect(wrong).toEqual([]);
	});

	it('never lose a letter or a digit', () => {
		const lost = EVERY_CHARACTER.filter(
			(character) =>
				/[\p{L}\p{N}]/u.test(character) &&
				// Hangul fillers are letters by category but invisible.
				!/\p{Default_Ignorable_Code_Point}/u.test(character) &&
				['', ' '].includes(counterpart(character.normalize('NFC'), 'GSM-7') ?? 'x'),
		);
		expect(lost).toEqual([]);
	});

	/** Everything a Western European keyboard or word processor can produce. */
	it.each([
		['Latin-1', range(0xa0, 0xff), '¤'],
		['Latin Extended-A', range(0x100, 0x17f), ''],
		['Windows-1252', decoded('windows-1252').filter((each) => each > '\u009f'), '¤'],
		['Mac Roman', decoded('macintosh'), '∞∂∑∏π∫Ω√∆˘ˇ\uf8ff'],
		['General Punctuation', range(0x2000, 0x206f), '‖‗‱‸※‾‿⁀⁁⁂⁅⁆⁊⁋⁌⁍⁎⁏⁐⁑⁒⁓⁔⁕⁖⁘⁙⁚⁛⁜⁝⁞'],
		['the letters of Vietnamese, Welsh and others with two accents', range(0x1e00, 0x1ef9), 'ẚẜẝẟ'],
	])('exist for %s, except those that no plain character can replace', (_, characters, none) => {
		const unknown = characters
			.map((each) => each.normalize('NFC'))
			.filter((each) => counterpart(each, 'ISO-8859-15') === undefined);
		expect(unknown.sort()).toEqual([...none.normalize('NFC')].sort());
	});
});
