import type { Outcome } from './outcome';

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

/** Every code that the provider documents. */
export const PROVIDER_CODES = [
	'SENDING_OK',
	'TOO_LONG_SENDER',
	...REFUSAL_CODES,
	...NUMBER_CODES,
] as const;

/** Our codes, for outcomes that come without one of the provider's; `HTTP_nnn` is beside these. */
export const OWN_CODES = {
	COULD_NOT_CONNECT: 'notSent',
	HOST_NOT_FOUND: 'notSent',
	TLS_REFUSED: 'notSent',
	PROXY_REFUSED: 'notSent',
	INVALID_URL: 'notSent',
	BLOCKED_BY_N8N: 'notSent',
	CREDENTIAL_NOT_READ: 'notSent',
	TOO_MANY_KEYS: 'notSent',
	NOT_TRIED: 'notSent',
	STOPPED_EARLIER: 'notSent',
	CANCELLED: 'notSent',
	UNEXPECTED: 'notSent',
	NO_ANSWER: 'unknown',
	UNKNOWN_ANSWER: 'unknown',
	NOT_NAMED: 'unknown',
	DUPLICATE_KEY: 'duplicate',
	KEY_IN_DOUBT: 'unknown',
	KEY_REUSED: 'rejected',
	KEY_NOT_NOTED: 'notSent',
	INVALID_INPUT: 'rejected',
	DO_NOT_CONTACT: 'rejected',
	NOT_ALLOWED: 'rejected',
	TOO_MANY_RECIPIENTS: 'rejected',
	OVER_MAX_SMS: 'notSent',
	OVER_BALANCE: 'notSent',
} as const satisfies Readonly<Record<string, Outcome>>;

export type RefusalCode = (typeof REFUSAL_CODES)[number];
export type NumberCode = (typeof NUMBER_CODES)[number];
export type ProviderCode = (typeof PROVIDER_CODES)[number];
export type OwnCode = keyof typeof OWN_CODES;
