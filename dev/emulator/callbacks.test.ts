import { send } from './posting';
import { startEmulator } from './emulator';
import { emulatorForTests, receiverForTests } from './forTests';

const receiver = receiverForTests();
const { received } = receiver;
const now = new Date('2020-03-10T08:20:10Z');
const emulator = emulatorForTests({ now: () => now });

beforeEach(() => {
	emulator.callbackUrl = receiver.url;
});

describe('delivery reports', () => {
	test("have the fields of the page's sample, in its order", async () => {
		await send(emulator.sendUrl, { id: '123456', recipients: ['0611223344'] });
		const record = await emulator.deliver(1);
		const query =
			'id=123456&gsm=33611223344&status=DELIVERED&network=Orange&date=2020-03-10+09%3A20%3A10';
		expect(received).toEqual([{ method: 'GET', url: `/sms?${query}`, body: '' }]);
		expect(record).toMatchObject({ url: `${receiver.url}?${query}`, status: 202, answer: 'OK' });
		expect(emulator.callbacks).toEqual([record]);
	});

	test('report a final refusal, with an empty id if the SMS had none', async () => {
		await send(emulator.sendUrl, {});
		await emulator.deliver(1, 'INVALID_DESTINATION_ADDRESS');
		expect(received[0]?.url).toMatch(
			/^\/sms\?id=&gsm=33611223344&status=INVALID_DESTINATION_ADDRESS&/,
		);
		expect(emulator.messages[0]?.state).toBe('refused');
		await expect(emulator.deliver(99)).rejects.toThrow('No message has ID 99.');
		expect(received).toHaveLength(1);
	});

	test('are sent automatically with deliverAfterMs', async () => {
		const prompt = await startEmulator({ callbackUrl: receiver.url, deliverAfterMs: 20 });
		await send(prompt.sendUrl, { id: 'a' });
		while (prompt.callbacks[0]?.status !== 202) await new Promise((done) => setTimeout(done, 10));
		expect(received[0]?.url).toMatch(/^\/sms\?id=a&gsm=33611223344&status=DELIVERED&/);
		await prompt.close();
	});
});

describe('replies', () => {
	test.each([
		['Hello World', 'Hello+World'],
		['100% Café € & 😀', '100%25+Caf%C3%A9+%E2%82%AC+%26+%F0%9F%98%80'],
	])('%s', async (text, encoded) => {
		await emulator.reply('33610203040', text);
		emulator.configure({ callbackMethod: 'POST' });
		await emulator.reply('33610203040', text);
		const form = `num=33610203040&message=${encoded}`;
		expect(received).toEqual([
			{ method: 'GET', url: `/sms?${form}`, body: '' },
			{ method: 'POST', url: '/sms', body: form },
		]);
	});

	test('a STOP arrives as a reply and puts the number on the blacklist', async () => {
		await emulator.stop('33611223344');
		expect(received[0]?.url).toBe('/sms?num=33611223344&message=STOP');
		expect([...emulator.blacklist]).toEqual(['33611223344']);
		expect(await send(emulator.sendUrl, {})).toBe('33611223344_IS_BLACKLISTED');
	});

	test.each([
		['without an SMS', null, true],
		['to a custom sender', { sender: 'Ma Marque' }, true],
		['from abroad', { recipients: ['34622334455'] }, true],
		['to the short number', {}, false],
	])('%s, if replies are limited as on the page', async (_, fields, isLost) => {
		emulator.configure({ limitsReplies: true });
		if (fields) await send(emulator.sendUrl, fields);
		const number = emulator.messages[0]?.number ?? '33611223344';
		const reply = emulator.reply(number, 'Oui');
		if (isLost) await expect(reply).rejects.toThrow('The provider passes on replies only');
		else await reply;
		expect(received).toHaveLength(isLost ? 0 : 1);
	});
});

test('a callback URL may have a query, be missing or dead: nothing throws', async () => {
	for (const url of [`${receiver.url}?secret=abc`, null, 'http://127.0.0.1:1/']) {
		emulator.callbackUrl = url;
		await emulator.reply('33610203040', 'a');
	}
	// As on the provider's page, with a second question mark.
	expect(received[0]?.url).toBe('/sms?secret=abc?num=33610203040&message=a');
	expect(emulator.callbacks).toMatchObject([
		{ status: 202, failure: null },
		{ status: null, failure: 'No callback URL is set.' },
		{ status: null, failure: 'connect ECONNREFUSED 127.0.0.1:1' },
	]);
});
