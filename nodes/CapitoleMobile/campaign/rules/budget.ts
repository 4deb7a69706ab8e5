import { codeMeaning } from '../../sms/answer/codeMeaning';
import { figure } from '../../sms/figure';
import { Refused } from '../../sms/refused';
import type { SmsRequest } from '../requests';

/** What a run may spend. */
export interface Limits {
	/** SMS at most; null for no limit. */
	readonly maxSms: number | null;
	/** Asks for the SMS left on the account, null where the provider does not tell; null not to ask. */
	readonly askBalance: (() => Promise<number | null>) | null;
}

/** The parts of an item's SMS, by item index. */
export type PartsOf = (itemIndex: number) => number;

/** What each number of a request costs, in SMS. One that two items share is paid for once. */
export function partsByNumber({ shares }: SmsRequest, partsOf: PartsOf): Map<string, number> {
	const parts = new Map<string, number>();
	for (const { itemIndex, recipients } of shares) {
		const own = partsOf(itemIndex);
		for (const recipient of recipients) {
			if (!parts.has(recipient)) parts.set(recipient, own);
		}
	}
	return parts;
}

/** What requests cost together, in SMS, when every number is accepted. */
export function costOf(requests: readonly SmsRequest[], partsOf: PartsOf): number {
	let sms = 0;
	for (const request of requests) {
		for (const parts of partsByNumber(request, partsOf).values()) sms += parts;
	}
	return sms;
}

/**
 * Holds what a run would cost against what it may cost, before its first request.
 *
 * @param isRest whether an earlier try of the run has sent a part already
 * @returns whether the balance was asked for and is not known
 * @throws Refused when the run would cost more, and when the balance cannot be asked for
 */
export async function approveCost(
	sms: number,
	{ maxSms, askBalance }: Limits,
	isRest: boolean,
): Promise<boolean> {
	if (maxSms !== null && sms > maxSms) {
		throw tooDear('OVER_MAX_SMS', sms, `Maximum SMS is ${figure(maxSms)}`, isRest);
	}
	if (askBalance === null || sms === 0) return false;
	const balance = await askBalance();
	if (balance !== null && sms > balance) {
		throw tooDear('OVER_BALANCE', sms, `the account has ${figure(balance)}`, isRest);
	}
	return balance === null;
}

function tooDear(
	code: 'OVER_MAX_SMS' | 'OVER_BALANCE',
	sms: number,
	limit: string,
	isRest: boolean,
): Refused {
	const [what, nothing] = isRest
		? ['The rest of this run', 'Nothing more was sent']
		: ['This run', 'Nothing was sent'];
	const message = `${what} would cost ${figure(sms)} SMS; ${limit}. ${nothing}`;
	return new Refused(code, message, codeMeaning(code).remedy);
}
