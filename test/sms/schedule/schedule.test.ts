import fc from 'fast-check';
import { DateTime, Settings } from 'luxon';
import { runInNewContext } from 'node:vm';
import { InvalidInput } from '../../../nodes/CapitoleMobile/sms/refused';
import {
	readSendingTime,
	scheduleOf,
	type ScheduleContext,
} from '../../../nodes/CapitoleMobile/sms/schedule/schedule';
import { refusalOf } from '../refusal';
import { instantsShowing, wallClock, ZONES } from './wallClock';

const PARIS = 'Europe/Paris';
const now = Date.parse('2026-03-01T08:00:00Z');
const inParis: ScheduleContext = { timezone: PARIS, now };
const inZone = (timezone: string) => ({ ...inParis, timezone });

/** The time sent for a value; null for now. */
function readSchedule(value: unknown, context: ScheduleContext) {
	const time = readSendingTime(value, context);
	if (time.instant === null) return null;
	const schedule = scheduleOf(time);
	return { ...schedule, instant: time.instant, scheduledAt: schedule.scheduledAt ?? '' };
}

const refusalFor = (value: unknown, context = inParis) =>
	refusalOf(() => readSchedule(value, context));

/** A DateTime from another copy of luxon: not an instance of the class that this code imports. */
function foreignDateTime(iso: string) {
	const millis = Date.parse(iso);
	return { isLuxonDateTime: true, toMillis: () => millis, valueOf: () => millis };
}

describe('an empty date', () => {
	it.each([undefined, null, '', '  ', '\n'])('sends now: %j', (value) => {
		expect(readSchedule(value, inParis)).toBeNull();
	});
});

describe('every type of value from n8n', () => {
	const march10 = '2026-03-10 09:00:00';
	it.each<[string, unknown, string]>([
		['the date picker', '2026-03-10T09:00:00', march10],
		['the date picker, with milliseconds', '2026-03-10T09:00:00.000', march10],
		['ISO without seconds', '2026-03-10T09:00', march10],
		['ISO in UTC', '2026-03-10T08:00:00.000Z', march10],
		['ISO with an offset', '2026-03-10T03:00:00-05:00', march10],
		['ISO with an offset without colon', '2026-03-10T03:00:00-0500', march10],
		['ISO with an offset in hours', '2026-03-10T03:00:00-05', march10],
		['the lower case of a strict RFC 3339 writer', '2026-03-10t08:00:00z', march10],
		['the form of the wire', '2026-03-10 09:00:00', march10],
		['the form of the wire without seconds', '2026-03-10 09:00', march10],
		['SQL with an offset', '2026-03-10 09:00:00 +01:00', march10],
		['slashes, year first', '2026/03/10 09:00', march10],
		['French, day first, where no month could be meant', '25/12/2026 18:30', '2026-12-25 18:30:00'],
		['French with seconds', '25/12/2026 18:30:15', '2026-12-25 18:30:15'],
		['French with h', '25/12/2026 à 18h30', '2026-12-25 18:30:00'],
		['a whole hour', '25/03/2026 9h', '2026-03-25 09:00:00'],
		['a whole hour, spaced', '25/03/2026 à 9 h', '2026-03-25 09:00:00'],
		['a whole hour in words', '2026-03-25 9 heures', '2026-03-25 09:00:00'],
		['hours and minutes, spaced', '25.03.2026 9 H 05', '2026-03-25 09:05:00'],
		['a day number of a spreadsheet', 46110.4375, '2026-03-29 10:30:00'],
		['a day number before clocks change', 46109.4375, '2026-03-28 10:30:00'],
		['a day number as text', '46110,4375', '2026-03-29 10:30:00'],
		['a day number just before its second', 46100.43333333333, '2026-03-19 10:24:00'],
		['a day number just after its second', 46320.5000000001, '2026-10-25 12:00:00'],
		['day and month the same', '05/05/2026 10:00', '2026-05-05 10:00:00'],
		['dots, which only have the day first', '03.04.2026 10:00', '2026-04-03 10:00:00'],
		['a no-break space from a spreadsheet', '2026-03-10\u00A009:00:00', march10],
		['white space around', '  2026-03-10 09:00:00\n', march10],
		['DateTime within a text', '[DateTime: 2026-03-10T09:00:00.000+01:00]', march10],
		['Date within a text', '[Date: 2026-03-10T09:00:00.000+01:00]', march10],
		['JSON of a DateTime', JSON.stringify(DateTime.fromISO('2026-03-10T08:00:00Z')), march10],
		['text of a Date', 'Tue Mar 10 2026 09:00:00 GMT+0100 (Central European …)', march10],
		['RFC 2822', 'Tue, 10 Mar 2026 09:00:00 +0100', march10],
		['an HTTP date', 'Tue, 10 Mar 2026 08:00:00 GMT', march10],
		['luxon DateTime', DateTime.fromISO('2026-03-10T17:00:00', { zone: 'Asia/Tokyo' }), march10],
		['DateTime of another luxon', foreignDateTime('2026-03-10T08:00:00Z'), march10],
		['Date', new Date('2026-03-10T08:00:00Z'), march10],
		['Date of another realm', runInNewContext('new Date("2026-03-10T08:00:00Z")'), march10],
		['milliseconds', Date.parse('2026-03-10T08:00:00Z'), march10],
		['milliseconds as text', String(Date.parse('2026-03-10T08:00:00Z')), march10],
		['a leap day', '2028-02-29 10:00:00', '2028-02-29 10:00:00'],
	])('reads %s', (_form, value, prog) => {
		expect(readSchedule(value, inParis)?.prog).toBe(prog);
	});
});

