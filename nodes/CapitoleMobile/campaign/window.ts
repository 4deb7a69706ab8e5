import { scheduleOf } from '../sms/schedule/schedule';
import { applySendingWindow } from '../sms/schedule/sendingWindow';
import type { SmsRequest } from './requests';

/**
 * A request as it may leave now: a long run goes on after the window has closed. What would leave
 * outside it gets the next allowed time, or is refused, as the safeguard says; without it, the items of
 * marketing get a warning.
 *
 * @param now milliseconds since the epoch
 * @returns null where it must not leave
 */
export function atLeaving(request: SmsRequest, now: number): SmsRequest | null {
	const { scheduledAt, sendingWindow, recipients } = request;
	// A time to come was held against the window when it was read.
	if (scheduledAt !== null && Date.parse(scheduledAt) > now) return request;
	// A time that has passed since means now.
	const message = { ...request.message, prog: '' };
	const asked = { instant: null, warnings: [] };
	const rule = sendingWindow && ({ ...sendingWindow, outside: 'postpone' } as const);
	const time = applySendingWindow(asked, rule, message.route, now, recipients);
	if (time === asked) {
		const late = scheduledAt === null ? {} : { late: { scheduledAt: null, warnings: [] } };
		return { ...request, message, ...late };
	}
	if (sendingWindow?.outside === 'error') return null;
	const { prog, ...late } = scheduleOf(time);
	return { ...request, message: { ...message, prog }, late };
}
