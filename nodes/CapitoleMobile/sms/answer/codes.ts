import { LOOK_FIRST, outcomeOfStatus } from './httpStatus';

/** What a code means to the person who reads it, and what to do about it. Plain sentences, no secrets. */
export interface CodeMeaning {
	/** What happened: one sentence without its full stop, so that the code can follow in brackets. */
	readonly meaning: string;
	/** One or two sentences: what to do. Empty when there is nothing to do. */
	readonly remedy: string;
}

/** Codes about a request as a whole that say it was refused (the provider's page, "Réponse"). */
export const REFUSAL_CODES = [
	'AUTH_FAILED',
	'NOT_ENOUGH_CREDITS',
	'NO_RECIPIENT',
	'EMPTY_MESSAGE',
	'TOO_LONG_MESSAGE',
] as const;

/** Codes about one recipient. On the wire they come after its number: `33611223344_IS_INVALID`. */
export const NUMBER_CODES = ['IS_BLACKLISTED', 'IS_INVALID'] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];
export type NumberCode = (typeof NUMBER_CODES)[number];

/** Every code that the provider documents. */
export type ProviderCode = 'SENDING_OK' | 'TOO_LONG_SENDER' | RefusalCode | NumberCode;

/** Our codes, for outcomes that come without one of the provider's. `HTTP_nnn` is beside these. */
export type OwnCode =
	| 'COULD_NOT_CONNECT'
	| 'HOST_NOT_FOUND'
	| 'TLS_REFUSED'
	| 'PROXY_REFUSED'
	| 'INVALID_URL'
	| 'BLOCKED_BY_N8N'
	| 'STOPPED_EARLIER'
	| 'CANCELLED'
	| 'NO_ANSWER'
	| 'UNKNOWN_ANSWER'
	| 'NOT_NAMED'
	| 'DUPLICATE_KEY'
	| 'KEY_IN_DOUBT'
	| 'KEY_REUSED'
	| 'KEY_NOT_NOTED'
	| 'INVALID_INPUT';

/** The provider's codes. Meanings follow its page; remedies are ours. */
export const PROVIDER_CODES: Readonly<Record<ProviderCode, CodeMeaning>> = {
	SENDING_OK: { meaning: 'The provider accepted the SMS', remedy: '' },
	TOO_LONG_SENDER: {
		meaning:
			'The provider found the sender too long (11 characters at most) and used a short number instead',
		remedy: 'Shorten the sender to 11 characters.',
	},
	AUTH_FAILED: {
		meaning:
			'The provider refused the username or the API password, or the API option of the account is off',
		remedy:
			'Check the credential: the password is the API password from "SMS" > "Mon API" > "Paramètres API", and the API must be activated there.',
	},
	NOT_ENOUGH_CREDITS: {
		meaning: 'The account has too few credits for this SMS',
		remedy: 'Buy credits in your Capitole Mobile account, then send again what was not sent.',
	},
	NO_RECIPIENT: {
		meaning: 'The provider found no recipient in the request',
		remedy: 'Give at least one mobile number.',
	},
	EMPTY_MESSAGE: {
		meaning: 'The provider found no text in the request',
		remedy: 'Give a text. If there was one, try another charset in the options.',
	},
	TOO_LONG_MESSAGE: {
		meaning: 'The provider found the text too long to be sent',
		remedy: 'Shorten the text, or turn on Long Message to allow up to four parts.',
	},
	IS_BLACKLISTED: {
		meaning:
			'The number is on the blacklist of your account; people who answered STOP are put there',
		remedy: 'Leave this number out: its owner does not want your SMS.',
	},
	IS_INVALID: {
		meaning: 'The provider says that the number is invalid',
		remedy: 'Correct the number. Write it with its country code, for instance 33611223344.',
	},
};

