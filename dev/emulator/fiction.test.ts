import { FICTIONAL_NUMBERS } from '../../nodes/CapitoleMobile/sms/codes';
import { emulatorForTests } from './forTests';
import { formOf, post, send, xmlOf, type Fields } from './posting';

const emulator = emulatorForTests();

const fictional = (ending: string): string => `336399800${ending}`;
const attempt = async (fields: Fields) =>
	await post(emulator.sendUrl, formOf(xmlOf(fields))).then(
		({ status, text }) => `${status} ${text}`,
		({ code }: NodeJS.ErrnoException) => code,
	);

/** Beside each fictional number: what the emulator answers, and how many SMS go out. */
const ANSWERS: Readonly<Record<string, readonly [answer: string | RegExp, sent: number]>> = {
	'00': ['200 SENDING_OK;9999', 1],
	'11': ['200 AUTH_FAILED', 0],
	'12': ['200 NOT_ENOUGH_CREDITS;0', 0],
	'13': ['200 NO_RECIPIENT', 0],
	'14': ['200 EMPTY_MESSAGE', 0],
	'15': ['200 TOO_LONG_MESSAGE', 0],
	'16': ['403 Forbidden', 0],
	'21': ['200 33639980021_IS_BLACKLISTED', 0],
	'22': ['200 33639980022_IS_INVALID', 0],
	'23': ['200 33639980023_IS_INVALID', 1],
	'31': ['200 TOO_LONG_SENDER\nSENDING_OK;9999', 1],
	'32': ['200 TOO_LONG_SENDER', 1],
	'33': ['200 SENDING_OK', 1],
	'41': ['ECONNRESET', 1],
	'42': [/^200 <html>/, 0],
	'43': ['503 Service Unavailable', 0],
	'51': ['407 Proxy Authentication Required', 0],
	'52': ['429 Too Many Requests', 0],
};

test('every fictional number of the table is answered here', () => {
	expect(Object.keys(ANSWERS).sort()).toEqual(FICTIONAL_NUMBERS.map(({ ending }) => ending));
});

test.each(Object.entries(ANSWERS))('06 39 98 00 %s', async (ending, [answer, sent]) => {
	const answered = await attempt({ recipients: [fictional(ending)] });
	expect(answered).toEqual(answer instanceof RegExp ? expect.stringMatching(answer) : answer);
	expect(emulator.messages).toHaveLength(sent);
	expect(emulator.credits).toBe(10_000 - sent);
	expect(emulator.requests.flatMap(({ violations }) => violations)).toEqual([]);
});

test('among others, a refused number is named and the others go out', async () => {
	const recipients = ['33611223344', fictional('21'), fictional('00'), fictional('22')];
	expect(await send(emulator.sendUrl, { recipients })).toBe(
		'33639980021_IS_BLACKLISTED\n33639980022_IS_INVALID\nSENDING_OK;9998',
	);
	expect(emulator.messages.map(({ number }) => number)).toEqual(['33611223344', '33639980000']);
});

test('of several that decide for the whole request the first does', async () => {
	const recipients = ['33611223344', fictional('14'), fictional('41')];
	expect(await attempt({ recipients })).toBe('200 EMPTY_MESSAGE');
	expect(emulator.messages).toEqual([]);
});

test('a number written nationally is the same one', async () => {
	expect(await attempt({ recipients: ['0639980014'] })).toBe('200 EMPTY_MESSAGE');
	expect(await attempt({ recipients: ['0639980021'] })).toBe('200 0639980021_IS_BLACKLISTED');
});

test('a wrong login is refused first, and a test has the last word', async () => {
	expect(await attempt({ recipients: [fictional('43')], password: 'x' })).toBe('200 AUTH_FAILED');
	emulator.misbehave({ kind: 'answer', body: 'SENDING_OK' });
	expect(await attempt({ recipients: [fictional('43')] })).toBe('200 SENDING_OK');
});

test('the test URL shows what it was sent, whatever the number', async () => {
	const echoed = await post(emulator.testUrl, formOf(xmlOf({ recipients: [fictional('43')] })));
	expect(echoed.text).toContain(fictional('43'));
});

test('too many requests may be asked again at once', async () => {
	const { headers } = await post(
		emulator.sendUrl,
		formOf(xmlOf({ recipients: [fictional('52')] })),
	);
	expect(headers).toMatchObject({ 'retry-after': '0' });
});
