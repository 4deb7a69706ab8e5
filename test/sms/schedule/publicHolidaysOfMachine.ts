import { publicHoliday } from '../../../nodes/CapitoleMobile/sms/schedule/sendingWindow';
import { holidaysBy } from './holidays';

/** Run by publicHoliday.test.ts under several time zones of the machine: all holidays of 2025 to 2028. */
const offset = new Date(2026, 0, 1).getTimezoneOffset();
process.stdout.write(JSON.stringify({ found: holidaysBy(publicHoliday), offset }));
