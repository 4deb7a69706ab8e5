import { publicHoliday } from '../../../nodes/CapitoleMobile/sms/schedule/sendingWindow';

/** Run by publicHoliday.test.ts under several time zones of the machine: all holidays of 2025 to 2028. */
const found: Record<string, string> = {};
for (let day = Date.UTC(2025, 0, 1); day < Date.UTC(2029, 0, 1); day += 86_400_000) {
	const date = new Date(day).toISOString().slice(0, 10);
	const name = publicHoliday(date);
	if (name !== undefined) found[date] = name;
}
const midnight = new Date(2026, 0, 1);
process.stdout.write(JSON.stringify({ found, offset: midnight.getTimezoneOffset() }));
