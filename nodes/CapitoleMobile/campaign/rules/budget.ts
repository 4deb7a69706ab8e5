import { codeMeaning } from '../../sms/codes';
import { creditsOf } from '../../sms/credits';
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

/** What requests cost together, in SMS, when every number is accepted. */
export function costOf(requests: readonly SmsRequest[]): number {
	return requests.reduce((sms, { message, recipients }) => sms + creditsOf(message, recipients), 0);
}

/** What a run would cost, in SMS. */
export interface Cost {
	/** As if every key were free. */
	readonly atMost: number;
	/** Looks the keys up, as an SMS whose key was used before costs nothing. */
	readonly exactly: () => Promise<number>;
}

/**
 * Holds what a run would cost against what it may cost, before its first request. Keys are looked up only
 * where it depends on them.
 *
 * @param isRest whether an earlier try of the run has sent a part already
 * @returns whether the balance was asked for and is not known
 * @throws Refused when the run would cost more, and when the balance cannot be asked for
 */
export async function approveCost(
	cost: Cost,
	{ maxSms, askBalance }: Limits,
	isRest: boolean,
): Promise<boolean> {
	let sms = cost.atMost;
	const isOver = async (limit: number | null): Promise<boolean> => {
		if (limit === null || sms <= limit) return false;
		sms = await cost.exactly();
		return sms > limit;
	};
	if (maxSms !== null && (await isOver(maxSms))) {
		throw tooDear('OVER_MAX_SMS', sms, `Maximum SMS is ${figure(maxSms)}`, isRest);
	}
	if (askBalance === null || sms === 0) return false;
	const balance = await askBalance();
	if (balance !== null && (await isOver(balance))) {
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
