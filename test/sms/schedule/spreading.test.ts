import fc from 'fast-check';
import { DateTime } from 'luxon';

import type { SendingTime } from '../../../nodes/CapitoleMobile/sms/schedule/schedule';
import {
	LONGEST_SPREAD,
	Spreading,
	type RunStart,
} from '../../../nodes/CapitoleMobile/sms/schedule/spreading';
import {
	DEFAULT_SENDING_WINDOW,
	type SendingWindowRule,
} from '../../../nodes/CapitoleMobile/sms/schedule/sendingWindowOptions';

const PARIS = ['Europe/Paris'];
const MARTINIQUE = ['America/Martinique'];
const BOTH = [...PARIS, ...MARTINIQUE];
const MINUTE = 60_000;
const TEN = '2030-03-04T10:00:00';
const WINDOW: SendingWindowRule = { ...DEFAULT_SENDING_WINDOW, outside: 'postpone' };
const WEEKEND: SendingWindowRule = { ...WINDOW, days: [6, 7], from: '00:00', to: '24:00' };

const instantOf = (wall: string): number =>
	DateTime.fromISO(wall, { zone: 'Europe/Paris' }).toMillis();
const wallOf = (instant: number | null): string =>
	DateTime.fromMillis(instant ?? NaN, { zone: 'Europe/Paris' }).toFormat('ccc HH:mm:ss');

interface Run {
	readonly minutes: number;
	readonly count: number;
	/** Paris time; null for immediately. */
	readonly sendAt: string | null;
	readonly now?: string;
	readonly rule?: SendingWindowRule | null;
	readonly zones?: readonly string[];
	readonly kept?: RunStart;
}

function spreadOut(run: Run): { times: SendingTime[]; spreading: Spreading } {
	const { minutes, count, sendAt, now = '2030-03-04T09:00:00', rule = null } = run;
	const asked: SendingTime = { instant: sendAt === null ? null : instantOf(sendAt), warnings: [] };
	const items = Array.from({ length: count }, (_, item) => item);
	const leaving = new Map(items.map((item) => [item, asked]));
	const spreading = new Spreading(minutes, leaving, instantOf(now), run.kept);
	const zones = run.zones ?? PARIS;
	return { times: items.map((item) => spreading.timeOf(item, asked, rule, zones)), spreading };
}

const instants = (run: Run): Array<number | null> =>
	spreadOut(run).times.map(({ instant }) => instant);

