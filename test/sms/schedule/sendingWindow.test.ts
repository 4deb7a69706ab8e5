import fc from 'fast-check';
import {
	readSendingTime,
	scheduleOf,
	type SendingTime,
} from '../../../nodes/CapitoleMobile/sms/schedule/schedule';
import {
	applySendingWindow,
	nextAllowedTime,
} from '../../../nodes/CapitoleMobile/sms/schedule/sendingWindow';
import {
	DEFAULT_SENDING_WINDOW,
	readSendingWindow,
	type SendingWindow,
	type SendingWindowRule,
} from '../../../nodes/CapitoleMobile/sms/schedule/sendingWindowOptions';
import { refusalOf } from '../refusal';
import { HOLIDAYS } from './holidays';
import { wallClock } from './wallClock';

const PARIS = 'Europe/Paris';
const MINUTE = 60_000;
const context = { now: Date.parse('2026-03-03T09:00:00Z') };
const inContext = (now: string) => ({ ...context, now: Date.parse(now) });
const custom = (changes: Partial<SendingWindow>): SendingWindow => ({
	...DEFAULT_SENDING_WINDOW,
	...changes,
});
const NOW: SendingTime = { instant: null, warnings: [] };
const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** The rule implemented differently: with Intl and the calendar copied by hand. */
function allowedByIntl(instant: number, window: SendingWindow): boolean {
	const { weekday, date, time } = wallClock(instant, PARIS);
	const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday) + 1;
	return (
		window.days.includes(day) &&
		time >= `${window.from}:00` &&
		time < `${window.to}:00` &&
		(window.publicHolidays || !(date in HOLIDAYS))
	);
}

describe('the default window', () => {
	it.each([
		['the last millisecond of Friday', '2026-03-06T19:59:59.999+01:00', null],
		['Friday 20:00', '2026-03-06T20:00+01:00', '2026-03-07T08:00+01:00'],
		['Saturday evening', '2026-03-07T20:00+01:00', '2026-03-09T08:00+01:00'],
		['just before Monday 8:00', '2026-03-09T07:59:59.999+01:00', '2026-03-09T08:00+01:00'],
		['Monday 8:00', '2026-03-09T08:00+01:00', null],
		['14 July there, the 13th in UTC', '2026-07-13T22:30Z', '2026-07-15T08:00+02:00'],
		['before Easter, clocks change', '2027-03-27T20:00+01:00', '2027-03-30T08:00+02:00'],
		['before the night of October', '2026-10-24T20:00+02:00', '2026-10-26T08:00+01:00'],
	])('%s', (_when, asked, expected) => {
		const next = nextAllowedTime(Date.parse(asked), DEFAULT_SENDING_WINDOW);
		expect(next).toBe(Date.parse(expected ?? asked));
	});
});

