import { send } from './posting';
import { emulatorForTests } from './forTests';

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

test('on route M parts depend on the number and all are charged; a sender too long becomes the short number', async () => {
	const recipients = ['33611223344', '34622334455'];
	const sender = 'abcdefghijkl';
	await send(emulator.sendUrl, {
		text: 'a'.repeat(147),
		route: 'M',
		long: 'yes',
		sender,
		recipients,
	});
	expect(emulator.messages.map(({ parts, sender }) => [parts, sender])).toEqual([
		[2, null],
		[1, null],
	]);
	expect(emulator.credits).toBe(9_997);
	expect(emulator.tally).toEqual({ requests: 1, messages: 2, parts: 3, violations: 0 });
});

describe('prog', () => {
	test.each([
		['2026-07-14 12:30:00', 'Europe/Paris', '2026-07-14T10:30:00Z', 'scheduled'],
		['2026-12-25 09:00:00', 'Europe/Paris', '2026-12-25T08:00:00Z', 'scheduled'],
		['2026-10-25 02:30:00', 'Europe/Paris', '2026-10-25T00:30:00Z', 'scheduled'],
		['2028-02-29 09:00:00', 'Europe/Paris', '2028-02-29T08:00:00Z', 'scheduled'],
		['2026-07-14 12:00:00', 'Europe/Paris', '2026-07-14T10:00:00Z', 'sent'],
		['2026-07-14 12:00:00', 'UTC', '2026-07-14T12:00:00Z', 'scheduled'],
	] as const)('%s in %s is %s, %s', async (prog, clock, instant, state) => {
		emulator.configure({ clock });
		expect(await send(emulator.sendUrl, { prog })).toBe('SENDING_OK;9999');
		expect(emulator.messages[0]).toMatchObject({ scheduledFor: new Date(instant), state });
	});

	test('a scheduled SMS is sent when its time comes, or at once, and only then delivered', async () => {
		await send(emulator.sendUrl, { prog: '2026-07-14 12:30:00' });
		await send(emulator.sendUrl, { prog: '2026-07-15 12:30:00' });
		await expect(emulator.deliver(1)).rejects.toThrow('Message 1 is still scheduled.');
		const states = () => emulator.messages.map(({ state }) => state);
		now = new Date('2026-07-14T10:29:59Z');
		expect(states()).toEqual(['scheduled', 'scheduled']);
		now = new Date('2026-07-14T10:30:00Z');
		emulator.release(2);
		expect(states()).toEqual(['sent', 'sent']);
		await emulator.deliver(1);
		expect(states()).toEqual(['delivered', 'sent']);
	});
});
