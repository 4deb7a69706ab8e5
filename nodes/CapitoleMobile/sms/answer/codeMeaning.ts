import type { OwnCode, ProviderCode } from './codes';
import { outcomeOfStatus } from './httpStatus';

/** What a code means to the person who reads it, and what to do about it. Plain sentences, no secrets. */
export interface CodeMeaning {
	/** What happened: one sentence without its full stop, so that the code can follow in brackets. */
	readonly meaning: string;
	/** One or two sentences: what to do. Empty when there is nothing to do. */
	readonly remedy: string;
}

/** The remedy wherever an SMS may be out. */
const LOOK_FIRST =
	'Before you send it again, check in your Capitole Mobile account whether it was sent.';
const CHECK_URL = 'Check the URL in the credential.';

/** Meanings of the provider's codes follow its page; remedies are ours. */
const MEANINGS: Readonly<Record<ProviderCode | OwnCode, CodeMeaning>> = {
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
		remedy: 'Give a text. If there was one, try another Letter Encoding in the options.',
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
	COULD_NOT_CONNECT: {
		meaning: 'The provider could not be reached, so the SMS was not sent',
		remedy: 'Check the network and the URL in the credential, then send again.',
	},
	HOST_NOT_FOUND: {
		meaning: 'The name of the host was not found in DNS, so the SMS was not sent',
		remedy: 'Check the URL in the credential and the DNS of this machine, then send again.',
	},
	TLS_REFUSED: {
		meaning: 'No secure connection could be made to the provider, so the SMS was not sent',
		remedy:
			'Check that the URL in the credential is right and that no proxy replaces the certificate, then send again.',
	},
	PROXY_REFUSED: {
		meaning: 'A proxy on the way refused to let the request through, so the SMS was not sent',
		remedy: 'Check the proxy settings of n8n and the login they hold, then send again.',
	},
	INVALID_URL: {
		meaning: 'The URL in the credential cannot be used, so the SMS was not sent',
		remedy: 'Correct the URL in the credential: it starts with https://.',
	},
	BLOCKED_BY_N8N: {
		meaning: 'n8n does not allow requests to this host, so the SMS was not sent',
		remedy:
			'Allow the host in the credential ("Allowed domains") or ask whoever runs n8n to allow it.',
	},
	CREDENTIAL_NOT_READ: {
		meaning: 'The Capitole Mobile credential could not be read',
		remedy:
			'Choose a Capitole Mobile credential in the node, and open it to check that it is complete.',
	},
	TOO_MANY_KEYS: {
		meaning: 'The items have more different keys than n8n keeps, so nothing was sent',
		remedy: 'Send fewer items with a key at a time, for example with Loop Over Items.',
	},
	NOT_TRIED: {
		meaning: 'Not tried: another item could not be sent as it is',
		remedy: 'Correct that item, or set On Error to Continue.',
	},
	STOPPED_EARLIER: {
		meaning: 'Not tried: an earlier request showed that it could not succeed',
		remedy: 'Solve what stopped the earlier request, then send again what was not sent.',
	},
	CANCELLED: {
		meaning: 'Not tried: the execution was stopped first',
		remedy: 'Send it again if it is still wanted.',
	},
	UNEXPECTED: {
		meaning: 'Something unexpected happened in this node, so the SMS was not sent',
		remedy: 'Please report it with the input and the settings of the node, without any secret.',
	},
	NO_ANSWER: {
		meaning: 'The request left, but no whole answer came back: the SMS may have been sent',
		remedy: LOOK_FIRST,
	},
	UNKNOWN_ANSWER: {
		meaning:
			'The answer is not one that the provider documents, so it is not known whether the SMS was sent',
		remedy: `${LOOK_FIRST} Check that the URL in the credential is right.`,
	},
	NOT_NAMED: {
		meaning:
			'The provider refused other numbers of the same request and did not say whether this one was accepted',
		remedy: LOOK_FIRST,
	},
	DUPLICATE_KEY: {
		meaning: 'Not sent again: the same SMS was sent before under the same key',
		remedy: 'If this is meant to be another SMS, give it another key.',
	},
	KEY_IN_DOUBT: {
		meaning:
			'Not sent: the same SMS may have been sent before under the same key, and how that ended is not known',
		remedy: `${LOOK_FIRST} If it was not, send it under another key.`,
	},
	KEY_REUSED: {
		meaning: 'Not sent: the same key was used for another text, sender, route or other numbers',
		remedy: 'Give every SMS a key of its own, for example {{ $json.orderId }}-shipped.',
	},
	KEY_NOT_NOTED: {
		meaning: 'n8n could not save the key, so the SMS was not sent',
		remedy: 'Save the workflow and check the database of n8n, then send again.',
	},
	DO_NOT_CONTACT: {
		meaning: 'The number is on your do-not-contact list, so the SMS was not sent',
		remedy: 'Take it off the list if its owner wants your SMS again.',
	},
	NOT_ALLOWED: {
		meaning: 'The number is not one that this tool may send to, so the SMS was not sent',
		remedy:
			'Send only to the numbers that Allowed Recipients names. Do not try other numbers: tell the user.',
	},
	TOO_MANY_RECIPIENTS: {
		meaning:
			'One call of this tool may not send to so many numbers, so the SMS was not sent to any of them',
		remedy: 'Send to fewer numbers at a time, or let the user send to all of them.',
	},
	OVER_MAX_SMS: {
		meaning: 'The run would cost more SMS than Maximum SMS allows, so nothing was sent',
		remedy: 'Send to fewer numbers, shorten the text, or raise Maximum SMS.',
	},
	OVER_BALANCE: {
		meaning: 'The run would cost more SMS than the account has left, so nothing was sent',
		remedy: 'Buy credits in your Capitole Mobile account, or send to fewer numbers.',
	},
	INVALID_INPUT: {
		meaning: 'A field has a value that cannot be sent, so the SMS was not sent',
		remedy: 'Correct the field that the message names.',
	},
};

