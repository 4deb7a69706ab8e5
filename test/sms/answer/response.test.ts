import fc from 'fast-check';

import {
	readBalance,
	readRetryAfter,
	resultOfResponse,
} from '../../../nodes/CapitoleMobile/sms/answer/response';
import { createQuoter } from '../../../nodes/CapitoleMobile/sms/secrets';
import { answerArbitrary, recipientArbitrary } from './answerArbitrary';

const A = '33611223344';
const B = '33622334455';
const HTML = '<html><body>Not here</body></html>';

const quote = createQuoter({ username: 'boutique', password: 's3cret-word' });
const resultOf = (status: number, body: string, complete = true, recipients = [A, B]) =>
	resultOfResponse({ status, body, complete, retryAfterMs: null }, recipients, quote);

const fateOf = (status: number, body: string, complete = true) => {
	const { outcomes, stop } = resultOf(status, body, complete);
	return [...outcomes.map(({ outcome, code }) => `${outcome} ${code}`), stop];
};

describe('resultOfResponse', () => {
	test.each([
		// status, body, outcomes of the two numbers, reason to stop
		[200, 'SENDING_OK;9542', 'accepted SENDING_OK', 'accepted SENDING_OK', null],
		[200, '\xef\xbb\xbfSENDING_OK;9542\xa0', 'accepted SENDING_OK', 'accepted SENDING_OK', null],
		[200, '', 'unknown UNKNOWN_ANSWER', 'unknown UNKNOWN_ANSWER', null],
		[204, '', 'unknown UNKNOWN_ANSWER', 'unknown UNKNOWN_ANSWER', null],
		[302, '', 'unknown HTTP_302', 'unknown HTTP_302', null],
		[403, HTML, 'rejected HTTP_403', 'rejected HTTP_403', null],
		[404, HTML, 'rejected HTTP_404', 'rejected HTTP_404', null],
		[407, HTML, 'notSent PROXY_REFUSED', 'notSent PROXY_REFUSED', null],
		[429, '', 'notSent HTTP_429', 'notSent HTTP_429', null],
		[429, 'SENDING_OK;9000', 'accepted SENDING_OK', 'accepted SENDING_OK', null],
		[429, `${B}_IS_INVALID`, 'unknown NOT_NAMED', 'rejected IS_INVALID', null],
		[429, `${B}_IS_STOP`, 'unknown UNKNOWN_ANSWER', 'unknown UNKNOWN_ANSWER', null],
		[429, '<p>SENDING_OK;9000</p>', 'unknown UNKNOWN_ANSWER', 'unknown UNKNOWN_ANSWER', null],
		[404, '<p>TOO_LONG_SENDER</p>', 'unknown UNKNOWN_ANSWER', 'unknown UNKNOWN_ANSWER', null],
		[404, `<p>${A}_IS_INVALID</p>`, 'unknown UNKNOWN_ANSWER', 'unknown UNKNOWN_ANSWER', null],
		[404, '<p>sending_ok</p>', 'unknown UNKNOWN_ANSWER', 'unknown UNKNOWN_ANSWER', null],
		[403, '<p>AUTH_FAILED</p>', 'rejected HTTP_403', 'rejected HTTP_403', null],
		[401, 'AUTH_FAILED', 'rejected AUTH_FAILED', 'rejected AUTH_FAILED', 'AUTH_FAILED'],
		[404, 'SENDING_OK;9542', 'accepted SENDING_OK', 'accepted SENDING_OK', null],
		[404, 'SENDING_OK\nNEW_CODE', 'accepted SENDING_OK', 'accepted SENDING_OK', null],
		[404, 'SENDING_OK\nBLACKLISTED', 'unknown UNKNOWN_ANSWER', 'unknown UNKNOWN_ANSWER', null],
		[500, '', 'unknown HTTP_500', 'unknown HTTP_500', null],
		[500, 'SENDING_OK;9542', 'unknown HTTP_500', 'unknown HTTP_500', null],
		[502, HTML, 'unknown HTTP_502', 'unknown HTTP_502', null],
	] as const)('%i with %j: %s, %s', (status, body, first, second, stop) => {
		expect(fateOf(status, body)).toEqual([first, second, stop]);
	});

	test('treats a truncated answer as unknown, even if it starts with a code', () => {
		for (const body of ['SENDING_OK;95', 'AUTH_FAILED', `${A}_IS_INVALID`, '']) {
			expect(fateOf(200, body, false)).toEqual([
				'unknown UNKNOWN_ANSWER',
				'unknown UNKNOWN_ANSWER',
				null,
			]);
		}
		expect(fateOf(502, 'SENDING_OK', false)[0]).toBe('unknown HTTP_502');
		// A status alone neither rejects it nor repeats the request.
		expect(fateOf(404, HTML, false)[0]).toBe('unknown UNKNOWN_ANSWER');
		expect(fateOf(429, 'Too Many', false)[0]).toBe('unknown UNKNOWN_ANSWER');
	});

	test('quotes a body that settled nothing, unless it is empty', () => {
		const quoted = (status: number, body: string) =>
			resultOf(status, body)
				.warnings.map(({ message }) => / The answer began: (.*)$/s.exec(message)?.[1])
				.filter((text) => text !== undefined)
				.map((text): unknown => JSON.parse(text));
		expect(quoted(502, HTML)).toEqual([HTML]);
		expect(quoted(500, 'SENDING_OK;1')).toEqual(['SENDING_OK;1']);
		expect(quoted(404, 'x'.repeat(100_000))).toEqual(['x'.repeat(300)]);
		expect(quoted(404, '<p>s3cret-word</p>')).toEqual(['(not shown: it may hold the password)']);
		expect(quoted(403, '')).toEqual([]);
		expect(quoted(200, '')).toEqual([]);
		expect(quoted(200, 'SENDING_OK;1')).toEqual([]);
	});

	test('never lets the status reject an answer that contains SENDING_OK', () => {
		fc.assert(
			fc.property(fc.integer({ min: 100, max: 599 }), answerArbitrary, (status, body) => {
				if (!body.includes('SENDING_OK')) return;
				const { outcomes } = resultOf(status, body);
				for (const { outcome, code } of outcomes) {
					if (outcome === 'rejected') expect(code).not.toMatch(/^HTTP_/);
					expect(outcome).not.toBe('notSent');
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	test('gives every number one outcome, in order, and unknown for all on a 5xx', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 100, max: 599 }),
				answerArbitrary,
				fc.boolean(),
				fc.uniqueArray(recipientArbitrary, { maxLength: 5 }),
				(status, body, complete, asked) => {
					const { outcomes, stop } = resultOf(status, body, complete, asked);
					expect(outcomes.map(({ recipient }) => recipient)).toEqual(asked);
					if (status < 500 && complete) return;
					for (const { outcome } of outcomes) expect(outcome).not.toBe('accepted');
					expect(status < 500 || outcomes.every(({ outcome }) => outcome === 'unknown')).toBe(true);
					expect(stop).toBeNull();
				},
			),
			{ numRuns: 1_000 },
		);
	});
});

describe('readRetryAfter', () => {
	const NOW = Date.UTC(2026, 2, 10, 9, 20, 10);

	test.each<[unknown, number | null]>([
		['0', 0],
		[' 7 ', 7_000],
		['Tue, 10 Mar 2026 09:20:40 GMT', 30_000],
		['Tue, 10 Mar 2026 09:00:00 GMT', 0],
		['', null],
		['soon', null],
		['99999999999', null],
		[undefined, null],
	])('reads %j as %j milliseconds', (header, ms) => {
		expect(readRetryAfter(header, NOW)).toBe(ms);
	});
});

describe('Get Balance', () => {
	const quote = createQuoter({ username: 'demo', password: 'demo-password' });

	describe('readBalance, on the answer to a request without text and recipient', () => {
		it.each<[string, number | null]>([
			['NO_RECIPIENT', null],
			['NO_RECIPIENT;9542', 9542],
			['EMPTY_MESSAGE;0', 0],
			['EMPTY_MESSAGE\nNO_RECIPIENT;12', 12],
			['NOT_ENOUGH_CREDITS;0', 0],
			['SENDING_OK;9542', 9542],
		])('accepts the login on %j', (body, creditsLeft) => {
			expect(readBalance(body, quote)).toBe(creditsLeft);
		});

		it.each<[string, string, number | undefined]>([
			['AUTH_FAILED', 'AUTH_FAILED', undefined],
			['NO_RECIPIENT\nAUTH_FAILED', 'AUTH_FAILED', 502],
			['', 'UNKNOWN_ANSWER', undefined],
			['OK', 'UNKNOWN_ANSWER', 204],
			['<html><body>NO_RECIPIENT</body></html>', 'HTTP_502', 502],
			['NO_RECIPIENT SOMETHING_ELSE', 'UNKNOWN_ANSWER', undefined],
			['NO_RECIPIENT;12\nSOMETHING_ELSE', 'UNKNOWN_ANSWER', undefined],
		])('reads %j as %s', (body, code, status) => {
			expect(() => readBalance(body, quote, status)).toThrow(expect.objectContaining({ code }));
		});
	});
});