describe('a value that is not a date is refused with a hint', () => {
	it.each<[string, unknown, RegExp, RegExp]>([
		['words', 'demain matin', /“demain matin”/, /yyyy-mm-dd/],
		['a date without a time', '2026-03-10', /no time of day/, /Add the time/],
		['a French date without a time', '25/12/2026', /no time of day/, /Add the time/],
		['day or month first', '03/04/2026 10:00', /two dates/, /dd\/MM\/yyyy/],
		['day or month first, with dashes', '03-04-2026 10:00', /two dates/, /dd\/MM\/yyyy/],
		['month first', '12/25/2026 10:00', /month first/, /MM\/dd\/yyyy/],
		['29 February of another year', '2026-02-29 10:00:00', /does not exist/, /yyyy-mm-dd/],
		['31 April', '2026-04-31 10:00:00', /does not exist/, /yyyy-mm-dd/],
		['month 13', '2026-13-01 10:00:00', /does not exist/, /yyyy-mm-dd/],
		['24 o’clock', '2026-03-10 24:00:00', /does not exist/, /yyyy-mm-dd/],
		['a leap second', '2026-06-30 23:59:60', /does not exist/, /yyyy-mm-dd/],
		['an offset of 25 hours', '2026-03-10T09:00:00+25:00', /\+25:00/, /yyyy-mm-dd/],
		['an offset of 15 hours', '2026-03-11T09:00:00+15:00', /\+15:00/, /yyyy-mm-dd/],
		['seconds', 1773129600, /1773129600/, /multiply it by 1000/],
		['seconds as text', '1773129600', /1773129600/, /multiply it by 1000/],
		['digits alone', '20260310092010', /20260310092010/, /yyyy-mm-dd/],
		['microseconds', 1773129600000000, /1773129600000000/, /ISO 8601/],
		['a day number without a time', 46091, /46091/, /Add the time/],
		['an hour of the afternoon, in English', '25/03/2026 9:00 PM', /cannot be read/, /yyyy-mm-dd/],
		['25h', '25/03/2026 25h', /does not exist/, /yyyy-mm-dd/],
		['zero', 0, /0 is not/, /yyyy-mm-dd/],
		['no number', Number.NaN, /NaN/, /yyyy-mm-dd/],
		['true', true, /boolean/, /yyyy-mm-dd/],
		['a list', ['2026-03-10 09:00:00'], /a list/, /yyyy-mm-dd/],
		['an object', { date: '2026-03-10 09:00:00' }, /object/, /yyyy-mm-dd/],
		['a duration', DateTime.fromMillis(now).diff(DateTime.fromMillis(0)), /object/, /yyyy-mm-dd/],
		['an invalid DateTime', DateTime.fromISO('nonsense'), /valid/, /yyyy-mm-dd/],
		['an invalid Date', new Date('nonsense'), /valid/, /yyyy-mm-dd/],
		['the year 10000', new Date('+010000-01-01T00:00:00Z'), /years/, /year/],
		['the first year there is', new Date(-8.64e15), /years/, /year/],
	])('%s', (_what, value, message, remedy) => {
		const refusal = refusalFor(value);
		expect(refusal.field).toBe('prog');
		expect(refusal.message).toMatch(message);
		expect(refusal.remedy).toMatch(remedy);
	});

	it('quotes only the start of a long value', () => {
		expect(refusalFor('x'.repeat(5_000)).message.length).toBeLessThan(150);
	});
});

