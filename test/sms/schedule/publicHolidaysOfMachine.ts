import { publicHoliday } from '../../../nodes/CapitoleMobile/sms/schedule/sendingWindow';
import { holidaysBy } from './holidays';

/** Prints all holidays from 2025 to 2028. publicHoliday.test.ts runs this in several time zones. */
const offset = new Date(2026, 0, 1).getTimezoneOffset();
process.stdout.write(JSON.stringify({ found: holidaysBy(publicHoliday), offset }));
