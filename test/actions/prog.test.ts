import { DateTime } from 'luxon';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf, type Ended, type Flow } from '../engine/engine';

const emulator = emulatorForTests();

const send = async (
	prog: unknown,
	timezone: string | null,
	more: Partial<Flow> = {},
): Promise<Ended> =>
	await execute(emulator, {
		items: [{ at: '2099-07-01T09:00:00', ms: Date.UTC(2099, 6, 1, 7) }],
		parameters: {
			recipients: '0611223344',
			text: 'Bonjour',
			prog: prog as string,
			...more.parameters,
		},
		timezone,
		...(more.settings ? { settings: more.settings } : {}),
	});

const received = () => emulator.requests.map(({ document }) => document?.prog);
/** The instant at which the emulator would send, from its own reading of `prog`. */
const scheduled = () => emulator.messages.map(({ scheduledFor }) => scheduledFor?.toISOString());

// test/sms/schedule covers every form of a date.
const ZONES = ['America/New_York', 'Pacific/Kiritimati'];

describe.each(ZONES)('Send At without an offset in a workflow on %s time', (timezone) => {
	it.each([
		['as the date picker writes it', '2099-07-01T09:00:00'],
		['from an expression', '={{ $json.at }}'],
	])('is read as Paris time, %s', async (_, written) => {
		const ended = await send(written, timezone);
		expect(ended.error).toBeNull();
		expect(received()).toEqual(['2099-07-01 09:00:00']);
		const [item] = itemsOf(ended);
		expect(item?.scheduledAt).toBe('2099-07-01T09:00:00+02:00');
		expect(scheduled()).toEqual(['2099-07-01T07:00:00.000Z']);
	});
});

describe.each(ZONES)('Send At with an exact instant in a workflow on %s time', (timezone) => {
	it.each([
		['UTC', '2099-07-01T07:00:00.000Z'],
		['a DateTime', '={{ DateTime.fromMillis($json.ms) }}'],
	])('is sent as that instant on the clock in Paris, as %s', async (_, written) => {
		const ended = await send(written, timezone);
		expect(ended.error).toBeNull();
		expect(received()).toEqual(['2099-07-01 09:00:00']);
		expect(itemsOf(ended)[0]?.scheduledAt).toBe('2099-07-01T09:00:00+02:00');
		expect(scheduled()).toEqual(['2099-07-01T07:00:00.000Z']);
	});

	it('in two hours, by $now, is in two hours', async () => {
		const before = Date.now();
		const [item] = itemsOf(await send('={{ $now.plus({ hours: 2 }) }}', timezone));
		const late = new Date(String(item?.scheduledAt)).getTime() - before - 2 * 3_600_000;
		expect(late).toBeGreaterThanOrEqual(0);
		expect(late).toBeLessThan(60_000);
		const paris = DateTime.fromISO(String(item?.scheduledAt), { zone: 'Europe/Paris' });
		expect(received()).toEqual([paris.toFormat('yyyy-MM-dd HH:mm:ss')]);
		expect(item?.scheduledAt).toBe(paris.toISO({ suppressMilliseconds: true }));
	});
});

describe('Send At', () => {
	it('is read in the Time Zone and sent as Paris time', async () => {
		const parameters = { options: { timezone: 'Indian/Reunion' } };
		const [item] = itemsOf(await send('2099-07-01T09:00:00', 'America/New_York', { parameters }));
		expect(item?.scheduledAt).toBe('2099-07-01T07:00:00+02:00');
		expect(received()).toEqual(['2099-07-01 07:00:00']);
	});

	const WIRE = `={{ $now.plus({ hours: 8 }).toFormat('yyyy-MM-dd HH:mm:ss') }}`;

	it('is refused if .toFormat made it on another clock than that of Paris, whatever zone n8n reports', async () => {
		for (const timezone of ['America/New_York', 'Asia/Tokyo', null]) {
			const ended = await send(WIRE, timezone);
			expect(ended.error?.message).toContain('Send At');
			expect(ended.error?.description).toContain('Remove .toFormat(…)');
		}
		expect(received()).toEqual([]);
		expect((await send(WIRE, 'Europe/Paris')).error).toBeNull();
		expect(received()).toHaveLength(1);
	});
});