describe('nextAllowedTime, with any window', () => {
	// From 4:00, after clock changes: a window of that night may open an hour late.
	const clock = fc.integer({ min: 4 * 4, max: 24 * 4 });
	const asTime = (quarter: number) =>
		`${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
	const windows: fc.Arbitrary<SendingWindow> = fc.oneof(
		fc.constant(DEFAULT_SENDING_WINDOW),
		fc
			.record({
				days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
				hours: fc.tuple(clock, clock).filter(([a, b]) => a !== b),
				publicHolidays: fc.boolean(),
			})
			.map(({ days, hours, publicHolidays }): SendingWindow => {
				const [from, to] = [Math.min(...hours), Math.max(...hours)];
				return { days, from: asTime(from), to: asTime(to), publicHolidays };
			}),
	);
	/** Nights of clock changes, and the starts of a weekend and of Easter. */
	const CLOSE_CALLS = [
		...['2026-03-29T01:00Z', '2026-10-25T01:00Z', '2026-03-08T05:00Z', '2026-04-04T15:00Z'],
	];
	const instants = fc.oneof(
		fc.integer({ min: Date.UTC(2025, 0, 2), max: Date.UTC(2028, 10, 20) }),
		fc
			.tuple(
				fc.constantFrom(...CLOSE_CALLS),
				fc.integer({ min: -30 * 60 * MINUTE, max: 30 * 60 * MINUTE }),
			)
			.map(([change, distance]) => Date.parse(change) + distance),
	);

	it('returns the first allowed time, never earlier than asked, and keeps an allowed one', () => {
		fc.assert(
			fc.property(
				instants,
				windows,
				fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
				(asked, window, dice) => {
					const next = nextAllowedTime(asked, window);
					expect(next).toBeGreaterThanOrEqual(asked);
					expect(allowedByIntl(next, window)).toBe(true);
					expect(nextAllowedTime(next, window)).toBe(next);
					expect(next === asked).toBe(allowedByIntl(asked, window));
					const skipped = next - asked;
					if (skipped === 0) return;
					expect(allowedByIntl(next - 1, window)).toBe(false);
					for (let sample = 0; sample < 40; sample++) {
						const between = asked + Math.floor((dice.next().value ?? 0) * (skipped - 1));
						expect(allowedByIntl(between, window)).toBe(false);
					}
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it.each(['2026-03-29', '2026-10-25'])(
		'still sends within a window in the night of %s',
		(date) => {
			const night = Date.parse(`${date}T00:00:00Z`) - 4 * 60 * MINUTE;
			for (const [from, to] of [
				['01:30', '02:30'],
				['02:00', '03:00'],
				['02:30', '03:30'],
				['00:00', '24:00'],
			] as const) {
				const window = custom({ days: everyDay, from, to });
				for (let asked = night; asked < night + 9 * 60 * MINUTE; asked += 7 * MINUTE) {
					const next = nextAllowedTime(asked, window);
					expect(next).toBeGreaterThanOrEqual(asked);
					expect(allowedByIntl(next, window)).toBe(true);
				}
			}
		},
	);

	it('reports a window that never opens', () => {
		const refusal = refusalOf(() => nextAllowedTime(context.now, custom({ days: [] })));
		expect(refusal.field).toBe('Sending Window');
	});
});

describe('applySendingWindow', () => {
	const sunday = inContext('2026-03-08T10:00:00Z');
	const timeOf = (prog: string, { now } = context) =>
		readSendingTime(prog, { timezone: PARIS, now });
	const moved = (time: SendingTime, rule: SendingWindowRule | null, { now } = context) =>
		scheduleOf(applySendingWindow(time, rule, 'M', now));

	const POSTPONE = readSendingWindow({});
	const REFUSE = readSendingWindow({ outside: 'error' });

	it('leaves notifications alone without a window, and applies a window to both routes', () => {
		for (const time of [NOW, timeOf('2026-03-08 23:00:00')]) {
			expect(applySendingWindow(time, null, 'N', sunday.now)).toEqual(time);
			for (const route of ['N', 'M'] as const) {
				expect(applySendingWindow(time, POSTPONE, route, sunday.now).instant).toBe(
					Date.parse('2026-03-09T08:00:00+01:00'),
				);
				refusalOf(() => applySendingWindow(time, REFUSE, route, sunday.now));
			}
		}
	});

	it('treats a time that has passed as now', () => {
		const time: SendingTime = { instant: Date.parse('2026-03-07T10:00:00+01:00'), warnings: [] };
		expect(applySendingWindow(time, POSTPONE, 'M', sunday.now).instant).toBe(
			Date.parse('2026-03-09T08:00:00+01:00'),
		);
		expect(applySendingWindow(time, POSTPONE, 'M', context.now)).toEqual(time);
	});

	it('warns of marketing outside the usual hours if no window is set', () => {
		for (const time of [NOW, timeOf('2026-03-08 23:00:00')]) {
			const { instant, warnings } = applySendingWindow(time, null, 'M', sunday.now);
			expect(instant).toBe(time.instant);
			expect(warnings.map(({ code }) => code)).toEqual(['OUTSIDE_USUAL_HOURS']);
		}
	});

	it('keeps a time inside the window, given or now', () => {
		const time = timeOf('2026-03-09 10:00:00');
		expect(applySendingWindow(time, POSTPONE, 'M', sunday.now)).toEqual(time);
		expect(applySendingWindow(NOW, REFUSE, 'M', context.now)).toEqual(NOW);
	});

	it('postpones an SMS due now', () => {
		expect(moved(NOW, POSTPONE, sunday)).toEqual({
			prog: '2026-03-09 08:00:00',
			scheduledAt: '2026-03-09T08:00:00+01:00',
			warnings: [
				{
					code: 'POSTPONED',
					message:
						'Postponed from Sun 8 Mar 2026, 11:00 (Paris), which is now, to Mon 9 Mar 2026, 08:00 (Paris): it is a Sunday.',
				},
			],
		});
	});

	it.each([
		[
			'2026-07-14 10:00:00',
			'2026-07-15 08:00:00',
			'it is a public holiday in France (Fête Nationale)',
		],
		['2026-03-08 23:00:00', '2026-03-09 08:00:00', 'it is a Sunday'],
		['2026-03-06 20:00:00', '2026-03-07 08:00:00', 'it is not between 08:00 and 20:00'],
	])('postpones %s to %s: %s', (asked, prog, reason) => {
		const schedule = moved(timeOf(asked), POSTPONE);
		expect(schedule.prog).toBe(prog);
		expect(schedule.warnings).toEqual([
			{ code: 'POSTPONED', message: expect.stringContaining(`: ${reason}.`) },
		]);
	});

	it.each([
		['a Send At', timeOf('2026-07-14 10:00:00'), context, 'prog', 'Wed 15 Jul 2026, 08:00 (Paris)'],
		['what would be sent now', NOW, sunday, 'Sending Window', 'Mon 9 Mar 2026, 08:00 (Paris)'],
	])('refuses %s with the time the window opens', (_, time, at, field, opens) => {
		const refusal = refusalOf(() => moved(time, REFUSE, at));
		expect(refusal.field).toBe(field);
		expect(refusal.remedy).toContain(opens);
	});

	it('keeps warnings about the value, and drops those about the time it replaces', () => {
		const night = timeOf('2026-10-25 02:30:00');
		expect(scheduleOf(night).warnings.map(({ code }) => code)).toEqual(['DAYLIGHT_SAVING']);
		const { warnings } = moved(
			{ ...night, warnings: [{ code: 'FAR_FUTURE', message: '' }] },
			POSTPONE,
		);
		expect(warnings.map((warning) => warning.code)).toEqual(['FAR_FUTURE', 'POSTPONED']);
	});

	it('warns when it moves an SMS into an hour that the provider’s clock shows twice', () => {
		const window = custom({ days: [7], from: '02:30', to: '04:00' });
		const rule = { ...window, outside: 'postpone' } as const;
		const { scheduledAt, warnings } = moved(timeOf('2026-10-24 10:00:00'), rule);
		expect(scheduledAt).toBe('2026-10-25T02:30:00+02:00');
		expect(warnings.map((warning) => warning.code)).toEqual(['POSTPONED', 'DAYLIGHT_SAVING']);
	});
});

describe('recipients overseas', () => {
	const PLACES: ReadonlyArray<[string, string, string]> = [
		['Guadeloupe', '590690001122', 'America/Guadeloupe'],
		['Martinique', '596696001122', 'America/Martinique'],
		['French Guiana', '594694001122', 'America/Cayenne'],
		['La Réunion', '262692001122', 'Indian/Reunion'],
		['Mayotte', '262639001122', 'Indian/Mayotte'],
		['Mayotte, by its latest range', '262709370011', 'Indian/Mayotte'],
		['Saint-Pierre-et-Miquelon', '508551234', 'America/Miquelon'],
		['French Polynesia', '68987123456', 'Pacific/Tahiti'],
		['Paris', '33611223344', PARIS],
		['Spain, by the clock of Paris', '34622334455', PARIS],
	];
	const POSTPONE = readSendingWindow({ publicHolidays: true });
	const isOpen = (instant: number, zone: string): boolean => {
		const { weekday, time } = wallClock(instant, zone);
		return weekday !== 'Sun' && time >= '08:00:00' && time < '20:00:00';
	};
	const quarters = Array.from({ length: 12 }, (_, month) =>
		[1, 9, 15, 22, 28].flatMap((day) =>
			[0, 3.5, 7, 8, 12.25, 16, 19.75, 20, 23].map((hour) =>
				Date.UTC(2026, month, day, 0, hour * 60),
			),
		),
	).flat();

	it.each(PLACES)(
		'%s: never sends outside local hours, and moves as little as possible',
		(_, number, zone) => {
			for (const now of quarters) {
				for (const route of ['M', 'N'] as const) {
					const asked: SendingTime = { instant: now, warnings: [] };
					const { instant } = applySendingWindow(asked, POSTPONE, route, now, [number]);
					const left = instant ?? now;
					expect(isOpen(left, zone)).toBe(true);
					expect(left === now).toBe(isOpen(now, zone));
					for (let before = left - 15 * MINUTE; before > now; before -= 90 * MINUTE) {
						expect(isOpen(before, zone)).toBe(false);
					}
				}
				// Public holidays cause warnings too.
				const { warnings } = applySendingWindow(NOW, null, 'M', now, [number]);
				if (!isOpen(now, zone)) expect(warnings).toHaveLength(1);
			}
		},
	);

	it('tells times on the local clock', () => {
		const eight = Date.parse('2026-03-10T08:00:00+01:00');
		expect(applySendingWindow(NOW, POSTPONE, 'M', eight, ['596696001122'])).toEqual({
			instant: Date.parse('2026-03-10T08:00:00-04:00'),
			warnings: [
				{
					code: 'POSTPONED',
					message:
						'Postponed from Tue 10 Mar 2026, 03:00 (Martinique), which is now, to Tue 10 Mar 2026, 08:00 (Martinique): it is not between 08:00 and 20:00.',
				},
			],
		});
	});

	it('uses the first time allowed in all places, or refuses if there is none within a week', () => {
		const everywhere = PLACES.map(([, number]) => number);
		const some = ['33611223344', '596696001122', '262692001122'];
		const zones = [PARIS, 'America/Martinique', 'Indian/Reunion'];
		const open = (at: number) => zones.every((zone) => isOpen(at, zone));
		for (const now of quarters) {
			const asked: SendingTime = { instant: now, warnings: [] };
			const left = applySendingWindow(asked, POSTPONE, 'M', now, some).instant ?? 0;
			expect(open(left)).toBe(true);
			if (left > now) expect(open(left - 1)).toBe(false);
			for (let before = left - MINUTE; before >= now; before -= 37 * MINUTE) {
				expect(open(before)).toBe(false);
			}
		}
		// A window that opens late every day: the search for a common time meets no closed day.
		const late = { hours: '22h-24h', days: 'everyDay', publicHolidays: true };
		for (const group of [{ hours: '9h-11h' }, late]) {
			const rule = readSendingWindow(group);
			const refusal = refusalOf(() => applySendingWindow(NOW, rule, 'M', context.now, everywhere));
			expect(refusal.field).toBe('Sending Window');
			expect(refusal.message).toContain('within a week');
		}
	});
});

describe('readSendingWindow', () => {
	it('returns the default if nothing is set', () => {
		const rule = { ...DEFAULT_SENDING_WINDOW, outside: 'postpone' };
		expect(readSendingWindow({})).toEqual(rule);
		expect(readSendingWindow({ hours: '' })).toEqual(rule);
		expect(DEFAULT_SENDING_WINDOW).toEqual({
			days: [1, 2, 3, 4, 5, 6],
			from: '08:00',
			to: '20:00',
			publicHolidays: false,
		});
	});

	it.each([
		['08:00-20:00', '08:00', '20:00'],
		['8:00 - 20:00', '08:00', '20:00'],
		['8h-20h', '08:00', '20:00'],
		['8h30 à 21h30', '08:30', '21:30'],
		['de 9h à 19 h', '09:00', '19:00'],
		['9–18', '09:00', '18:00'],
		['from 9:15 to 18:45', '09:15', '18:45'],
		['0:00-24:00', '00:00', '24:00'],
	])('reads the hours %s', (hours, from, to) => {
		expect(readSendingWindow({ hours })).toMatchObject({ from, to });
	});

	it.each([
		['20:00-08:00', /midnight/],
		['08:00-08:00', /midnight/],
		['08:00-25:00', /24:00/],
		['08:60-20:00', /24:00/],
		['08:00-24:30', /24:00/],
		['08:00', /08:00-20:00/],
		['tous les jours', /08:00-20:00/],
	])('refuses the hours %s with a remedy', (hours, remedy) => {
		const refusal = refusalOf(() => readSendingWindow({ hours }));
		expect(refusal.field).toBe('Sending Window');
		expect(refusal.message).toContain(`“${hours}”`);
		expect(refusal.remedy).toMatch(remedy);
	});

	const chosen = (chosenDays: unknown) => readSendingWindow({ days: 'chosen', chosenDays });

	it('reads days by their choice, and Chosen Days as numbers or text, sorted without duplicates', () => {
		expect(readSendingWindow({ days: 'everyDay' }).days).toEqual(everyDay);
		expect(readSendingWindow({ days: 'mondayToFriday' }).days).toEqual([1, 2, 3, 4, 5]);
		expect(readSendingWindow({ days: 'mondayToSaturday' }).days).toEqual([1, 2, 3, 4, 5, 6]);
		expect(chosen([5, 1, 5]).days).toEqual([1, 5]);
		expect(chosen(['2', ' 7 ', 1]).days).toEqual([1, 2, 7]);
	});

	it.each<[unknown, RegExp]>([
		[[], /at least one/],
		[[0], /7 \(Sunday\)/],
		[[8], /7 \(Sunday\)/],
		[[1.5], /7 \(Sunday\)/],
		[['someday'], /7 \(Sunday\)/],
		['1,2,3', /list/],
	])('refuses the days %j with a remedy', (days, remedy) => {
		const refusal = refusalOf(() => chosen(days));
		expect(refusal.field).toBe('Sending Window');
		expect(refusal.remedy).toMatch(remedy);
	});

	it.each([
		[{ publicHolidays: 'Refuse' }, '“Refuse”'],
		[{ outside: 'Refuse' }, '“Refuse”'],
		[{ days: 'weekdays' }, '“weekdays”'],
		[{ outside: null }, 'null'],
		[{ days: undefined }, 'undefined'],
		[{ publicHolidays: null }, 'null'],
		['postpone', '“postpone”'],
		[[1, 2], 'a list'],
		[null, 'null'],
	])('refuses %j, by name', (group, named) => {
		const refusal = refusalOf(() => readSendingWindow(group));
		expect(refusal.field).toBe('Sending Window');
		expect(refusal.message).toContain(named);
	});

	it('accepts true and false as text', () => {
		expect(readSendingWindow({ publicHolidays: 'true' }).publicHolidays).toBe(true);
	});
});