describe('a time in the past', () => {
	it('is refused from one minute ago on, with the advice to leave the field empty', () => {
		const refusal = refusalFor(now - 60_000);
		expect(refusal.field).toBe('prog');
		expect(refusal.message).toContain('Sun 1 Mar 2026, 08:59 (Paris) is in the past');
		expect(refusal.remedy).toMatch(/empty to send now/);
	});

	it('is refused with the zone used for a value without an offset', () => {
		const refusal = refusalFor('2026-03-01 09:30:00', inZone('Asia/Tokyo'));
		expect(refusal.message).toContain('Sun 1 Mar 2026, 09:30 (Tokyo) is in the past');
	});

	it('may be in the current second, like {{ $now }}, but not before it', () => {
		const midSecond = { ...inParis, now: now + 40 };
		expect(readSchedule(new Date(now - 1), midSecond)?.instant).toBe(now);
		expect(refusalFor(new Date(now - 1_000), midSecond).message).toMatch(/past/);
	});
});

describe('a time in the far future', () => {
	it('is accepted with a warning after a year', () => {
		expect(readSchedule('2062-03-10 09:00:00', inParis)?.warnings).toEqual([
			{ code: 'FAR_FUTURE', message: expect.stringMatching(/13\d{3} days ahead/) },
		]);
		expect(readSchedule('2027-03-03 08:00:00', inParis)?.warnings).toEqual([]);
		expect(readSchedule('2027-03-04 10:00:00', inParis)?.warnings).toHaveLength(1);
	});
});

describe('a fraction of a second', () => {
	it.each([
		['2026-03-10 09:00:00.001', '2026-03-10 09:00:01'],
		['2026-03-10 09:00:59,999999', '2026-03-10 09:01:00'],
		['2026-03-10T23:59:59.5+01:00', '2026-03-11 00:00:00'],
		['2026-03-10 09:00:00.0000', '2026-03-10 09:00:00'],
	])('is rounded up: %s never leaves early', (value, prog) => {
		expect(readSchedule(value, inParis)?.prog).toBe(prog);
	});
});

describe('the zone of a time without an offset', () => {
	it.each([
		['America/New_York', '2026-07-01T09:00:00', '2026-07-01 15:00:00'],
		// For three weeks in March, New York is on summer time and Paris is not.
		['America/New_York', '2026-03-20T09:00:00', '2026-03-20 14:00:00'],
		['Etc/GMT-14', '2026-03-10T09:00:00', '2026-03-09 20:00:00'],
		['UTC+14', '2026-03-10T09:00:00', '2026-03-09 20:00:00'],
	])('%s: %s is %s in Paris', (timezone, value, prog) => {
		expect(readSchedule(value, inZone(timezone))).toMatchObject({ prog, warnings: [] });
	});

	it.each([
		...['Paris', 'Europe/Pariss', '', 'local', 'DEFAULT', 'System', undefined, 2],
		...['UTC+5:75', 'UTC-3:60', 'UTC+99', 'UTC+15', 'UTC-13', 'GMT+24:00'],
	])('refuses the unknown zone %j', (name) => {
		const refusal = refusalFor('2026-03-10 09:00:00', inZone(name as string));
		expect(refusal.field).toBe('Time Zone');
		expect(refusal.remedy).toMatch(/Europe\/Paris/);
	});

	it('never depends on luxon’s default zone', () => {
		Settings.defaultZone = 'Asia/Tokyo';
		try {
			expect(readSchedule('2026-03-10 09:00:00', inParis)?.prog).toBe('2026-03-10 09:00:00');
		} finally {
			Settings.defaultZone = 'system';
		}
	});
});

