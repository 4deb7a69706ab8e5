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

/** `NUMBERS` sets refused numbers aside. */
export type Check = Refusal | 'NUMBERS';

type Code = Refusal | 'SENDING_OK' | 'TOO_LONG_SENDER' | '_IS_REFUSED';

export interface CodeOptions {
	/** The page gives no order. Checks that are not listed are skipped. */
	checkOrder: readonly Check[];
	/** Whether letters outside GSM-7 are replaced instead of sent as UCS-2: undocumented. */
	transliterates: boolean;
	/** Time zone of `prog` and of the dates in reports: undocumented. */
	clock: Clock;
	/** How an answer joins several codes, or that it has only the refusals: undocumented. */
	partialAnswer: 'lines' | 'semicolons' | 'refusalsOnly';
	/** Codes followed by `;balance`: "En plus du code réponse, vous recevez l'état du solde". */
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
	/** Refuses the whole request. */
	readonly refusal: Refusal | null;
	/** E.g. `33611223344_IS_INVALID`, with each number as it was written. */
	readonly refusals: readonly string[];
	readonly isSenderTooLong: boolean;
	readonly messages: readonly NewMessage[];
	/** The cost of the messages, in SMS. */
	readonly credits: number;
}

const MAX_SENDER_LENGTH = 11;
const MAX_PARTS = 4;

/** "Erreur d'authentification (identifiant / mot de passe) ou l'option API désactivée". */
export const admits = (login: Login, { username, password }: Login): boolean =>
	username === login.username && password === login.password;

/**
 * Decides the outcome of a request; the caller charges the balance. `#param1#` and the like do not
 * change: the page's sample shows them without an explanation.
 */
export function judge(document: SmsDocument, { credits, blacklist, options }: Account): Verdict {
	const { sender, id: campaignId, prog } = document;
	const text = options.transliterates ? transliterate(document.text) : document.text;
	const isEmpty = text.trim() === '';
	const isLong = document.long === 'yes';
	const route = document.route === 'M' ? 'M' : 'N';
	const isSenderTooLong = (sender?.length ?? 0) > MAX_SENDER_LENGTH;
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
			numbers.every(({ number }) => lengthTo(number ?? '').parts <= (isLong ? MAX_PARTS : 1)),
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

/** Writes the body of the answer: codes of the page, with the remaining balance. */
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
