import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { publicHoliday } from '../../../nodes/CapitoleMobile/sms/schedule/sendingWindow';
import { HOLIDAYS, holidaysBy } from './holidays';

describe('French public holidays', () => {
	it('match the calendar by date and name, from 2025 to 2028', () => {
		expect(holidaysBy(publicHoliday)).toEqual(HOLIDAYS);
	});

	it('exclude the local ones of Alsace-Moselle', () => {
		expect(publicHoliday('2026-04-03')).toBeUndefined();
		expect(publicHoliday('2026-12-26')).toBeUndefined();
	});

	// In Sydney and Auckland clocks went back on Easter Sunday 2026, 24 hours before “Easter Monday”.
	it.each([
		['Australia/Sydney', -660],
		['America/New_York', 300],
	])('are the same on a machine in %s', (timezone, offset) => {
		const script = path.join(__dirname, 'publicHolidaysOfMachine.ts');
		const output = execFileSync(process.execPath, ['--import', 'tsx', script], {
			cwd: path.join(__dirname, '../../..'),
			env: { PATH: process.env['PATH'], TZ: timezone },
			encoding: 'utf8',
		});
		expect(JSON.parse(output)).toEqual({ found: HOLIDAYS, offset });
	});
});
