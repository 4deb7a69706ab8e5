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
/** The instant at which the emulator would send, read from `prog` by its own code. */
const scheduled = () => emulator.messages.map(({ scheduledFor }) => scheduledFor?.toISOString());

const ZONES = ['Europe/Paris', 'America/New_York', 'Asia/Tokyo', 'Pacific/Kiritimati'];

describe.each([
	// 09:00 on 1 July on each clock, and what Paris shows then.
	['Europe/Paris', '2099-07-01 09:00:00'],
	['America/New_York', '2099-07-01 15:00:00'],
	['Asia/Tokyo', '2099-07-01 02:00:00'],
	['Pacific/Kiritimati', '2099-06-30 21:00:00'],
])('Send At without an offset in a workflow on %s time', (timezone, prog) => {
	it.each([
		['as the date picker writes it', '2099-07-01T09:00:00'],
		['with a space, as the provider writes dates', '2099-07-01 09:00:00'],
		['from an expression', '={{ $json.at }}'],
		['as a DateTime read by luxon', '={{ DateTime.fromISO($json.at) }}'],
		['as a DateTime within a text', '=[DateTime: {{ DateTime.fromISO($json.at).toISO() }}]'],
	])('is time on the workflow’s clock, %s', async (_, written) => {
		const ended = await send(written, timezone);
		expect(ended.error).toBeNull();
		expect(received()).toEqual([prog]);
		const [item] = itemsOf(ended);
		expect(item?.scheduledAt).toBe(`${prog.replace(' ', 'T')}+02:00`);
		expect(scheduled()).toEqual([new Date(String(item?.scheduledAt)).toISOString()]);
	});
});

describe.each(ZONES)('Send At that is one instant, in a workflow on %s time', (timezone) => {
	it.each([
		['an offset', '2099-07-01T03:00:00-04:00'],
		['UTC', '2099-07-01T07:00:00.000Z'],
		['milliseconds', '={{ $json.ms }}'],
		['a Date', '={{ new Date($json.ms) }}'],
		['a DateTime with a zone', "={{ DateTime.fromMillis($json.ms, { zone: 'Asia/Tokyo' }) }}"],
		['a DateTime', '={{ DateTime.fromMillis($json.ms) }}'],
		['ISO text of a DateTime', '={{ DateTime.fromMillis($json.ms).toISO() }}'],
	])('is that instant on the clock in Paris, as %s', async (_, written) => {
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

	it('now, by $now, is not refused as past', async () => {
		expect(itemsOf(await send('={{ $now }}', timezone))[0]?.outcome).toBe('accepted');
	});
});

describe('Send At', () => {
	it.each(['', '={{ "" }}', '={{ null }}', '={{ undefined }}', '={{ $json.missing }}'])(
		'left empty (%s) sends now',
		async (written) => {
			const [item] = itemsOf(await send(written, 'Asia/Tokyo'));
			expect(item?.scheduledAt).toBeNull();
			expect(received()).toEqual([null]);
		},
	);

	it('is written on another clock when the provider reads it there', async () => {
		const [item] = itemsOf(
			await send('2099-07-01T09:00:00', 'Europe/Paris', {
				parameters: { options: { timezone: 'Indian/Reunion' } },
			}),
		);
		expect(item?.scheduledAt).toBe('2099-07-01T11:00:00+04:00');
		expect(received()).toEqual(['2099-07-01 11:00:00']);
	});
});

describe('What the warning says of a time without an offset is what phones get', () => {
	const warnings = (ended: Ended): string[] =>
		itemsOf(ended).flatMap(({ details }) =>
			(details as { warnings: Array<{ code: string; message: string }> }).warnings.map(
				({ code, message }) => `${code}: ${message}`,
			),
		);
	/** When the emulator sends it, as a clock in Paris shows it. */
	const inParis = (): string[] =>
		emulator.messages.map(({ scheduledFor }) =>
			DateTime.fromJSDate(scheduledFor ?? new Date(0), { zone: 'Europe/Paris' }).toFormat(
				"ccc d LLL yyyy 'at' HH:mm",
			),
		);

	it.each([
		['America/New_York', 'America/New_York', 'Wed 2 Dec 2099 at 00:00'],
		['none', null, 'Wed 2 Dec 2099 at 00:00'],
		['Asia/Tokyo', 'Asia/Tokyo', 'Tue 1 Dec 2099 at 10:00'],
		['Europe/Paris', 'Europe/Paris', null],
		['Europe/Madrid', 'Europe/Madrid', null],
	])('time zone of the workflow: %s', async (_, timezone, told) => {
		const ended = await send('2099-12-01T18:00:00', timezone);
		expect(inParis()).toEqual([told ?? 'Tue 1 Dec 2099 at 18:00']);
		const read = timezone ?? 'America/New_York';
		expect(warnings(ended).filter((line) => !line.startsWith('FAR_FUTURE'))).toEqual(
			told === null
				? []
				: [
						`TIMEZONE: 18:00 was read as ${read} time: phones get it on ${told}, Paris time. To change that: workflow Settings > Timezone.`,
					],
		);
	});
});
