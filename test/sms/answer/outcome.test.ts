import fc from 'fast-check';

import { readAnswer } from '../../../nodes/CapitoleMobile/sms/answer/answer';
import { resultOfAnswer } from '../../../nodes/CapitoleMobile/sms/answer/result';
import { sameForAll } from '../../../nodes/CapitoleMobile/sms/answer/outcome';
import { answerArbitrary, codesOnlyArbitrary, recipientArbitrary } from './answerArbitrary';

const resultOf = (body: string, recipients: readonly string[]) =>
	resultOfAnswer(readAnswer(body), recipients);

const recipients = fc.uniqueArray(recipientArbitrary, { minLength: 1, maxLength: 6 });
const bodies = fc.oneof(answerArbitrary, codesOnlyArbitrary);

describe('resultOfAnswer', () => {
	test('nothing is accepted without SENDING_OK, or TOO_LONG_SENDER and nothing else', () => {
		fc.assert(
			fc.property(bodies, recipients, (body, asked) => {
				for (const { outcome, code } of resultOf(body, asked).outcomes) {
					if (outcome !== 'accepted') continue;
					expect(['SENDING_OK', 'TOO_LONG_SENDER']).toContain(code);
					expect(body).toContain(code);
					if (code === 'TOO_LONG_SENDER') expect(body).not.toMatch(/_IS_|FAILED|NO|EMPTY/);
				}
			}),
			{ numRuns: 5_000 },
		);
	});

	test('nothing is rejected without a documented refusal in the answer', () => {
		fc.assert(
			fc.property(bodies, recipients, (body, asked) => {
				for (const { outcome, code } of resultOf(body, asked).outcomes) {
					if (outcome === 'rejected') expect(body).toContain(code);
				}
			}),
			{ numRuns: 5_000 },
		);
	});

	test('a number named as refused is never accepted, however the answer writes it', () => {
		const writings = [
			(national: string) => `33${national}`,
			(national: string) => `+33${national}`,
			(national: string) => `0033${national}`,
			(national: string) => `0${national}`,
			(national: string) => national,
		];
		fc.assert(
			fc.property(
				recipients,
				fc.nat(),
				fc.constantFrom(...writings),
				fc.constantFrom('IS_INVALID', 'IS_BLACKLISTED'),
				(asked, pick, write, code) => {
					const named = asked[pick % asked.length] ?? '';
					const { outcomes } = resultOf(`${write(named.slice(2))}_${code}\nSENDING_OK;1`, asked);
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

	test('AUTH_FAILED and NOT_ENOUGH_CREDITS stop further requests, and nothing else does', () => {
		expect(resultOf('AUTH_FAILED', ['33611223344']).stop).toBe('AUTH_FAILED');
		expect(resultOf('NOT_ENOUGH_CREDITS;0', ['33611223344']).stop).toBe('NOT_ENOUGH_CREDITS');
		for (const body of [
			'SENDING_OK;1',
			'EMPTY_MESSAGE',
			'TOO_LONG_MESSAGE',
			'_IS_INVALID',
			'',
			'<p>',
		]) {
			expect(resultOf(body, ['33611223344']).stop).toBeNull();
		}
	});

	test('warnings quote nothing', () => {
		const messagesFor = (body: string) =>
			resultOf(body, ['33611223344'])
				.warnings.map(({ message }) => message)
				.join(' ');
		expect(messagesFor('S3CRET_WORD ; S3CRET')).not.toContain('S3CRET');
		const others = '33699999991_IS_INVALID';
		expect(messagesFor(others)).toBe("The provider's answer refuses numbers that were not asked.");
		for (const body of ['', 'TOO_LONG_SENDER', 'SENDING_OK AUTH_FAILED', others, 'NEW_CODE']) {
			expect(messagesFor(body)).not.toBe('');
		}
	});
});

test('sameForAll gives every number the one outcome', () => {
	expect(sameForAll(['1', '2'], 'notSent', 'STOPPED_EARLIER')).toEqual({
		outcomes: [
			{ recipient: '1', outcome: 'notSent', code: 'STOPPED_EARLIER' },
			{ recipient: '2', outcome: 'notSent', code: 'STOPPED_EARLIER' },
		],
		creditsLeft: null,
		warnings: [],
		stop: null,
		status: null,
		retryAfterMs: null,
	});
});
