import { send, type Fields } from './posting';
import { emulatorForTests } from './forTests';

const emulator = emulatorForTests({ credits: 9543 });

const answerTo = async (fields: Fields) => await send(emulator.sendUrl, fields);

describe('the documented codes', () => {
	test.each<[string, Fields, string]>([
		['a good request', {}, 'SENDING_OK;9542'],
		['a wrong password', { password: 'x' }, 'AUTH_FAILED'],
		['a wrong username', { username: 'x' }, 'AUTH_FAILED'],
		['an empty text', { text: '' }, 'EMPTY_MESSAGE;9543'],
		['a text of spaces', { text: ' \n' }, 'EMPTY_MESSAGE;9543'],
		['no text element', { text: null }, 'EMPTY_MESSAGE;9543'],
		['no number', { recipients: [] }, 'NO_RECIPIENT;9543'],
		['an empty number', { recipients: [''] }, 'NO_RECIPIENT;9543'],
		['161 characters', { text: 'a'.repeat(161) }, 'TOO_LONG_MESSAGE;9543'],
		['161 characters, long', { text: 'a'.repeat(161), long: 'yes' }, 'SENDING_OK;9541'],
		['612 characters, long', { text: 'a'.repeat(612), long: 'yes' }, 'SENDING_OK;9539'],
		['613 characters, long', { text: 'a'.repeat(613), long: 'yes' }, 'TOO_LONG_MESSAGE;9543'],
		['71 characters with ç', { text: 'ç'.repeat(71) }, 'TOO_LONG_MESSAGE;9543'],
		['146 characters on route M', { text: 'a'.repeat(146), route: 'M' }, 'SENDING_OK;9542'],
		['147 characters on route M', { text: 'a'.repeat(147), route: 'M' }, 'TOO_LONG_MESSAGE;9543'],
		[
			'147 characters on route M abroad',
			{ text: 'a'.repeat(147), route: 'M', recipients: ['34622334455'] },
			'SENDING_OK;9542',
		],
		['a sender of 11 characters', { sender: 'abcdefghijk' }, 'SENDING_OK;9542'],
		['a sender of 12', { sender: 'abcdefghijkl' }, 'TOO_LONG_SENDER\nSENDING_OK;9542'],
		['letters for a number', { recipients: ['0611x'] }, '0611x_IS_INVALID'],
		['a landline', { recipients: ['33123456789'] }, '33123456789_IS_INVALID'],
		[
			'one bad number of three',
			{ recipients: ['0611223344', '12', '34622334455'] },
			'12_IS_INVALID\nSENDING_OK;9541',
		],
	])('%s', async (_, fields, answer) => {
		expect(await answerTo(fields)).toBe(answer);
		expect(emulator.requests.map(({ violations }) => violations)).toEqual([[]]);
		expect(emulator.requests[0]?.answer).toBe(answer);
	});

	test('a number on the blacklist is refused however it is written', async () => {
		emulator.blacklist.add('33611223344');
		expect(await answerTo({ recipients: ['33611223344'] })).toBe('33611223344_IS_BLACKLISTED');
		expect(await answerTo({ recipients: ['0611223344'] })).toBe('0611223344_IS_BLACKLISTED');
		expect(emulator.messages).toEqual([]);
		expect(emulator.credits).toBe(9543);
	});

	test('a request that costs more than the balance is refused', async () => {
		emulator.credits = 3;
		const fields = { text: 'a'.repeat(161), long: 'yes', recipients: ['0611223344', '0611223345'] };
		expect(await answerTo(fields)).toBe('NOT_ENOUGH_CREDITS;3');
		emulator.credits = 4;
		expect(await answerTo(fields)).toBe('SENDING_OK;0');
		expect(await answerTo({})).toBe('NOT_ENOUGH_CREDITS;0');
	});

	test('the checks can come in another order', async () => {
		const nothing = { password: 'x', text: '', recipients: [] };
		expect(await answerTo(nothing)).toBe('AUTH_FAILED');
		emulator.configure({ checkOrder: ['NO_RECIPIENT', 'EMPTY_MESSAGE', 'AUTH_FAILED'] });
		expect(await answerTo(nothing)).toBe('NO_RECIPIENT;9543');
		emulator.configure({ checkOrder: ['AUTH_FAILED'] });
		expect(await answerTo({ text: '', recipients: [] })).toBe('');
	});
});
