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
	beforeEach(async () => {
		await send(emulator.sendUrl, { id: '123456', recipients: ['0611223344'] });
	});

	test("are called back with the fields of the page's sample, in its order", async () => {
		const record = await emulator.deliver(1);
		const query =
			'id=123456&gsm=33611223344&status=DELIVERED&network=Orange&date=2020-03-10+09%3A20%3A10';
		expect(received).toEqual([{ method: 'GET', url: `/sms?${query}`, body: '' }]);
		expect(record).toMatchObject({ url: `${receiver.url}?${query}`, status: 202, answer: 'OK' });
		expect(emulator.callbacks).toEqual([record]);
	});

	test('say when the operator refused for good', async () => {
		await emulator.deliver(1, 'INVALID_DESTINATION_ADDRESS');
		expect(received[0]?.url).toContain('&status=INVALID_DESTINATION_ADDRESS&');
		expect(emulator.messages[0]?.state).toBe('refused');
	});

	test('have an empty id when the SMS had none', async () => {
		await send(emulator.sendUrl, {});
		await emulator.deliver(2);
		expect(received[0]?.url).toMatch(/^\/sms\?id=&gsm=33611223344&/);
	});

	test('of an SMS that does not exist are refused', async () => {
		await expect(emulator.deliver(99)).rejects.toThrow('No message has ID 99.');
		expect(received).toEqual([]);
	});
});

describe('replies', () => {
	test.each([
		['Hello World', 'Hello+World'],
		['100% Café € & 😀', '100%25+Caf%C3%A9+%E2%82%AC+%26+%F0%9F%98%80'],
	])('%s', async (text, encoded) => {
		await emulator.reply('33610203040', text);
		expect(received[0]?.url).toBe(`/sms?num=33610203040&message=${encoded}`);
	});

	test('come by POST when told so, as a form', async () => {
		emulator.configure({ callbackMethod: 'POST' });
		await emulator.reply('33610203040', 'Hello World');
		expect(received).toEqual([
			{ method: 'POST', url: '/sms', body: 'num=33610203040&message=Hello+World' },
		]);
	});

	test('a STOP comes as a reply and puts the number on the blacklist', async () => {
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
	])('%s, when replies are limited as on the page', async (_, fields, isLost) => {
		emulator.configure({ limitsReplies: true });
		if (fields) await send(emulator.sendUrl, fields);
		const number = emulator.messages[0]?.number ?? '33611223344';
		const reply = emulator.reply(number, 'Oui');
		if (isLost) await expect(reply).rejects.toThrow('The provider passes on replies only');
		else await reply;
		expect(received).toHaveLength(isLost ? 0 : 1);
	});
});

describe('the callback URL', () => {
	test('with a query of its own gets a second question mark, as the page writes it', async () => {
		emulator.callbackUrl = `${receiver.url}?secret=abc`;
		await emulator.reply('33610203040', 'a');
		expect(received[0]?.url).toBe('/sms?secret=abc?num=33610203040&message=a');
	});

	test('may be missing or dead: the log says so, and nothing throws', async () => {
		emulator.callbackUrl = null;
		await emulator.reply('33610203040', 'a');
		for (const host of ['127.0.0.1', 'localhost']) {
			emulator.callbackUrl = `http://${host}:1/`;
			await emulator.reply('33610203040', 'a');
		}
		expect(emulator.callbacks).toMatchObject([
			{ status: null, failure: 'No callback URL is set.' },
			{ status: null, failure: 'connect ECONNREFUSED 127.0.0.1:1' },
			{ status: null, failure: expect.stringContaining('ECONNREFUSED') },
		]);
	});
});

test('a provider on another clock reads times and writes dates by it', async () => {
	const now = new Date('2026-07-01T10:00:00Z');
	const other = await startEmulator({ callbackUrl: receiver.url, clock: 'UTC', now: () => now });
	await send(other.sendUrl, { prog: '2026-07-01 12:00:00' });
	await send(other.sendUrl, {});
	const [scheduled, sent] = other.messages;
	expect(scheduled?.scheduledFor).toEqual(new Date('2026-07-01T12:00:00Z'));
	await other.deliver(sent?.id ?? 0);
	expect(received[0]?.url).toContain('date=2026-07-01+10%3A00%3A00');
	await other.close();
});

test('SMS are delivered by themselves when told so', async () => {
	const prompt = await startEmulator({ callbackUrl: receiver.url, deliverAfterMs: 20 });
	await send(prompt.sendUrl, { id: 'a' });
	while (prompt.callbacks[0]?.status !== 202) await new Promise((done) => setTimeout(done, 10));
	expect(received[0]?.url).toMatch(/^\/sms\?id=a&gsm=33611223344&status=DELIVERED&/);
	await prompt.close();
});
