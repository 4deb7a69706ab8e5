import { codeMeaning } from '../../sms/codes';
import { creditsOf } from '../../sms/credits';
import { figure } from '../../sms/figure';
import { Refused } from '../../sms/refused';
import type { SmsRequest } from '../requests';

export interface Limits {
	/** SMS credits at most; null for no limit. */
	readonly maxSms: number | null;
	/** Returns the SMS credits left, null if the provider does not say; null to skip the check. */
	readonly askBalance: (() => Promise<number | null>) | null;
}

/** The total cost of requests in SMS credits if every recipient is accepted. */
export function costOf(requests: readonly SmsRequest[]): number {
	return requests.reduce((sms, { message, recipients }) => sms + creditsOf(message, recipients), 0);
}

/** The cost of a run in SMS credits. */
export interface Cost {
	/** Assumes that every key is free. */
	readonly atMost: number;
	/** Looks up the keys: an SMS with a used key costs nothing. */
	readonly exactly: () => Promise<number>;
}

/**
 * Checks a run's cost against its limits before the first request. Looks up keys only if the result
 * depends on them.
 *
 * @param isRetry whether an earlier try of the run already sent a part
 * @returns whether the balance was requested but is unknown
 * @throws Refused if the run would cost too much, or if the balance cannot be requested
 */
export async function approveCost(
	cost: Cost,
	{ maxSms, askBalance }: Limits,
	isRetry: boolean,
): Promise<boolean> {
	let sms = cost.atMost;
	const isOver = async (limit: number | null): Promise<boolean> => {
		if (limit === null || sms <= limit) return false;
		sms = await cost.exactly();
		return sms > limit;
	};
	if (maxSms !== null && (await isOver(maxSms))) {
		throw tooExpensive('OVER_MAX_SMS', sms, `Maximum SMS is ${figure(maxSms)}`, isRetry);
	}
	if (askBalance === null || sms === 0) return false;
	const balance = await askBalance();
	if (balance !== null && (await isOver(balance))) {
		throw tooExpensive('OVER_BALANCE', sms, `the account has ${figure(balance)}`, isRetry);
	}
	return balance === null;
}

function tooExpensive(
	code: 'OVER_MAX_SMS' | 'OVER_BALANCE',
	sms: number,
	limit: string,
	isRetry: boolean,
): Refused {
	const [what, nothing] = isRetry
		? ['The rest of this run', 'Nothing more was sent']
		: ['This run', 'Nothing was sent'];
	const message = `${what} would cost ${figure(sms)} SMS; ${limit}. ${nothing}`;
	return new Refused(code, message, codeMeaning(code).remedy);
}
