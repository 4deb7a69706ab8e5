import fc from 'fast-check';
import {
	checkLength,
	tooLongAdvice,
	type LengthRules,
} from '../../../nodes/CapitoleMobile/sms/text/length';
import { inPlainLetters } from '../../../nodes/CapitoleMobile/sms/text/rewriting';
import {
	countSegments,
	MAXIMUM_SEGMENTS,
	STOP_MENTION_CHARACTERS,
} from '../../../nodes/CapitoleMobile/sms/text/segments';
import { prepareText } from '../../../nodes/CapitoleMobile/sms/text/text';
import { refusalFrom, refusalOf } from '../refusal';

const SHORT: LengthRules = { long: false, stopMention: false };
const SHORT_M: LengthRules = { long: false, stopMention: true };
const LONG: LengthRules = { long: true, stopMention: false };
const LONG_M: LengthRules = { long: true, stopMention: true };

const refusalFor = (text: string, rules: LengthRules) => refusalOf(() => checkLength(text, rules));

const codes = (text: string, rules: LengthRules) =>
	checkLength(text, rules).warnings.map(({ code }) => code);

const messageOf = (text: string, rules: LengthRules, wanted: string) =>
	checkLength(text, rules).warnings.find(({ code }) => code === wanted)?.message;

describe('checkLength', () => {
	it.each([
		['a', 160, SHORT, 1],
		['a', 146, SHORT_M, 1],
		['a', 612, LONG, 4],
		['€', 80, SHORT, 1],
		['ê', 160, SHORT, 3],
		['ê', 612, LONG, 10],
	])('accepts %s %i times with %j, but not once more', (character, most, rules, segments) => {
		expect(checkLength(character.repeat(most), rules).count.segments).toBe(segments);
		expect(refusalFor(character.repeat(most + 1), rules).field).toBe('text');
	});

	it.each([
		[
			'a'.repeat(170),
			SHORT,
			'Too long: 170 characters, and 1 SMS holds 160',
			'Shorten it by 10 characters, or turn on Long Message (2 SMS).',
		],
		[
			'a'.repeat(147),
			SHORT_M,
			'Too long: 161 characters with the STOP mention, and 1 SMS holds 160',
			'Shorten it by 1 character, or turn on Long Message (2 SMS).',
		],
		[
			`ç${'a'.repeat(619)}`,
			LONG,
			'“ç” limits this SMS to 268 characters; it has 620',
			'Shorten it by 8 characters and write these letters plainly.',
		],
		[
			`ç${'a'.repeat(399)}`,
			SHORT,
			'“ç” limits this SMS to 70 characters; it has 400',
			'Shorten it by 240 characters and write these letters plainly, or turn on Long Message and write these letters plainly (3 SMS).',
		],
	])(
		'%#: explains why a text is too long and how to shorten it',
		(text, rules, message, remedy) => {
			expect(refusalFor(text, rules)).toMatchObject({ message, remedy });
		},
	);

	it('warns if a text fits only if the provider replaces its letters', () => {
		const text = `çÀô${'a'.repeat(114)}`;
		expect(codes(text, SHORT_M)).toEqual(['MAY_BE_TOO_LONG']);
		expect(messageOf(text, SHORT_M, 'MAY_BE_TOO_LONG')).toBe(
			'“ç”, “À”, “ô” limit this SMS to 70 characters; it has 131 with the STOP mention. The provider may answer TOO_LONG_MESSAGE. Under Options, set Letters That Cost More to Write Plainly, or turn on Long Message (2 SMS).',
		);
		expect(tooLongAdvice(text, SHORT_M)).toEqual({
			meaning: '“ç”, “À”, “ô” limit this SMS to 70 characters; it has 131 with the STOP mention',
			remedy:
				'Under Options, set Letters That Cost More to Write Plainly, or turn on Long Message (2 SMS).',
		});
		expect(tooLongAdvice('a'.repeat(100), SHORT_M)).toBeNull();
	});

	it('suggests plain letters only if they help', () => {
		const spelledOut = '©'.repeat(160);
		expect(messageOf(spelledOut, SHORT, 'MAY_BE_TOO_LONG')).toMatch(
			/Shorten it by 107 characters and write these letters plainly, or turn on Long Message \(3 SMS\)\.$/,
		);
	});

	it('names the letters that cost parts and the parts that plain letters would save', () => {
		expect(messageOf(`Ça reçoit la fête ${'a'.repeat(140)}`, LONG, 'COSTLY_LETTERS')).toBe(
			'“ç”, “ê” make this SMS 3 parts instead of 1. Under Options, set Letters That Cost More to Write Plainly.',
		);
		expect(messageOf(`ê${'a'.repeat(100)}`, LONG, 'COSTLY_LETTERS')).toContain(
			'“ê” makes this SMS 2 parts instead of 1.',
		);
		const many = `àâãáäåçêëîïôõœûÿ${'a'.repeat(80)}`;
		expect(messageOf(many, LONG, 'COSTLY_LETTERS')).toMatch(/ and 8 more make this SMS/);
	});

	it.each([
		['a'.repeat(161), LONG, ['SEVERAL_PARTS']],
		['Fête à Noël', SHORT, []],
		[`ê${'a'.repeat(70)}`, LONG, ['COSTLY_LETTERS']],
		['a'.repeat(147), LONG_M, ['STOP_MENTION']],
		[`ê${'a'.repeat(60)}`, LONG_M, ['COSTLY_LETTERS', 'STOP_MENTION']],
	])('%#: warns of each cost once, and of nothing else', (text, rules, expected) => {
		expect(codes(text, rules)).toEqual(expected);
	});

	it('warns whenever plain letters would save parts, and never if parts cost nothing', () => {
		const text = fc
			.array(fc.constantFrom(...'aaaaaaaéêç '), { minLength: 1, maxLength: 600, size: 'max' })
			.map((all) => all.join(''));
		fc.assert(
			fc.property(text, fc.boolean(), (content, stopMention) => {
				const rules = { long: true, stopMention };
				if (refusalFrom(() => checkLength(content, rules)) !== undefined) return;
				const { count, warnings } = checkLength(content, rules);
				const plain = countSegments(
					inPlainLetters(content),
					stopMention ? STOP_MENTION_CHARACTERS : 0,
				);
				if (plain.segments < count.segments) expect(warnings.length).toBeGreaterThan(0);
				if (count.segments === 1) expect(warnings).toEqual([]);
			}),
			{ numRuns: 200 },
		);
	});

	it('refuses only texts too long in the cheapest reading, with a remedy that works', () => {
		const character = fc.constantFrom(...'aaaaaaaé€ç’œ²\n');
		const length = fc.oneof(
			fc.integer({ min: 1, max: 90 }),
			fc.integer({ min: 140, max: 165 }),
			fc.integer({ min: 590, max: 640 }),
		);
		const text = length
			.chain((units) => fc.array(character, { minLength: units, maxLength: units, size: 'max' }))
			.map((all) => all.join('').replaceAll('’', "'"));
		const rules = fc.record({ long: fc.boolean(), stopMention: fc.boolean() });
		let refused = 0;
		fc.assert(
			fc.property(text, rules, (content, chosen) => {
				const reserved = chosen.stopMention ? STOP_MENTION_CHARACTERS : 0;
				const maximum = chosen.long ? MAXIMUM_SEGMENTS : 1;
				const cheapest = countSegments(content.replace(/[çœ²]/g, 'x'), reserved).segments;
				if (cheapest <= maximum) {
					expect(checkLength(content, chosen).count).toEqual(countSegments(content, reserved));
					return;
				}
				refused += 1;
				const { remedy } = refusalFor(content, chosen);
				const excess = Number(/Shorten it by (\d+) /.exec(remedy)?.[1]);
				const plainLetters = remedy.includes('plainly');
				const shortened = [...content].slice(0, -excess).join('');
				const prepared = prepareText(`a${shortened.slice(1)}`, {
					unsupportedCharacters: 'replace',
					plainLetters,
				});
				expect(countSegments(prepared.text, reserved).segments).toBeLessThanOrEqual(maximum);
			}),
			{ numRuns: 300 },
		);
		expect(refused).toBeGreaterThan(20);
	});
});