/** Our codes. The outcome that each goes with is in brackets. */
export const OWN_CODES: Readonly<Record<OwnCode, CodeMeaning>> = {
	/** [notSent] */
	COULD_NOT_CONNECT: {
		meaning: 'The provider could not be reached, so the SMS was not sent',
		remedy: 'Check the network and the URL in the credential, then send again.',
	},
	/** [notSent] */
	HOST_NOT_FOUND: {
		meaning: 'The name of the host was not found in DNS, so the SMS was not sent',
		remedy: 'Check the URL in the credential and the DNS of this machine, then send again.',
	},
	/** [notSent] */
	TLS_REFUSED: {
		meaning: 'No secure connection could be made to the provider, so the SMS was not sent',
		remedy:
			'Check that the URL in the credential is right and that no proxy replaces the certificate, then send again.',
	},
	/** [notSent] */
	PROXY_REFUSED: {
		meaning: 'A proxy on the way refused to let the request through, so the SMS was not sent',
		remedy: 'Check the proxy settings of n8n and the login they hold, then send again.',
	},
	/** [notSent] */
	INVALID_URL: {
		meaning: 'The URL in the credential cannot be used, so the SMS was not sent',
		remedy: 'Correct the URL in the credential: it starts with https://.',
	},
	/** [notSent] */
	BLOCKED_BY_N8N: {
		meaning: 'n8n does not allow requests to this host, so the SMS was not sent',
		remedy:
			'Allow the host in the credential ("Allowed domains") or ask whoever runs n8n to allow it.',
	},
	/** [notSent] */
	STOPPED_EARLIER: {
		meaning:
			'Not tried: an earlier request was answered AUTH_FAILED or NOT_ENOUGH_CREDITS, and this one would have been too',
		remedy: 'Settle the cause of the earlier answer, then send again what was not sent.',
	},
	/** [notSent] */
	CANCELLED: {
		meaning: 'Not tried: the execution was stopped first',
		remedy: 'Send it again if it is still wanted.',
	},
	/** [unknown] */
	NO_ANSWER: {
		meaning: 'The request left, but no whole answer came back: the SMS may have been sent',
		remedy: LOOK_FIRST,
	},
	/** [unknown] */
	UNKNOWN_ANSWER: {
		meaning:
			'The answer is not one that the provider documents, so it is not known whether the SMS was sent',
		remedy: `${LOOK_FIRST} Check that the URL in the credential is right.`,
	},
	/** [unknown] */
	NOT_NAMED: {
		meaning:
			'The provider refused other numbers of the same request and did not say whether this one was served',
		remedy: LOOK_FIRST,
	},
	/** [duplicate] */
	DUPLICATE_KEY: {
		meaning: 'Not sent again: this SMS was sent before under the same idempotency key',
		remedy: 'Use another key if this is meant to be another SMS.',
	},
	/** [unknown] */
	KEY_IN_DOUBT: {
		meaning:
			'This SMS may have been sent before under the same idempotency key: its outcome is not known',
		remedy: `${LOOK_FIRST} For that, use another key.`,
	},
	/** [rejected] */
	KEY_REUSED: {
		meaning:
			'The same idempotency key was used for another text, sender, route or other numbers, so this SMS was not sent',
		remedy: 'Give every SMS a key of its own, for example {{ $json.orderId }}-shipped.',
	},
	/** [notSent] */
	KEY_NOT_NOTED: {
		meaning: 'n8n could not note the idempotency key, so the SMS was not sent',
		remedy: 'Save the workflow and check the database of n8n, then send again.',
	},
	/** [rejected] */
	INVALID_INPUT: {
		meaning: 'A field has a value that cannot be sent, so the SMS was not sent',
		remedy: 'Correct the field that the message names.',
	},
};

const ALL: ReadonlyMap<string, CodeMeaning> = new Map(
	Object.entries({ ...PROVIDER_CODES, ...OWN_CODES }),
);

/**
 * What a code means, whichever it is: the provider's, ours, or `HTTP_` and a status.
 *
 * @returns for a code that is none of these, what is said of an unknown answer
 */
export function codeMeaning(code: string): CodeMeaning {
	const status = /^HTTP_([1-9][0-9]{2})$/.exec(code)?.[1];
	if (status !== undefined) {
		const { message, remedy } = outcomeOfStatus(Number(status));
		return { meaning: message, remedy };
	}
	return ALL.get(code) ?? OWN_CODES.UNKNOWN_ANSWER;
}
