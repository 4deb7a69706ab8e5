import { readAnswer } from '../../../nodes/CapitoleMobile/sms/answer/answer';
import { readLogin, type Login } from '../../../nodes/CapitoleMobile/sms/answer/login';

const accepted = (creditsLeft: number | null): Login => ({ state: 'accepted', creditsLeft });
const REFUSED: Login = { state: 'refused' };
const UNKNOWN: Login = { state: 'unknown' };

describe('readLogin, of the answer to a request without text and recipient', () => {
	it.each<[string, Login]>([
		['NO_RECIPIENT', accepted(null)],
		['NO_RECIPIENT;9542', accepted(9542)],
		['EMPTY_MESSAGE', accepted(null)],
		['EMPTY_MESSAGE;0', accepted(0)],
		['EMPTY_MESSAGE\nNO_RECIPIENT;12', accepted(12)],
		['NOT_ENOUGH_CREDITS;0', accepted(0)],
		['SENDING_OK;9542', accepted(9542)],
		['AUTH_FAILED', REFUSED],
		['AUTH_FAILED;0', REFUSED],
		['NO_RECIPIENT\nAUTH_FAILED', REFUSED],
		['', UNKNOWN],
		['9542', UNKNOWN],
		['OK', UNKNOWN],
		['NO_RECIPIENTS', UNKNOWN],
		['<html><body>NO_RECIPIENT</body></html>', UNKNOWN],
		['NO_RECIPIENT SOMETHING_ELSE', UNKNOWN],
	])('%j', (body, login) => {
		expect(readLogin(readAnswer(body))).toEqual(login);
	});
});
