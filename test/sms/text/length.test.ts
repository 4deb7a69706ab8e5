import fc from 'fast-check';
import {
	checkLength,
	MAXIMUM_SEGMENTS,
	STOP_MENTION_CHARACTERS,
	type LengthRules,
} from '../../../nodes/CapitoleMobile/sms/text/length';
import { countSegments } from '../../../nodes/CapitoleMobile/sms/text/segments';
import { prepareText } from '../../../nodes/CapitoleMobile/sms/text/text';
import { refusalOf } from '../refusal';

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
	it("takes the provider's figures", () => {
		expect(STOP_MENTION_CHARACTERS).toBe(' STOP au 36XXX'.length);
		expect(MAXIMUM_SEGMENTS).toBe(4);
	});

	it.each([
		['a', 160, SHORT, 1],
		['a', 146, SHORT_M, 1],
		['a', 612, LONG, 4],
		['a', 598, LONG_M, 4],
		['€', 80, SHORT, 1],
		['€', 304, LONG, 4],
		['ê', 160, SHORT, 3],
		['ê', 146, SHORT_M, 3],
		['ê', 612, LONG, 10],
		['ê', 598, LONG_M, 10],
	])('accepts %s, %i times, with %j', (character, length, rules, segments) => {
		expect(checkLength(character.repeat(length), rules).count.segments).toBe(segments);
	});

	it.each([
		['a', 161, SHORT],
		['a', 147, SHORT_M],
		['a', 613, LONG],
		['a', 599, LONG_M],
		['€', 81, SHORT],
		['€', 305, LONG],
		['ê', 161, SHORT],
		['ê', 147, SHORT_M],
		['ê', 613, LONG],
		['ê', 599, LONG_M],
	])('refuses %s, %i times, with %j', (character, length, rules) => {
		expect(refusalFor(character.repeat(length), rules).field).toBe('text');
	});

	it('says by how much to shorten the text, or to turn on Long Message', () => {
		expect(refusalFor('a'.repeat(170), SHORT)).toMatchObject({
			message: 'The text takes 2 SMS (170 characters) and only 1 is allowed without Long Message.',
			remedy: 'Shorten it by 10 characters, or turn on Long Message to send it as 2 SMS.',
		});
		expect(refusalFor('a'.repeat(147), SHORT_M)).toMatchObject({
			message:
				'The text takes 2 SMS (161 characters with the STOP mention) and only 1 is allowed without Long Message.',
			remedy: 'Shorten it by 1 character, or turn on Long Message to send it as 2 SMS.',
		});
		expect(refusalFor('€'.repeat(310), LONG).remedy).toBe('Shorten it by 6 characters.');
		expect(refusalFor('a'.repeat(613), SHORT).remedy).toBe('Shorten it by 453 characters.');
	});

	it('asks for GSM-7 Only too where the text is outside GSM-7', () => {
		expect(refusalFor(`ç${'a'.repeat(619)}`, LONG)).toMatchObject({
			message:
				'The text takes 5 SMS (620 characters), even if the provider turns it into GSM-7, and no more than 4 are allowed.',
			remedy: 'Shorten it by 8 characters and turn on GSM-7 Only.',
		});
	});

	it('warns that a text fits only if the provider transliterates, and how to be sure', () => {
		const text = `ç${'a'.repeat(99)}`;
		expect(codes(text, SHORT)).toEqual(['MAY_BE_TOO_LONG', 'UCS2']);
		expect(messageOf(text, SHORT, 'MAY_BE_TOO_LONG')).toBe(
			'As UCS-2 the text takes 2 SMS and only 1 is allowed without Long Message: it goes out only if the ' +
				'provider turns it into GSM-7, else it is answered TOO_LONG_MESSAGE. To be sure, turn on GSM-7 ' +
				'Only or turn on Long Message or shorten it by 30 characters.',
		);
		expect(codes(text, LONG)).toEqual(['UCS2', 'SEVERAL_SEGMENTS']);
	});

	it('does not promise that GSM-7 Only helps where it would not', () => {
		const spelledOut = '©'.repeat(160);
		expect(messageOf(spelledOut, SHORT, 'MAY_BE_TOO_LONG')).toMatch(
			/To be sure, turn on Long Message or shorten it by 90 characters\.$/,
		);
		expect(messageOf('©'.repeat(40), SHORT, 'UCS2')).toContain(
			'would not make it fewer than 1 SMS',
		);
	});

	it('names the characters that force UCS-2, and what GSM-7 Only would save', () => {
		const message = messageOf(`Ça reçoit la fête ${'a'.repeat(140)}`, LONG, 'UCS2');
		expect(message).toBe(
			'Not in GSM-7, so that an SMS holds 70 characters and not 160: "ç" (U+00E7), "ê" (U+00EA). ' +
				'The text takes 3 SMS instead of 1 with GSM-7 Only, unless the provider transliterates it.',
		);
		expect(messageOf('àâãáäåçêëîïôõœûÿ', LONG, 'UCS2')).toMatch(/ and 3 more\./);
	});

	it('tells the price of several SMS', () => {
		expect(messageOf('a'.repeat(161), LONG, 'SEVERAL_SEGMENTS')).toContain('sent as 2 SMS');
		expect(messageOf('ê'.repeat(400), LONG, 'SEVERAL_SEGMENTS')).toContain(
			'sent as at least 3 SMS',
		);
		expect(codes('a'.repeat(160), LONG)).toEqual([]);
	});

	it('tells of the STOP mention, and when it costs an SMS', () => {
		expect(messageOf('a'.repeat(146), LONG_M, 'STOP_MENTION')).toBe(
			'The provider adds " STOP au 36XXX" (14 characters) to the text in metropolitan France.',
		);
		expect(messageOf('a'.repeat(147), LONG_M, 'STOP_MENTION')).toContain(
			'which makes it 2 SMS instead of 1.',
		);
		expect(codes('a', LONG)).toEqual([]);
	});

	it('refuses exactly what is too long in the cheapest reading, with a remedy that works', () => {
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
				const excess = Number(/^Shorten it by (\d+) /.exec(remedy)?.[1]);
				const gsm7Only = remedy.includes('GSM-7 Only');
				const shortened = [...content].slice(0, -excess).join('');
				const prepared = prepareText(`a${shortened.slice(1)}`, {
					unsupportedCharacters: 'replace',
					gsm7Only,
				});
				expect(countSegments(prepared.text, reserved).segments).toBeLessThanOrEqual(maximum);
			}),
			{ numRuns: 1000 },
		);
		expect(refused).toBeGreaterThan(50);
	});

	it('never says error, problem, failure or mistake', () => {
		const said = [
			...checkLength(`ç${'a'.repeat(140)}`, SHORT_M).warnings.map(({ message }) => message),
			...checkLength('a'.repeat(300), LONG_M).warnings.map(({ message }) => message),
			refusalFor('a'.repeat(300), SHORT).message,
			refusalFor('a'.repeat(300), SHORT).remedy,
		];
		for (const each of said) expect(each).not.toMatch(/error|problem|failure|mistake/i);
	});
});
