import { creditsOf } from '../../nodes/CapitoleMobile/sms/credits';
import { refusalOf, replacesSender } from '../../nodes/CapitoleMobile/sms/simulation';
import type { Account } from './account';
import type { SmsDocument } from './document';
import type { NewMessage } from './message';
import { internationalNumber, isMetropolitan } from './recipient';
import { readProg, type Clock } from './schedule';
import { countSegments, STOP_MENTION, transliterate } from './segments';

/** Codes that refuse a whole request. `NUMBERS` is where refused numbers are set aside. */
export type Check =
	| 'AUTH_FAILED'
	| 'EMPTY_MESSAGE'
	| 'NO_RECIPIENT'
	| 'TOO_LONG_MESSAGE'
	| 'NUMBERS'
	| 'NOT_ENOUGH_CREDITS';

export interface CodeOptions {
	/** The page gives no order. A check left out is not made. */
	checkOrder: readonly Check[];
	/** Whether letters outside GSM-7 are replaced, or the SMS goes as UCS-2: undocumented. */
	transliterates: boolean;
	/** By which `prog` is read, and the dates of reports are written: undocumented. */
	clock: Clock;
}

export type Verdict =
	| { readonly kind: 'refused'; readonly code: Exclude<Check, 'NUMBERS'> }
	| {
			readonly kind: 'judged';
			/** `33611223344_IS_INVALID`, with the number as it was written. */
			readonly refusals: readonly string[];
			readonly isSenderTooLong: boolean;
			readonly messages: readonly NewMessage[];
			/** What they cost, in SMS. */
			readonly credits: number;
	  };

const LONGEST_SENDER = 11;
const MOST_PARTS = 4;

/** Decides what becomes of a request. Takes nothing from the balance: the caller does. */
export function judge(document: SmsDocument, account: Account, options: CodeOptions): Verdict {
	const refusals: string[] = [];
	let numbers = [...document.recipients];
	const { partsTo, creditsFor, messageTo } = messageWriter(document, options);
	const checks: Record<Check, () => boolean> = {
		AUTH_FAILED: () => account.admits(document.username, document.password),
		EMPTY_MESSAGE: () => document.text.trim() !== '',
		NO_RECIPIENT: () => document.recipients.length > 0,
		TOO_LONG_MESSAGE: () =>
			numbers.every((number) => partsTo(number) <= (document.long === 'yes' ? MOST_PARTS : 1)),
		NUMBERS: () => {
			numbers = numbers.filter((written) => {
				const number = internationalNumber(written);
				if (number === null) refusals.push(`${written}_IS_INVALID`);
				else if (account.blacklist.has(number)) refusals.push(`${written}_IS_BLACKLISTED`);
				else {
					const refusal = refusalOf(number, written);
					if (refusal === undefined) return true;
					refusals.push(refusal);
				}
				return false;
			});
			return true;
		},
		NOT_ENOUGH_CREDITS: () => creditsFor(numbers) <= account.credits,
	};
	for (const check of options.checkOrder) {
		if (!checks[check]() && check !== 'NUMBERS') return { kind: 'refused', code: check };
	}
	const served = document.text.trim() === '' ? [] : numbers;
	return {
		kind: 'judged',
		refusals,
		isSenderTooLong:
			(document.sender?.length ?? 0) > LONGEST_SENDER ||
			numbers.some((number) => replacesSender(internationalNumber(number) ?? '')),
		messages: served.map(messageTo),
		credits: creditsFor(served),
	};
}

/**
 * `#param1#` and the like stay as they are: the page's sample shows them and says nothing. Counting
 * and writing are apart, and written out, because a request may have 10,000 numbers.
 */
function messageWriter(document: SmsDocument, { transliterates, clock }: CodeOptions) {
	const text = transliterates ? transliterate(document.text) : document.text;
	const sender = (document.sender?.length ?? 0) > LONGEST_SENDER ? null : document.sender;
	const route = document.route === 'M' ? 'M' : 'N';
	const campaignId = document.id;
	const scheduledFor = document.prog === null ? null : readProg(document.prog, clock);
	const plain = countSegments(text);
	const withStop = route === 'M' ? countSegments(text + STOP_MENTION) : plain;
	const hasStop = (number: string | null) =>
		route === 'M' && number !== null && isMetropolitan(number);
	return {
		partsTo: (written: string): number =>
			hasStop(internationalNumber(written)) ? withStop.parts : plain.parts,
		creditsFor: (written: readonly string[]): number =>
			creditsOf(
				{ text, route, long: document.long === 'yes' },
				written.map((number) => internationalNumber(number) ?? number),
			),
		messageTo: (written: string): NewMessage => {
			const number = internationalNumber(written) ?? written;
			const stopMention = hasStop(number) ? STOP_MENTION : '';
			const { parts, encoding } = stopMention ? withStop : plain;
			return {
				number,
				text,
				stopMention,
				sender,
				route,
				campaignId,
				parts,
				encoding,
				scheduledFor,
			};
		},
	};
}
