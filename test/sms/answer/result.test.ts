import fc from 'fast-check';

import { readAnswer } from '../../../nodes/CapitoleMobile/sms/answer/answer';
import { resultOfAnswer } from '../../../nodes/CapitoleMobile/sms/answer/result';
import { expectWithin } from '../../pace';
import { answerArbitrary, codesOnlyArbitrary, recipientArbitrary } from './answerArbitrary';

const resultOf = (body: string, recipients: readonly string[]) =>
	resultOfAnswer(readAnswer(body), recipients);

const recipients = fc.uniqueArray(recipientArbitrary, { minLength: 1, maxLength: 6 });
const bodies = fc.oneof(answerArbitrary, codesOnlyArbitrary);

describe('resultOfAnswer', () => {
	test('accepts only on SENDING_OK, or on TOO_LONG_SENDER alone', () => {
		fc.assert(
			fc.property(bodies, recipients, (body, asked) => {
				for (const { outcome, code } of resultOf(body, asked).outcomes) {
					if (outcome !== 'accepted') continue;
					expect(['SENDING_OK', 'TOO_LONG_SENDER']).toContain(code);
					expect(body).toContain(code);
					if (code === 'TOO_LONG_SENDER') expect(body).not.toMatch(/_IS_|FAILED|NO|EMPTY/);
				}
			}),
			{ numRuns: 1_500 },
		);
	});

	test('rejects only on a documented refusal in the answer', () => {
		fc.assert(
			fc.property(bodies, recipients, (body, asked) => {
				for (const { outcome, code } of resultOf(body, asked).outcomes) {
					if (outcome === 'rejected') expect(body).toContain(code);
				}
			}),
			{ numRuns: 1_500 },
		);
	});

	test('never accepts a number that the answer refuses, however it is written', () => {
		const prefixes = ['33', '+33', '0033', '0', ''];
		fc.assert(
			fc.property(
				recipients,
				fc.nat(),
				fc.constantFrom(...prefixes),
				fc.constantFrom('IS_INVALID', 'IS_BLACKLISTED'),
				(asked, pick, prefix, code) => {
					const named = asked[pick % asked.length] ?? '';
					const { outcomes } = resultOf(`${prefix}${named.slice(2)}_${code}\nSENDING_OK;1`, asked);
					for (const { recipient, ...rest } of outcomes) {
						expect(rest).toEqual(
							recipient === named
								? { outcome: 'rejected', code }
								: { outcome: 'accepted', code: 'SENDING_OK' },
						);
					}
				},
			),
		);
	});

	test('stops further requests on AUTH_FAILED and NOT_ENOUGH_CREDITS only', () => {
		expect(resultOf('AUTH_FAILED', ['33611223344']).stop).toBe('AUTH_FAILED');
		expect(resultOf('NOT_ENOUGH_CREDITS;0', ['33611223344']).stop).toBe('NOT_ENOUGH_CREDITS');
		const others = ['SENDING_OK;1', 'EMPTY_MESSAGE', 'TOO_LONG_MESSAGE', '_IS_INVALID', '', '<p>'];
		for (const body of others) expect(resultOf(body, ['33611223344']).stop).toBeNull();
	});

	test('describes anything odd without quoting it', () => {
		const messagesFor = (body: string) => resultOf(body, ['33611223344']).oddity ?? '';
		expect(messagesFor('S3CRET_WORD ; S3CRET')).not.toContain('S3CRET');
		const others = '33699999991_IS_INVALID';
		expect(messagesFor(others)).toBe('refuses numbers that were not in the request');
		const { oddity } = resultOf('_IS_INVALID', ['33611223344', '33622334455']);
		expect(oddity).toBe('refuses one of several numbers but does not say which');
		for (const body of ['', 'SENDING_OK AUTH_FAILED', others, 'NEW_CODE']) {
			expect(messagesFor(body)).not.toBe('');
		}
	});
});

