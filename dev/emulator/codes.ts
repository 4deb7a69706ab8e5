import { creditsOf } from '../../nodes/CapitoleMobile/sms/credits';
import { refusalOf, replacesSender } from '../../nodes/CapitoleMobile/sms/simulation';
import type { SmsDocument } from './document';
import type { NewMessage } from './message';
import { internationalNumber, isMetropolitan } from './recipient';
import { readProg, type Clock } from './schedule';
import { countSegments, STOP_MENTION, transliterate } from './segments';

/** Codes that refuse a whole request. */
type Refusal =
	| 'AUTH_FAILED'
	| 'EMPTY_MESSAGE'
	| 'NO_RECIPIENT'
	| 'TOO_LONG_MESSAGE'
	| 'NOT_ENOUGH_CREDITS';

/** `NUMBERS` is where refused numbers are set aside. */
export type Check = Refusal | 'NUMBERS';

type Code = Refusal | 'SENDING_OK' | 'TOO_LONG_SENDER' | '_IS_REFUSED';

export interface CodeOptions {
	/** The page gives no order. A check left out is not made. */
	checkOrder: readonly Check[];
	/** Whether letters outside GSM-7 are replaced, or the SMS goes as UCS-2: undocumented. */
	transliterates: boolean;
	/** By which `prog` is read, and the dates of reports are written: undocumented. */
	clock: Clock;
	/** How several codes stand in one answer, or that refusals stand alone: undocumented. */
	partialAnswer: 'lines' | 'semicolons' | 'refusalsOnly';
	/** "En plus du code réponse, vous recevez l'état du solde": which codes `;balance` follows. */
	balanceFollows: readonly Code[];
}

interface Account {
	/** In SMS. */
	readonly credits: number;
	readonly blacklist: ReadonlySet<string>;
	readonly options: CodeOptions & Login;
}

type Login = Readonly<Record<'username' | 'password', string>>;

interface Verdict {
	/** Of the whole request. */
	readonly refusal: Refusal | null;
	/** `33611223344_IS_INVALID`, with the number as it was written. */
	readonly refusals: readonly string[];
	readonly isSenderTooLong: boolean;
	readonly messages: readonly NewMessage[];
	/** What they cost, in SMS. */
	readonly credits: number;
}

const LONGEST_SENDER = 11;
const MOST_PARTS = 4;

/** "Erreur d'authentification (identifiant / mot de passe) ou l'option API désactivée". */
export const admits = (login: Login, { username, password }: Login): boolean =>
	username === login.username && password === login.password;

/**
 * Decides what becomes of a request. Takes nothing from the balance: the caller does. `#param1#` and
 * the like stay as they are: the page's sample shows them and says nothing.
 */
export function judge(document: SmsDocument, { credits, blacklist, options }: Account): Verdict {
	const { sender, id: campaignId, prog } = document;
	const text = options.transliterates ? transliterate(document.text) : document.text;
	const isEmpty = text.trim() === '';
	const isLong = document.long === 'yes';
	const route = document.route === 'M' ? 'M' : 'N';
	const isSenderTooLong = (sender?.length ?? 0) > LONGEST_SENDER;
	// Counted once, because a request may have 10,000 numbers.
	const plain = { stopMention: '', ...countSegments(text) };
	const withStop = { stopMention: STOP_MENTION, ...countSegments(text + STOP_MENTION) };
	const lengthTo = (number: string) => (route === 'M' && isMetropolitan(number) ? withStop : plain);
	const refusals: string[] = [];
	let numbers = document.recipients.map((written) => ({
		written,
		number: internationalNumber(written),
	}));
	const cost = () =>
		creditsOf(
			{ text, route, long: isLong },
			numbers.map(({ number, written }) => number ?? written),
		);
	const checks: Record<Check, () => boolean> = {
		AUTH_FAILED: () => admits(options, document),
		EMPTY_MESSAGE: () => !isEmpty,
		NO_RECIPIENT: () => document.recipients.length > 0,
		TOO_LONG_MESSAGE: () =>
			numbers.every(({ number }) => lengthTo(number ?? '').parts <= (isLong ? MOST_PARTS : 1)),
		NUMBERS: () => {
			numbers = numbers.filter(({ written, number }) => {
				let refusal: string | undefined;
				if (number === null) refusal = `${written}_IS_INVALID`;
				else if (blacklist.has(number)) refusal = `${written}_IS_BLACKLISTED`;
				else refusal = refusalOf(number, written);
				if (refusal !== undefined) refusals.push(refusal);
				return refusal === undefined;
			});
			return true;
		},
		NOT_ENOUGH_CREDITS: () => cost() <= credits,
	};
	const failed = options.checkOrder.find((check) => !checks[check]());
	const refusal = failed === undefined || failed === 'NUMBERS' ? null : failed;
	if (refusal !== null || isEmpty) numbers = [];
	const shared = {
		text,
		sender: isSenderTooLong ? null : sender,
		route,
		campaignId,
		scheduledFor: prog === null ? null : readProg(prog, options.clock),
	} as const;
	return {
		refusal,
		refusals,
		isSenderTooLong: isSenderTooLong || numbers.some(({ number }) => replacesSender(number ?? '')),
		messages: numbers.map(({ number, written }) => ({
			...shared,
			number: number ?? written,
			...lengthTo(number ?? ''),
		})),
		credits: cost(),
	};
}

/** The body of the answer, in the codes of the page, with what is left on the account. */
export function writeAnswer(verdict: Verdict, { credits, options }: Account): string {
	const withBalance = (line: string, code: Code) =>
		options.balanceFollows.includes(code) ? `${line};${credits}` : line;
	if (verdict.refusal !== null) return withBalance(verdict.refusal, verdict.refusal);
	const lines = verdict.refusals.map((line) => withBalance(line, '_IS_REFUSED'));
	const isAlone = lines.length > 0 && options.partialAnswer === 'refusalsOnly';
	if (verdict.messages.length > 0 && !isAlone) {
		if (verdict.isSenderTooLong) lines.push(withBalance('TOO_LONG_SENDER', 'TOO_LONG_SENDER'));
		lines.push(withBalance('SENDING_OK', 'SENDING_OK'));
	}
	return lines.join(options.partialAnswer === 'semicolons' ? ';' : '\n');
}