describe('items over some minutes', () => {
	it('leave evenly and in order, at whole minutes, from Send At to that many minutes later', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 600 }),
				fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: LONGEST_SPREAD })),
				(count, minutes) => {
					const sendAt = '2030-06-03T10:00:00';
					const after = instants({ count, minutes, sendAt }).map(
						(instant) => (Number(instant) - instantOf(sendAt)) / MINUTE,
					);
					expect(after[0]).toBe(0);
					if (count > 1) expect(after.at(-1)).toBe(minutes);
					expect(after.every(Number.isInteger)).toBe(true);
					const gaps = after.slice(1).map((minute, item) => minute - (after[item] ?? 0));
					// More items than minutes: the same number each minute. Fewer: the same gap between items.
					const sizes = new Map<number, number>();
					for (const minute of after) sizes.set(minute, (sizes.get(minute) ?? 0) + 1);
					const even = count > minutes ? [...sizes.values()] : gaps;
					if (count > minutes) expect(sizes.size).toBe(minutes + 1);
					expect(Math.max(0, ...even) - Math.min(...even, Infinity)).toBeLessThanOrEqual(1);
					expect(gaps.every((gap) => gap >= 0)).toBe(true);
				},
			),
			{ numRuns: 20 },
		);
	});

	it.each<[string, Run, string]>([
		[
			'the first at a Send At that is no full minute',
			{ count: 3, minutes: 2, sendAt: '2030-03-04T10:00:45' },
			'Mon 10:00:45, Mon 10:02:00, Mon 10:03:00',
		],
		[
			'what is left at the end of the window goes on in the morning',
			{ count: 5, minutes: 240, sendAt: '2030-03-04T18:00:00', rule: WINDOW },
			'Mon 18:00:00, Mon 19:00:00, Tue 08:00:00, Tue 09:00:00, Tue 10:00:00',
		],
		[
			'over several days at the same pace, and over a Sunday',
			{ count: 5, minutes: 1440, sendAt: '2030-03-08T14:00:00', rule: WINDOW },
			'Fri 14:00:00, Sat 08:00:00, Sat 14:00:00, Mon 08:00:00, Mon 14:00:00',
		],
		[
			'a recipient overseas by their own clock: 8:00 there is 13:00 in Paris',
			{ count: 3, minutes: 240, sendAt: TEN, rule: WINDOW, zones: MARTINIQUE },
			'Mon 10:00:00, Mon 15:00:00, Mon 17:00:00',
		],
		[
			'over the hour that is skipped in March',
			{ count: 5, minutes: 240, sendAt: '2030-03-31T00:30:00' },
			'Sun 00:30:00, Sun 01:30:00, Sun 03:30:00, Sun 04:30:00, Sun 05:30:00',
		],
		[
			'once through the hour that comes twice in October, with a window that is open then, too',
			{ count: 5, minutes: 240, sendAt: '2030-10-26T23:30:00', rule: WEEKEND },
			'Sat 23:30:00, Sun 00:30:00, Sun 01:30:00, Sun 02:30:00, Sun 03:30:00',
		],
		[
			'past a day with an hour that comes twice, at the same pace',
			{ count: 2, minutes: 25 * 60, sendAt: '2030-10-27T00:00:00', rule: WEEKEND },
			'Sun 00:00:00, Sat 01:00:00',
		],
		[
			'in two places that are open together only in an hour that one of them has twice',
			{
				...{ count: 2, minutes: 5, sendAt: '2030-11-01T10:00:00' },
				...{ rule: { ...WEEKEND, to: '01:30' }, zones: [...MARTINIQUE, 'America/Miquelon'] },
			},
			'Fri 10:00:00, Sun 05:05:00',
		],
	])('%s', (_, run, expected) => {
		expect(instants(run).map(wallOf).join(', ')).toBe(expected);
	});

	it('leave immediately and then at whole minutes if Send At is empty', () => {
		const run = { count: 3, minutes: 10, sendAt: null, now: '2030-03-04T10:00:20' };
		const [first, ...others] = instants(run);
		expect([first, ...others.map(wallOf)]).toEqual([null, 'Mon 10:05:00', 'Mon 10:10:00']);
	});

	it('have a warning only if the window moved them', () => {
		const run = { count: 3, minutes: 240, sendAt: '2030-03-04T18:00:00', rule: WINDOW };
		expect(spreadOut(run).times.map(({ warnings }) => warnings)).toEqual([
			[],
			[
				{
					code: 'POSTPONED',
					message:
						'Postponed from Mon 4 Mar 2030, 20:00 (Paris) to Tue 5 Mar 2030, 08:00 (Paris): Spread Over continues when the sending window opens again.',
				},
			],
			[expect.objectContaining({ code: 'POSTPONED' })],
		]);
	});

	it('never leave outside the window or before their even minute, and one minute apart while it is open', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 365 * 24 * 60 }),
				fc.integer({ min: 1, max: 1_500 }),
				fc.constantFrom(PARIS, MARTINIQUE, ['Pacific/Tahiti'], BOTH),
				(start, minutes, zones) => {
					const sendAt = wallStart(start);
					// One item a minute, so that each minute is the next item's.
					const run = { count: minutes + 1, minutes, sendAt, zones };
					const even = instants(run);
					const held = instants({ ...run, rule: WINDOW })
						.slice(1)
						.map(Number);
					for (const [item, instant] of held.entries()) {
						expect(instant).toBeGreaterThanOrEqual(Number(even[item + 1]));
						for (const zone of zones) {
							const time = DateTime.fromMillis(instant, { zone });
							expect(time.weekday).not.toBe(7);
							expect(time.hour).toBeGreaterThanOrEqual(8);
							expect(time.hour).toBeLessThan(20);
						}
					}
					const gaps = held.slice(1).map((instant, item) => instant - (held[item] ?? 0));
					expect(gaps.every((gap) => gap === MINUTE || gap >= 11 * 60 * MINUTE)).toBe(true);
				},
			),
			{ numRuns: 3 },
		);
	});

	it('are refused if they would take years', () => {
		const rule = { ...WINDOW, from: '08:00', to: '08:01' };
		const run = { count: 3, minutes: 2_000, sendAt: '2030-03-04T08:00:00', rule };
		expect(() => spreadOut(run)).toThrow(expect.objectContaining({ field: 'Spread Over' }));
	});
});