describe('an undocumented line', () => {
	const A = '33611223344';
	const B = '33622334455';
	const OVERSEAS = '262692123456';

	test.each<[what: string, line: string, inDoubt: string[]]>([
		['a new code', `${A}_IS_STOP`, [A]],
		['half a code', `${A}_BLACKLISTED`, [A]],
		['two codes', `${A}_IS_INVALID_IS_BLACKLISTED`, [A]],
		['two lines in one', `${A}_IS_INVALID${B}_IS_BLACKLISTED`, [A, B]],
		['a line and SENDING_OK in one', `${A}_IS_INVALIDSENDING_OK`, [A]],
		['small letters', `${A}_is_blacklisted`, [A]],
		['a space', `${A} IS_INVALID`, [A]],
		['another word for it', `${A} BLACKLISTED`, [A]],
		['SENDING_OK glued to the number', `${A}_SENDING_OK`, [A]],
		['a semicolon', `${A};KO`, [A]],
		['a plus and spaces', '+33 6 11 22 33 44_IS_STOP', [A]],
		['behind the balance', `SENDING_OK;9 ${A}_IS_STOP`, [A]],
		['a national spelling', '0611223344_IS_STOP', [A]],
		['a number from overseas', '0692123456_IS_STOP', [OVERSEAS]],
		['a zero too many', '+33(0)611223344_IS_INVALID', [A]],
		['a letter in the number', '3361122334x_IS_INVALID', [A]],
		['a small letter before the number', `x${A}_IS_INVALID`, [A, B, OVERSEAS]],
		['a digit too few', '3361122334_IS_INVALID', [A]],
		['the beginning of a number', '3361_IS_STOP', [A, B, OVERSEAS]],
		['no number', '_IS_STOP', [A, B, OVERSEAS]],
		['another number', '33699999999_IS_STOP', []],
		['another number and one asked', `33699999999_IS_STOP${B}_IS_STOP`, [B]],
		['no number: a new code', 'ROUTE_CHANGED', []],
		['no number: half a code', 'BLACKLISTED', [A, B, OVERSEAS]],
		['a word before the code', 'NOT;SENDING_OK', [A, B, OVERSEAS]],
		['a word behind the balance', 'SENDING_OK;954200;NOT', [A, B, OVERSEAS]],
		['a word in place of the balance', 'SENDING_OK,MANY', []],
		['a number and a word behind its code', `${A}_IS_STOP;WHY|SENDING_OK`, [A, B, OVERSEAS]],
		['a second balance', 'SENDING_OK;9542;1', []],
		['nothing but a balance', '9542', []],
		['refusing codes glued together', 'EMPTY_MESSAGENO_RECIPIENT', [A, B, OVERSEAS]],
	])('%s: %s', (_, line, inDoubt) => {
		for (const body of [`${line}\nSENDING_OK;9000`, `SENDING_OK;9000<br>${line}`]) {
			const { outcomes, oddity } = resultOf(body, [A, B, OVERSEAS]);
			const open = outcomes.filter(({ outcome }) => outcome !== 'accepted');
			expect(open).toEqual(
				inDoubt.map((recipient) => ({ recipient, outcome: 'unknown', code: 'UNKNOWN_ANSWER' })),
			);
			expect(oddity).not.toBeNull();
		}
	});

	test('leaves documented lines beside it alone', () => {
		const { outcomes } = resultOf(`${A}_IS_STOP\n${B}_IS_INVALID\nSENDING_OK;1`, [A, B, OVERSEAS]);
		expect(outcomes.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual([
			'unknown UNKNOWN_ANSWER',
			'rejected IS_INVALID',
			'accepted SENDING_OK',
		]);
	});

	test('leaves every number open when it names very many others, in time', async () => {
		const asked = Array.from({ length: 10_000 }, (_, index) => String(33_600_000_000 + index));
		const others = Array.from({ length: 40_000 }, (_, index) => String(33_700_000_000 + index));
		const body = others.map((number) => `${number}_IS_INVALID`).join('\n');
		await expectWithin(100, () => {
			const { outcomes } = resultOf(`${body}\nSENDING_OK;1`, asked);
			expect(outcomes.every(({ outcome }) => outcome === 'unknown')).toBe(true);
		});
	});
});
