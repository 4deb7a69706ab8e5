import fc from 'fast-check';

import { readCallbackDate } from '../../../nodes/CapitoleMobile/sms/callback/callback';

describe('readCallbackDate', () => {
	test.each([
		['2020-03-10 09:20:10', 'Europe/Paris', '2020-03-10T09:20:10+01:00'],
		['2020-07-10 09:20:10', 'Europe/Paris', '2020-07-10T09:20:10+02:00'],
		[' 2020-03-10T09:20:10 ', 'Europe/Paris', '2020-03-10T09:20:10+01:00'],
		['2026-10-25 01:59:59', 'Europe/Paris', '2026-10-25T01:59:59+02:00'],
		['2026-10-25 02:00:00', 'Europe/Paris', '2026-10-25T02:00:00+02:00'],
		['2026-10-25 02:59:59', 'Europe/Paris', '2026-10-25T02:59:59+02:00'],
		['2026-10-25 03:00:00', 'Europe/Paris', '2026-10-25T03:00:00+01:00'],
		['2026-03-29 01:59:59', 'Europe/Paris', '2026-03-29T01:59:59+01:00'],
		['2026-03-29 02:00:00', 'Europe/Paris', null],
		['2026-03-29 02:59:59', 'Europe/Paris', null],
		['2026-03-29 03:00:00', 'Europe/Paris', '2026-03-29T03:00:00+02:00'],
		['2020-03-10 09:20:10', 'America/Martinique', '2020-03-10T09:20:10-04:00'],
		['2020-03-10 09:20:10', 'UTC', '2020-03-10T09:20:10Z'],
		['2020-03-10 09:20:10', 'Nowhere/Land', null],
		['2020-02-30 09:20:10', 'Europe/Paris', null],
		['2026-03-10 09:20:10.0', 'Europe/Paris', '2026-03-10T09:20:10+01:00'],
		['2026-03-10 09:20', 'Europe/Paris', '2026-03-10T09:20:00+01:00'],
		['2026-03-10T08:20:10Z', 'Europe/Paris', '2026-03-10T09:20:10+01:00'],
		['2026-07-10T08:20:10.123Z', 'Europe/Paris', '2026-07-10T10:20:11+02:00'],
		['2026-03-10T09:20:10+01:00', 'Europe/Paris', '2026-03-10T09:20:10+01:00'],
		['2026-03-10 09:20:10 +0100', 'UTC', '2026-03-10T08:20:10Z'],
		['2020-03-10 24:00:00', 'Europe/Paris', null],
		['2020-03-10 09:20:60', 'Europe/Paris', null],
		['2020-03-10', 'Europe/Paris', null],
		['10/03/2020 09:20:10', 'Europe/Paris', null],
		['20260310092010', 'Europe/Paris', null],
		['202603100920', 'Europe/Paris', null],
		['', 'Europe/Paris', null],
		['now', 'Europe/Paris', null],
	])('reads %j in %s', (text, timezone, expected) => {
		expect(readCallbackDate(text, timezone)).toBe(expected);
	});

	test('every instant but the second of the doubled hours comes back as itself', () => {
		const paris = new Intl.DateTimeFormat('sv-SE', {
			timeZone: 'Europe/Paris',
			dateStyle: 'short',
			timeStyle: 'medium',
		});
		const min = Date.UTC(2015, 0, 1) / 1000;
		const max = Date.UTC(2035, 0, 1) / 1000;
		fc.assert(
			fc.property(fc.integer({ min, max }), (seconds) => {
				const wall = paris.format(seconds * 1000);
				const isSecondOfTwo = paris.format((seconds - 3600) * 1000) === wall;
				const read = readCallbackDate(wall, 'Europe/Paris');
				expect(Date.parse(read ?? '') / 1000).toBe(isSecondOfTwo ? seconds - 3600 : seconds);
			}),
			{ numRuns: 2_000 },
		);
	});
});