describe('an expression with n8n’s clock but without an offset', () => {
	const given = (text: string, zone = 'America/New_York', timezone = PARIS) => ({
		...inZone(timezone),
		expression: { text, timezone: zone },
	});
	const shown = '2026-03-10 09:00:00';

	it.each([
		"={{ $now.plus({ hours: 8 }).toFormat('yyyy-MM-dd HH:mm:ss') }}",
		"={{ $today.toFormat('yyyy-MM-dd') }} 09:00:00",
		"={{ DateTime.fromMillis($json.ms).toFormat('yyyy-MM-dd HH:mm:ss') }}",
		'={{ $now.toISO({ includeOffset: false }) }}',
		'={{ $today.toISODate() }} 09:00:00',
	])('refuses %s if that clock differs', (text) => {
		const refusal = refusalFor(shown, given(text));
		expect(refusal.field).toBe('prog');
		expect(refusal.message).toContain('America/New_York');
		expect(refusal.remedy).toContain('Remove .toFormat(…)');
		expect(refusalFor(shown, given(text, PARIS, 'Asia/Tokyo')).field).toBe('prog');
		expect(readSchedule(shown, given(text, 'Europe/Madrid'))?.prog).toBe(shown);
	});

	it.each([
		"={{ $now.setZone('Europe/Paris').toFormat('yyyy-MM-dd HH:mm:ss') }}",
		'={{ $json.sendAt }}',
	])('reads %s', (text) => {
		expect(readSchedule(shown, given(text))?.prog).toBe(shown);
	});

	it('is accepted if the value has an offset or is a DateTime', () => {
		const text = "={{ $now.toFormat('yyyy-MM-dd HH:mm:ssZZ') }}";
		expect(readSchedule('2026-03-10 04:00:00-04:00', given(text))?.prog).toBe(shown);
		const now = DateTime.fromISO('2026-03-10T08:00:00Z');
		expect(readSchedule(now, given('={{ $now }}'))?.prog).toBe(shown);
	});
});

describe('clock changes', () => {
	it('moves a time that does not exist (29 March 2026 02:30) an hour later, with a warning', () => {
		const schedule = readSchedule('2026-03-29T02:30:00', inParis);
		expect(schedule?.scheduledAt).toBe('2026-03-29T03:30:00+02:00');
		const message = expect.stringMatching(/02:30 does not exist .*2026-03-29T03:30:00\+02:00/);
		expect(schedule?.warnings).toEqual([{ code: 'DAYLIGHT_SAVING', message }]);
	});

	it('takes the first of an hour that exists twice (25 October 2026 02:30), and warns of the provider’s reading', () => {
		const schedule = readSchedule('2026-10-25T02:30:00', inParis);
		expect(schedule?.scheduledAt).toBe('2026-10-25T02:30:00+02:00');
		const message = expect.stringMatching(/may leave at 2026-10-25T02:30:00\+01:00/);
		expect(schedule?.warnings).toEqual([{ code: 'DAYLIGHT_SAVING', message }]);
	});

	it('takes the second of an hour that exists twice if the first has passed', () => {
		const duringTheFirst = { ...inParis, now: Date.parse('2026-10-25T02:45:00+02:00') };
		expect(readSchedule('2026-10-25T02:30:00', duringTheFirst)?.scheduledAt).toBe(
			'2026-10-25T02:30:00+01:00',
		);
	});

	it.each(['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00', '2026-10-25T00:30:00Z'])(
		'keeps %s, and warns of the provider’s clock only',
		(value) => {
			const schedule = readSchedule(value, inParis);
			expect(schedule?.instant).toBe(Date.parse(value));
			expect(schedule?.prog).toBe('2026-10-25 02:30:00');
			expect(schedule?.warnings).toHaveLength(1);
			expect(schedule?.warnings[0]?.message).toMatch(/shows twice/);
		},
	);

	it.each([
		...['2026-03-29 01:59:59', '2026-03-29 03:00:00'],
		...['2026-10-25 01:59:59', '2026-10-25 03:00:00'],
	])('gives no warning at the edge %s', (value) => {
		expect(readSchedule(value, inParis)).toMatchObject({ prog: value, warnings: [] });
	});
});