describe('another try', () => {
	const items = [0, 1, 2, 3];
	const times = (asked: Array<number | null>, now: number, kept?: RunStart) => {
		const all = asked.map((instant): SendingTime => ({ instant, warnings: [] }));
		const spreading = new Spreading(60, new Map(all.entries()), now, kept);
		return {
			spreading,
			instants: all.map((one, item) => spreading.timeOf(item, one, null, PARIS).instant),
		};
	};
	const now = instantOf('2030-03-04T10:00:00');

	it.each([
		['a Send At by $now', (at: number) => items.map((item) => at + 120 * MINUTE + item)],
		['a Send At of each', () => items.map((item) => now + item * 300 * MINUTE)],
	])('keeps the times of the first try: %s', (_, askedAt: (at: number) => Array<number | null>) => {
		const first = times(askedAt(now), now);
		const later = now + 5 * MINUTE;
		const next = times(askedAt(later), later, first.spreading.start);
		expect(next.instants).toEqual(first.instants);
		expect(next.spreading.start).toEqual(first.spreading.start);
	});

	it('uses no other item’s Send At if that of the first item can no longer be read', () => {
		const kept = { now, first: now + 60 * MINUTE };
		const spreading = new Spreading(60, new Map([[0, { instant: null, warnings: [] }]]), now, kept);
		const own = now + 600 * MINUTE;
		expect(spreading.startOf({ instant: own, warnings: [] })).toBe(own);
	});
});

describe('the line in a summary', () => {
	it.each([
		[5000, 240, 'from 10:00 to 14:00, 21 a minute'],
		[41, 240, 'from 10:00 to 14:00, 1 every 6 minutes'],
		[3, 2, 'from 10:00 to 10:02, 1 a minute'],
		[10_000, 6, 'from 10:00 to 10:06, 1,429 a minute'],
		[3, 1440, 'from Mon 4 Mar, 10:00 to Tue 5 Mar, 10:00, 1 every 720 minutes'],
	])('%i items over %i minutes: %s', (count, minutes, line) => {
		const { times, spreading } = spreadOut({ count, minutes, sendAt: '2030-03-04T10:00:00' });
		const iso = times.map(({ instant }) => new Date(Number(instant)).toISOString());
		expect(spreading.line(iso)).toEqual([line]);
	});

	it('is left out for a single time', () => {
		const { spreading } = spreadOut({ count: 1, minutes: 10, sendAt: null });
		expect(spreading.line([null])).toEqual([]);
		expect(spreading.line([])).toEqual([]);
	});
});

/** A whole minute of the year, on the clock in Paris. */
function wallStart(minutes: number): string {
	return DateTime.fromISO('2030-01-01T00:00:00', { zone: 'Europe/Paris' })
		.plus({ minutes })
		.toFormat("yyyy-MM-dd'T'HH:mm:ss");
}