const REDIRECT = ['The URL redirects', `${CHECK_URL} Redirects are not followed.`] as const;

/** The refusing statuses of which there is more to say than that they refuse. */
const STATUS_TEXTS: Readonly<Record<number, readonly [what: string, remedy: string]>> = {
	301: REDIRECT,
	307: REDIRECT,
	308: REDIRECT,
	401: ['The server asks for another login', 'Check the credential and its URL.'],
	403: [
		'The server does not let this machine in',
		`The provider may have to authorise your server's IP address: "Test Request" shows it. ${CHECK_URL}`,
	],
	404: ['The server has nothing at this URL', CHECK_URL],
	405: ['The server accepts no SMS at this URL', CHECK_URL],
	413: ['The server finds the request too large', 'Lower "Recipients per Request" in the options.'],
	429: [
		'The server got too many requests',
		'Wait a while and lower "Parallel Requests" in the options.',
	],
};
const OTHER_REFUSAL = ['The server refused the request', CHECK_URL] as const;

/**
 * What a code means: one of the provider's, one of ours, or `HTTP_` and a status.
 *
 * @returns for a code that is none of these, what is said of an unknown answer
 */
export function codeMeaning(code: string): CodeMeaning {
	const status = /^HTTP_([1-9][0-9]{2})$/.exec(code)?.[1];
	if (status !== undefined) return statusMeaning(Number(status));
	return isKnown(code) ? MEANINGS[code] : MEANINGS.UNKNOWN_ANSWER;
}

const isKnown = (code: string): code is keyof typeof MEANINGS => Object.hasOwn(MEANINGS, code);

function statusMeaning(status: number): CodeMeaning {
	if (outcomeOfStatus(status).outcome === 'unknown') {
		return {
			meaning: `The server answered with HTTP status ${status} and nothing that the provider documents: the SMS may have been sent`,
			remedy: LOOK_FIRST,
		};
	}
	const [what, remedy] = STATUS_TEXTS[status] ?? OTHER_REFUSAL;
	return { meaning: `${what} (HTTP status ${status}), so the SMS was not sent`, remedy };
}
