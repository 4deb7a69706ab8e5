import { readCallback } from '../../nodes/CapitoleMobile/sms/callback/callback';
import { CallbackForm } from '../../nodes/CapitoleMobile/sms/callback/callbackForm';
import { callEach, drawCalls, EVENTS, isWelcome } from './call';
import { receiverForTests } from './forTests';

const receiver = receiverForTests();
const FIELDS = {
	phone: '33639980000',
	campaignId: 'DEMO',
	date: new Date('2020-03-10T08:20:10Z'),
};

test('a URL is called with each documented callback', async () => {
	const calls = await callEach(receiver.url, FIELDS);
	const report = 'id=DEMO&gsm=33639980000&status';
	const rest = 'network=Orange&date=2020-03-10+09%3A20%3A10';
	expect(receiver.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
		`GET /sms?${report}=DELIVERED&${rest}`,
		`GET /sms?${report}=INVALID_DESTINATION_ADDRESS&${rest}`,
		`GET /sms?${report}=EXPIRED&${rest}`,
		'GET /sms?num=33639980000&message=Hello+World',
		'GET /sms?num=33639980000&message=STOP',
	]);
	expect(calls.map(({ event, status, answer }) => [event, status, answer])).toEqual(
		Object.keys(EVENTS).map((event) => [event, 202, 'OK']),
	);
	expect(calls.every(isWelcome)).toBe(true);
});

test('each is the event it is called by', async () => {
	const context = { timezone: 'Europe/Paris', stopKeywords: [], receivedAt: FIELDS.date };
	for (const { event, url } of await callEach(receiver.url, FIELDS)) {
		const rawQuery = url.slice(url.indexOf('?') + 1);
		const form = CallbackForm.read({ rawQuery, rawBody: null, contentType: undefined });
		const callback = typeof form === 'string' ? form : readCallback(form, context);
		expect(callback).toHaveProperty('event', event);
	}
});

test('a URL that nobody answers at is told of, callback by callback', async () => {
	const calls = await callEach('http://127.0.0.1:1/sms', FIELDS);
	expect(calls.some(isWelcome)).toBe(false);
	expect(drawCalls(calls).split('\n')).toHaveLength(2 * calls.length);
	expect(drawCalls(calls)).toContain('stop          no answer: connect ECONNREFUSED 127.0.0.1:1');
});