describe('properties', () => {
	const runs = { numRuns: 1_000 };
	const changes = [
		...['2026-03-29T01:00Z', '2026-10-25T01:00Z', '2026-03-08T07:00Z', '2026-11-01T06:00Z'],
	];
	const instants = fc.oneof(
		fc.integer({ min: now / 1000, max: Date.parse('2036-01-01T00:00Z') / 1000 }),
		fc
			.tuple(fc.constantFrom(...changes), fc.integer({ min: -7200, max: 7200 }))
			.map(([change, seconds]) => Date.parse(change) / 1000 + seconds),
	);
	const zones = fc.constantFrom(...ZONES);

	it('sends the clock of Paris as prog and returns the instant as scheduledAt', () => {
		fc.assert(
			fc.property(instants, zones, (seconds, timezone) => {
				const instant = seconds * 1000;
				const schedule = readSchedule(new Date(instant).toISOString(), inZone(timezone));
				expect(schedule?.instant).toBe(instant);
				expect(schedule?.prog).toBe(wallClock(instant, PARIS).text);
				expect(Date.parse(schedule?.scheduledAt ?? '')).toBe(instant);
				expect(schedule?.scheduledAt.slice(0, 19)).toBe(schedule?.prog.replace(' ', 'T'));
			}),
			runs,
		);
	});

	it('reads a clock as its first matching instant, and warns if Paris shows it twice', () => {
		fc.assert(
			fc.property(instants, zones, (seconds, timezone) => {
				const shown = wallClock(seconds * 1000, timezone).text;
				const schedule = readSchedule(shown, { timezone, now: now - 86_400_000 });
				const possible = instantsShowing(shown, timezone);
				expect(schedule?.instant).toBe(possible[0]);
				const inParis = instantsShowing(schedule?.prog ?? '', PARIS);
				const isSaid = schedule?.warnings.some(({ code }) => code === 'DAYLIGHT_SAVING');
				expect(isSaid).toBe(possible.length > 1 || inParis.length > 1);
			}),
			runs,
		);
	});

	it('is never early, and at most a second late', () => {
		fc.assert(
			fc.property(instants, fc.integer({ min: 0, max: 999 }), (seconds, milliseconds) => {
				const asked = seconds * 1000 + milliseconds;
				for (const value of [asked, new Date(asked), new Date(asked).toISOString()]) {
					const late = (readSchedule(value, inParis)?.instant ?? 0) - asked;
					expect(late).toBeGreaterThanOrEqual(0);
					expect(late).toBeLessThan(1_000);
				}
			}),
			runs,
		);
	});

	it('accepts any value or refuses it by name, and never throws another error', () => {
		fc.assert(
			fc.property(fc.anything({ withDate: true, withBigInt: true }), (value) => {
				try {
					const schedule = readSchedule(value, inParis);
					expect(schedule === null || schedule.instant >= now).toBe(true);
				} catch (thrown) {
					expect(thrown).toBeInstanceOf(InvalidInput);
				}
			}),
			runs,
		);
	});
});
