import { replyForAll } from '../../nodes/CapitoleMobile/sms/simulation';
import { admits } from './codes';
import type { SmsDocument } from './document';
import type { Misbehaviour } from './misbehaviour';
import { internationalNumber } from './recipient';

/**
 * What goes wrong with a request because a fictional number in it stands for that, as in the node's
 * own simulation; null for nothing, and for a login that is refused anyway. The numbers that are
 * refused one by one are the business of `judge`.
 */
export function fictionOf(
	document: SmsDocument,
	login: Parameters<typeof admits>[0],
): Misbehaviour | null {
	if (!admits(login, document)) return null;
	const reply = replyForAll(document.recipients.flatMap((one) => internationalNumber(one) ?? []));
	if (reply === undefined) return null;
	if (reply.kind === 'noAnswer') return { kind: 'closeWithoutAnswer' };
	const { status, body, isSent: accepts, retryAfter } = reply;
	const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
	return { kind: 'status', status, body, accepts, headers };
}
