import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import {
	countSegments,
	GSM7_CHARACTERS,
	isGsm7,
} from '../../../nodes/CapitoleMobile/sms/text/segments';

const SEED = 20_260_329;
const TEXTS = 4_000;
const STOP_MENTION = ' STOP au 36123';

const basic = fc.constantFrom(...'abc ABC,.!éèàùÇ@£\n0123456789');
const gsm7 = fc.constantFrom(...GSM7_CHARACTERS);
const extension = fc.constantFrom(...'€[]{}\\~^|\f');
const french = fc.constantFrom(...'çêœëîôûÀÉ«»°’–…\u00a0\u202f');
const pairs = fc.constantFrom('😀', '🎉', '𝗔', '👋');
const sequences = fc.constantFrom('👨‍👩‍👧', '🇫🇷', '👋🏽', '1\ufe0f\u20e3', 'e\u0301', '\r\n', '❤\ufe0f');

/** Lengths about the boundaries, fewer of the long ones: the oracle takes milliseconds for those. */
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
	of(basic, french, pairs, sequences),
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

/**
 * The one known difference: the oracle keeps together what shows as one (a flag, a family, a letter
 * and its accent), whereas the standard and handsets keep together only surrogate pairs. This is our
 * counter by the oracle's rule.
 */
function keepingGraphemesTogether(graphemes: readonly string[]): Reading {
	const units = graphemes.reduce((sum, grapheme) => sum + grapheme.length, 0);
	if (units <= 70) return { encoding: 'UCS-2', segments: 1, charactersLeft: 70 - units };
	let segments = 1;
	let used = 0;
	for (const grapheme of graphemes) {
		if (used + grapheme.length > 67) {
			segments += 1;
			used = 0;
		}
		used += grapheme.length;
	}
	return { encoding: 'UCS-2', segments, charactersLeft: 67 - used };
}

const equal = (a: Reading, b: Reading) =>
	a.encoding === b.encoding && a.segments === b.segments && a.charactersLeft === b.charactersLeft;

describe("Twilio's segment calculator", () => {
	it('agrees on which characters are in GSM-7, and on how many septets they take', () => {
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

	it(`agrees on ${TEXTS} generated texts, save where it keeps sequences together`, () => {
		const texts = fc.sample(text, { seed: SEED, numRuns: TEXTS });
		const tally = { 'GSM-7': 0, 'UCS-2': 0, 'several SMS': 0, 'kept together': 0 };
		const unexplained: string[] = [];
		for (const content of texts) {
			const message = new SegmentedMessage(content);
			const theirs = oracle(message);
			const mine = ours(content);
			tally[mine.encoding === 'GSM-7' ? 'GSM-7' : 'UCS-2'] += 1;
			if (mine.segments > 1) tally['several SMS'] += 1;
			if (equal(mine, theirs)) continue;

			const sequences = message.graphemes.some((grapheme) => [...grapheme].length > 1);
			const explained =
				sequences &&
				mine.encoding === 'UCS-2' &&
				equal(keepingGraphemesTogether(message.graphemes), theirs);
			if (explained) tally['kept together'] += 1;
			else unexplained.push(JSON.stringify({ content, mine, theirs }));
		}
		expect(unexplained).toEqual([]);
		expect(texts).toHaveLength(TEXTS);
		expect(tally['GSM-7']).toBeGreaterThan(TEXTS / 10);
		expect(tally['several SMS']).toBeGreaterThan(TEXTS / 10);
		// There are some, or the explanation is not tried; a sixth of the texts have such sequences.
		expect(tally['kept together']).toBeGreaterThan(0);
		expect(tally['kept together']).toBeLessThan(TEXTS / 6);
	});

	it('agrees on the STOP mention, written out', () => {
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
