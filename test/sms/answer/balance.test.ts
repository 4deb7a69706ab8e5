import { readBalance } from '../../../nodes/CapitoleMobile/sms/answer/response';
import { createQuoter } from '../../../nodes/CapitoleMobile/sms/secrets';

const quote = createQuoter({ username: 'demo', password: 'demo-password' });

describe('readBalance, of the answer to a request without text and recipient', () => {
	it.each<[string, number | null]>([
		['NO_RECIPIENT', null],
		['NO_RECIPIENT;9542', 9542],
		['EMPTY_MESSAGE', null],
		['EMPTY_MESSAGE;0', 0],
		['EMPTY_MESSAGE\nNO_RECIPIENT;12', 12],
		['NOT_ENOUGH_CREDITS;0', 0],
		['SENDING_OK;9542', 9542],
	])('%j is a good login', (body, creditsLeft) => {
		expect(readBalance(body, quote)).toBe(creditsLeft);
	});

	it.each<[string, string, number | undefined]>([
		['AUTH_FAILED', 'AUTH_FAILED', undefined],
		['AUTH_FAILED;0', 'AUTH_FAILED', undefined],
		['NO_RECIPIENT\nAUTH_FAILED', 'AUTH_FAILED', 502],
		['', 'UNKNOWN_ANSWER', undefined],
		['9542', 'UNKNOWN_ANSWER', undefined],
		['OK', 'UNKNOWN_ANSWER', 204],
		['NO_RECIPIENTS', 'UNKNOWN_ANSWER', undefined],
		['<html><body>NO_RECIPIENT</body></html>', 'HTTP_502', 502],
		['NO_RECIPIENT SOMETHING_ELSE', 'UNKNOWN_ANSWER', undefined],
	])('%j is %s', (body, code, status) => {
		expect(() => readBalance(body, quote, status)).toThrow(expect.objectContaining({ code }));
	});
});
