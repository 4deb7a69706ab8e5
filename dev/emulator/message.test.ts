import { send } from './posting';
import { startEmulator } from './emulator';
import { emulatorForTests } from './forTests';
import { expectWithin } from '../../test/pace';

let now: Date;
const emulator = emulatorForTests({ now: () => now });

beforeEach(() => {
	now = new Date('2026-07-14T10:00:00Z');
});

test('each accepted number is a message of its own', async () => {
	await send(emulator.sendUrl, {
		text: 'Soldes €',
		sender: 'Ma Marque',
		route: 'M',
		id: 'ete26',
		recipients: ['0611223344', '622334455', '34622334455'],
	});
	const shared = {
		text: 'Soldes €',
		sender: 'Ma Marque',
		route: 'M',
		campaignId: 'ete26',
		parts: 1,
		encoding: 'GSM-7',
		acceptedAt: now,
		scheduledFor: null,
		state: 'sent',
	};
	expect(emulator.messages).toEqual([
		{ ...shared, id: 1, number: '33611223344', stopMention: ' STOP au 36XXX' },
		{ ...shared, id: 2, number: '33622334455', stopMention: ' STOP au 36XXX' },
		{ ...shared, id: 3, number: '34622334455', stopMention: '' },
	]);
});

test('an SMS without a sender, or with one too long, comes from the short number', async () => {
	await send(emulator.sendUrl, {});
	await send(emulator.sendUrl, { sender: 'abcdefghijkl' });
	expect(emulator.messages.map(({ sender }) => sender)).toEqual([null, null]);
});

test('parts differ by number on route M, and each is paid for', async () => {
	await send(emulator.sendUrl, {
		text: 'a'.repeat(147),
		route: 'M',
		long: 'yes',
		recipients: ['33611223344', '34622334455'],
	});
	expect(emulator.messages.map(({ parts }) => parts)).toEqual([2, 1]);
	expect(emulator.credits).toBe(9_997);
});

test('a provider that transliterates sends GSM-7 where another sends UCS-2', async () => {
	const text = `Voilà ça coûte ${'x'.repeat(70)} « œuf » 😀`;
	expect(await send(emulator.sendUrl, { text })).toBe('TOO_LONG_MESSAGE;10000');
	emulator.configure({ transliterates: true });
	expect(await send(emulator.sendUrl, { text })).toBe('SENDING_OK;9999');
	expect(emulator.messages[0]).toMatchObject({
		text: `Voilà ca coute ${'x'.repeat(70)} " oeuf " ?`,
		encoding: 'GSM-7',
		parts: 1,
	});
});

describe('prog', () => {
	test.each([
		['2026-07-14 12:30:00', '2026-07-14T10:30:00Z', 'scheduled'],
		['2026-12-25 09:00:00', '2026-12-25T08:00:00Z', 'scheduled'],
		['2026-10-25 02:30:00', '2026-10-25T00:30:00Z', 'scheduled'],
		['2028-02-29 09:00:00', '2028-02-29T08:00:00Z', 'scheduled'],
		['2026-07-14 12:00:00', '2026-07-14T10:00:00Z', 'sent'],
		['2026-07-14 11:00:00', '2026-07-14T09:00:00Z', 'sent'],
	])('%s in Paris is %s, %s', async (prog, instant, state) => {
		expect(await send(emulator.sendUrl, { prog })).toBe('SENDING_OK;9999');
		expect(emulator.messages[0]).toMatchObject({ scheduledFor: new Date(instant), state });
	});

	test('a scheduled SMS is sent when its time comes, and only then delivered', async () => {
		await send(emulator.sendUrl, { prog: '2026-07-14 12:30:00' });
		await expect(emulator.deliver(1)).rejects.toThrow('Message 1 is not sent yet.');
		now = new Date('2026-07-14T10:29:59Z');
		expect(emulator.messages[0]?.state).toBe('scheduled');
		now = new Date('2026-07-14T10:30:00Z');
		expect(emulator.messages[0]?.state).toBe('sent');
		await emulator.deliver(1);
		expect(emulator.messages[0]?.state).toBe('delivered');
	});

	test('a scheduled SMS can be sent at once', async () => {
		await send(emulator.sendUrl, { prog: '2026-07-14 12:30:00' });
		emulator.release(1);
		expect(emulator.messages[0]?.state).toBe('sent');
	});
});

test('10,000 numbers in one request take little time, and are paid for', async () => {
	const recipients = Array.from({ length: 10_000 }, (_, index) => String(33600000000 + index));
	await expectWithin(50, async () => {
		emulator.reset();
		expect(await send(emulator.sendUrl, { recipients })).toBe('SENDING_OK;0');
		expect(emulator.messages).toHaveLength(10_000);
	});
});

test('with record "summary" only counts are kept', async () => {
	const brief = await startEmulator({ record: 'summary' });
	await send(brief.sendUrl, { text: 'a'.repeat(161), long: 'yes' });
	await send(brief.sendUrl, { password: 'x' });
	expect(brief.tally).toEqual({ requests: 2, messages: 1, parts: 2, violations: 0 });
	expect([brief.requests, brief.messages]).toEqual([[], []]);
	await brief.close();
});
