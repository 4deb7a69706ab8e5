/**
 * Every code that an SMS, a number or a run can end with, and every HTTP status: one row each.
 * Messages, retries, stops, counts and documentation all read this table. To add a code, add its row.
 */

/**
 * The outcome of an SMS to one number.
 * - `accepted`: the provider accepted it.
 * - `rejected`: the provider, or a server before it, refused it; a retry as it is will not help.
 * - `notSent`: it did not leave; safe to retry.
 * - `unknown`: it left, and the result is not known; a retry may send it twice.
 * - `duplicate`: not sent, because it was sent before under the same idempotency key.
 */
export type Outcome = 'accepted' | 'rejected' | 'notSent' | 'unknown' | 'duplicate';

/** Text for people: plain sentences, no secrets. */
export interface CodeMeaning {
	/** What happened: one sentence without its full stop, so that the code can follow in brackets. */
	readonly meaning: string;
	/** What to do, in one or two sentences; empty if nothing. */
	readonly remedy: string;
}

export interface CodeRow extends CodeMeaning {
	/**
	 * The source: the provider's documented code, an HTTP status (`server`), a request that failed
	 * (`network`), this node before a request left (`node`), or the numbering plan of a recipient.
	 */
	readonly from: 'provider' | 'server' | 'network' | 'node' | 'numbering';
	readonly outcome: Outcome;
	/**
	 * A refused `number` does not fail an item whose other numbers were accepted. An item that only waited
	 * for the `run` has no fault of its own.
	 */
	readonly about: 'request' | 'number' | 'run';
	/** When the run stops, as further requests would end alike: `atOnce`, or after several `inARow`. */
	readonly stops: 'atOnce' | 'inARow' | null;
	/** Whether the node retries the request: `soon`, or `slower`, after the wait that the server requests. */
	readonly again: 'soon' | 'slower' | null;
	/** The words after a count in a summary; by default `refused: ` and the words of the code. */
	readonly brief?: string;
	/** The fictional numbers that play it. */
	readonly rehearsals: readonly Rehearsal[];
}

/** A fictional number, 06 39 98 00 NN, for simulations and the emulator. */
interface Rehearsal {
	/** Its last two digits. */
	readonly ending: string;
	/** What happens, for people. */
	readonly plays: string;
	readonly role: Role;
}

/** The effect of one number on its request: it decides its own outcome, or that of the whole request. */
export type Role =
	| { readonly kind: 'accepted'; readonly isSenderReplaced?: true }
	| { readonly kind: 'refused' }
	| PlayedResponse;

/** The response to every request that contains such a number. */
export type PlayedResponse =
	| {
			readonly kind: 'response';
			readonly status: number;
			readonly body: string;
			/** Whether the SMS leave. */
			readonly isSent: boolean;
			/** The Retry-After header. */
			readonly retryAfter?: string;
	  }
	/** The connection closes after the SMS left. */
	| { readonly kind: 'noAnswer'; readonly isSent: true };

const plays = (ending: string, what: string, role: Role): Rehearsal => ({
	ending,
	plays: what,
	role,
});
const answered = (body: string, status = 200) =>
	({ kind: 'response', status, body, isSent: false }) as const;
const sentBut = (body: string): Role => ({ kind: 'response', status: 200, body, isSent: true });

type Common = Pick<CodeRow, 'from' | 'outcome' | 'about'> & Partial<CodeRow>;
type Own = CodeMeaning & Partial<CodeRow>;

/** Adds common values to rows; a row's own value wins. */
function rows<Code extends string>(common: Common, own: Record<Code, Own>): Record<Code, CodeRow> {
	const none = { stops: null, again: null, rehearsals: [] };
	const whole = Object.entries<Own>(own).map(([code, row]) => [
		code,
		{ ...none, ...common, ...row },
	]);
	return Object.fromEntries(whole) as Record<Code, CodeRow>;
}

const LOOK_FIRST =
	'Before you send it again, check in your Capitole Mobile account whether it was sent.';
const CHECK_URL = 'Check the URL in the credential.';
const CHECK_DIGITS = 'Check its digits. A number from outside France needs its country code.';
const BUY_CREDITS = 'Buy credits in your Capitole Mobile account';

/** From the provider's page, "Réponse à la requête HTTP POST"; the remedies are ours. */
const ACCEPTING = rows(
	{ from: 'provider', about: 'request', outcome: 'accepted' },
	{
		SENDING_OK: {
			meaning: 'The provider accepted the SMS',
			remedy: '',
			rehearsals: [
				plays('00', 'Accepted, like every number that is not listed below', { kind: 'accepted' }),
				plays('31', 'Accepted with the warning TOO_LONG_SENDER', {
					kind: 'accepted',
					isSenderReplaced: true,
				}),
				plays('33', 'Accepted, without the balance', sentBut('SENDING_OK')),
			],
		},
		TOO_LONG_SENDER: {
			meaning:
				'The provider found the sender too long (11 characters at most) and used a short number instead',
			remedy: 'Shorten the sender to 11 characters.',
			rehearsals: [
				plays('32', 'Accepted: the answer says only TOO_LONG_SENDER', sentBut('TOO_LONG_SENDER')),
			],
		},
	},
);

const REFUSALS = rows(
	{ from: 'provider', about: 'request', outcome: 'rejected' },
	{
		AUTH_FAILED: {
			brief: 'refused: wrong login',
			stops: 'atOnce',
			meaning:
				'The provider refused the username or the API password, or the API option of the account is off',
			remedy:
				'Check the credential: the password is the API password from "SMS" > "Mon API" > "Paramètres API", and the API must be activated there.',
			rehearsals: [
				plays('11', 'Wrong login: refuses the request and stops the run', answered('AUTH_FAILED')),
			],
		},
		NOT_ENOUGH_CREDITS: {
			stops: 'atOnce',
			meaning: 'The account has too few credits for this SMS',
			remedy: `${BUY_CREDITS}, then send again what was not sent.`,
			rehearsals: [
				plays(
					'12',
					'Too few credits: refuses the request and stops the run',
					answered('NOT_ENOUGH_CREDITS;0'),
				),
			],
		},
		NO_RECIPIENT: {
			meaning: 'The provider found no recipient in the request',
			remedy: 'Give at least one mobile number.',
			rehearsals: [
				plays('13', 'No recipient arrived: refuses the request', answered('NO_RECIPIENT')),
			],
		},
		EMPTY_MESSAGE: {
			meaning: 'The provider found no text in the request',
			remedy: 'Give a text. If there was one, try another Letter Encoding in the options.',
			rehearsals: [plays('14', 'No text arrived: refuses the request', answered('EMPTY_MESSAGE'))],
		},
		TOO_LONG_MESSAGE: {
			meaning: 'The provider found the text too long to be sent',
			remedy: 'Shorten the text, or turn on Long Message to allow up to four parts.',
			rehearsals: [plays('15', 'Text too long: refuses the request', answered('TOO_LONG_MESSAGE'))],
		},
	},
);

/** On the wire, a number comes before them: `33611223344_IS_INVALID`. */
const NUMBER_REFUSALS = rows(
	{ from: 'provider', about: 'number', outcome: 'rejected' },
	{
		IS_BLACKLISTED: {
			brief: 'on the blacklist',
			meaning:
				'The number is on the blacklist of your account; people who answered STOP are put there',
			remedy: 'Leave this number out: its owner does not want your SMS.',
			rehearsals: [
				plays('21', 'On the blacklist; the other numbers of the request are accepted', {
					kind: 'refused',
				}),
			],
		},
		IS_INVALID: {
			brief: 'invalid for the provider',
			meaning: 'The provider says that the number is invalid',
			remedy: 'Correct the number. Write it with its country code, for instance 33611223344.',
			rehearsals: [
				plays('22', 'Invalid for the provider; the other numbers of the request are accepted', {
					kind: 'refused',
				}),
				plays(
					'23',
					'Invalid, and the answer does not mention the others (NOT_NAMED)',
					sentBut('33639980023_IS_INVALID'),
				),
			],
		},
	},
);

const NOT_LEFT = rows(
	{ from: 'network', about: 'request', outcome: 'notSent', stops: 'atOnce' },
	{
		COULD_NOT_CONNECT: {
			again: 'soon',
			meaning: 'The provider could not be reached, so the SMS was not sent',
			remedy: 'Check the network and the URL in the credential, then send again.',
		},
		HOST_NOT_FOUND: {
			again: 'soon',
			meaning: 'The name of the host was not found in DNS, so the SMS was not sent',
			remedy: 'Check the URL in the credential and the DNS of this machine, then send again.',
		},
		TLS_REFUSED: {
			brief: 'not sent: no secure connection',
			again: 'soon',
			meaning: 'No secure connection could be made to the provider, so the SMS was not sent',
			remedy:
				'Check that the URL in the credential is right and that no proxy replaces the certificate, then send again.',
		},
		// @assumption PROXY_STATUS_IS_NOT_SENT: only proxies answer 407, and a proxy that asks for a login has passed nothing on.
		PROXY_REFUSED: {
			meaning: 'A proxy on the way refused to let the request through, so the SMS was not sent',
			remedy: 'Check the proxy settings of n8n and the login they hold, then send again.',
			rehearsals: [
				plays(
					'51',
					'A proxy on the way does not let the request through: stops the run',
					answered('Proxy Authentication Required', 407),
				),
			],
		},
		INVALID_URL: {
			from: 'node',
			meaning: 'The URL in the credential cannot be used, so the SMS was not sent',
			remedy: 'Correct the URL in the credential: it starts with https://.',
		},
		BLOCKED_BY_N8N: {
			from: 'node',
			meaning: 'n8n does not allow requests to this host, so the SMS was not sent',
			remedy:
				'Allow the host in the credential (Allowed HTTP Request Domains), or ask whoever runs n8n to allow it.',
		},
	},
);

const OPEN = rows(
	{ from: 'network', about: 'request', outcome: 'unknown', stops: 'inARow' },
	{
		NO_ANSWER: {
			meaning: 'The request left, but no whole answer came back: the SMS may have been sent',
			remedy: LOOK_FIRST,
			rehearsals: [plays('41', 'No answer comes', { kind: 'noAnswer', isSent: true })],
		},
		UNKNOWN_ANSWER: {
			meaning:
				'The answer is not one that the provider documents, so it is not known whether the SMS was sent',
			remedy: `${LOOK_FIRST} Check that the URL in the credential is right.`,
			rehearsals: [
				plays(
					'42',
					"An HTML page comes instead of the provider's answer",
					answered('<html><head><title>Maintenance</title></head><body>Maintenance</body></html>'),
				),
			],
		},
		NOT_NAMED: {
			brief: 'may have been sent: not named by the provider',
			// The provider did answer, so the run goes on.
			stops: null,
			meaning:
				'The provider refused other numbers of the same request and did not say whether this one was accepted',
			remedy: LOOK_FIRST,
		},
	},
);

/** A status that refuses the request. */
const says = (what: string, remedy = CHECK_URL, more: Partial<CodeRow> = {}): Own => ({
	meaning: `${what} (HTTP status {status}), so the SMS was not sent`,
	remedy,
	...more,
});
const REFUSES = says('The server refused the request');
const REDIRECTS = says('The URL redirects', `${CHECK_URL} Redirects are not followed.`, {
	stops: 'atOnce',
});
const LEFT_OPEN: Own = {
	outcome: 'unknown',
	stops: 'inARow',
	meaning:
		'The server answered with HTTP status {status} and nothing that the provider documents: the SMS may have been sent',
	remedy: LOOK_FIRST,
};

/**
 * Responses whose body has no documented code. A refusal is `rejected` and not `notSent`: the request
 * did leave, and a retry after a second would not pass. 301, 307 and 308 ask for the same POST
 * elsewhere, before any program runs; a program sends 302 or 303 after its work is done. 408, 409, 425
 * and the rest do not settle it, and a 5xx may come after the SMS left.
 */
// @assumption REFUSING_STATUS_IS_REJECTED: the page names no HTTP status, so each has its meaning in RFC 9110 and 6585: a status that refuses a request says that the server did not act on it.
const STATUSES = rows<string>(
	{ from: 'server', about: 'request', outcome: 'rejected' },
	{
		HTTP_301: REDIRECTS,
		HTTP_307: REDIRECTS,
		HTTP_308: REDIRECTS,
		HTTP_400: REFUSES,
		HTTP_401: says('The server asks for another login', 'Check the credential and its URL.', {
			stops: 'atOnce',
		}),
		HTTP_403: says(
			'The server does not let this machine in',
			`The provider may have to authorise your server's IP address: "Test Request" shows it. ${CHECK_URL}`,
			{
				stops: 'atOnce',
				rehearsals: [
					plays(
						'16',
						'The server does not let this machine in: refuses the request and stops the run',
						answered('Forbidden', 403),
					),
				],
			},
		),
		HTTP_404: says('The server has nothing at this URL', CHECK_URL, { stops: 'atOnce' }),
		HTTP_405: says('The server accepts no SMS at this URL', CHECK_URL, { stops: 'atOnce' }),
		HTTP_410: REFUSES,
		HTTP_411: REFUSES,
		HTTP_413: says(
			'The server finds the request too large',
			'Lower "Recipients per Request" in the options.',
		),
		HTTP_414: REFUSES,
		HTTP_415: REFUSES,
		HTTP_421: REFUSES,
		HTTP_426: REFUSES,
		// @assumption TOO_MANY_REQUESTS_IS_NOT_SENT: a request that is answered with 429 was not processed, because RFC 6585 defines this status for rate limits.
		HTTP_429: says(
			'The server got too many requests',
			'Wait a while and lower "Parallel Requests" in the options.',
			{
				outcome: 'notSent',
				again: 'slower',
				stops: 'atOnce',
				rehearsals: [
					plays('52', 'Too many requests, at every try: stops the run', {
						...answered('Too Many Requests', 429),
						retryAfter: '0',
					}),
				],
			},
		),
		HTTP_431: REFUSES,
		HTTP_503: {
			...LEFT_OPEN,
			rehearsals: [plays('43', 'The server is unavailable', answered('Service Unavailable', 503))],
		},
		// All other statuses.
		HTTP_3nn: { ...LEFT_OPEN, stops: 'atOnce' },
		HTTP_nnn: LEFT_OPEN,
	},
);

const NOT_TRIED = rows(
	{ from: 'node', about: 'request', outcome: 'notSent' },
	{
		CREDENTIAL_NOT_READ: {
			meaning: 'The Capitole Mobile credential could not be read',
			remedy:
				'Choose a Capitole Mobile credential in the node, and open it to check that it is complete.',
		},
		TOO_MANY_KEYS: {
			meaning: 'The items have more different keys than the node remembers, so nothing was sent',
			remedy: 'Send fewer items with a key at a time, for example with Loop Over Items.',
		},
		NOT_TRIED: {
			brief: 'not tried',
			about: 'run',
			meaning: 'Not tried: another item could not be sent as it is',
			remedy: 'Correct that item, or set On Error to Continue.',
		},
		STOPPED_EARLIER: {
			brief: 'not tried',
			about: 'run',
			meaning: 'Not tried: the run stopped after an earlier request',
			remedy: 'Solve what stopped the run, then send again what was not sent.',
		},
		CANCELLED: {
			brief: 'not tried',
			about: 'run',
			meaning: 'Not tried: the execution was stopped first',
			remedy: 'Send it again if it is still wanted.',
		},
		WINDOW_CLOSED: {
			meaning: 'Not sent: the sending window closed before its turn came',
			remedy: 'Send it again within the window, or choose Postpone in Sending Window.',
		},
		UNEXPECTED: {
			meaning: 'Something unexpected happened in this node, so the SMS was not sent',
			remedy: 'Please report it with the input and the settings of the node, without any secret.',
		},
		KEY_NOT_NOTED: {
			meaning: 'n8n could not save the key, so the SMS was not sent',
			remedy: 'Save the workflow and check the database of n8n, then send again.',
		},
		OVER_MAX_SMS: {
			brief: 'not sent: over Maximum SMS',
			meaning: 'The run would cost more SMS than Maximum SMS allows, so nothing was sent',
			remedy: 'Send to fewer numbers, shorten the text, or raise Maximum SMS.',
		},
		OVER_BALANCE: {
			meaning: 'The run would cost more SMS than the account has left, so nothing was sent',
			remedy: `${BUY_CREDITS}, or send to fewer numbers.`,
		},
	},
);

const REFUSED_HERE = rows(
	{ from: 'node', about: 'request', outcome: 'rejected' },
	{
		DUPLICATE_KEY: {
			brief: 'sent before',
			outcome: 'duplicate',
			meaning: 'Not sent again: the same SMS was sent before under the same key',
			remedy: 'If this is meant to be another SMS, give it another key.',
		},
		KEY_IN_DOUBT: {
			outcome: 'unknown',
			meaning:
				'Not sent: the same SMS may have been sent before under the same key, and how that ended is not known',
			remedy: `${LOOK_FIRST} If it was not, send it under another key.`,
		},
		KEY_REUSED: {
			meaning:
				'Not sent: the same key was used for another text, sender or route, or for other numbers',
			remedy: 'Give every SMS a key of its own, for example {{ $json.orderId }}-shipped.',
		},
		INVALID_INPUT: {
			meaning: 'A field has a value that cannot be sent, so the SMS was not sent',
			remedy: 'Correct the field that the message names.',
		},
		MISSING_VALUE: {
			brief: 'missing value(s)',
			meaning: 'An expression gave nothing for this item, so the SMS was not sent',
			remedy: 'Fill in the value, or let the expression say what to write instead.',
		},
		DO_NOT_CONTACT: {
			brief: 'on the do-not-contact list',
			about: 'number',
			meaning: 'The number is on your do-not-contact list, so the SMS was not sent',
			remedy: 'Take it off the list if its owner wants your SMS again.',
		},
		NOT_ALLOWED: {
			brief: 'not among Allowed Recipients',
			meaning: 'The number is not among Allowed Recipients, so the SMS was not sent',
			remedy:
				'Add the number to Allowed Recipients, or remove the option. An agent tells the user and tries no other number.',
		},
	},
);

/** Why a recipient is not a mobile number; a message adds the details. */
const INVALID_NUMBERS = rows(
	{ from: 'numbering', about: 'number', outcome: 'rejected' },
	{
		EMPTY: {
			brief: 'without a number',
			meaning: 'There is no number',
			remedy: 'Give a phone number.',
		},
		NOT_A_NUMBER: {
			brief: 'not a number',
			meaning: 'Letters, signs or fractions: not a phone number',
			remedy: CHECK_DIGITS,
		},
		SCIENTIFIC_NOTATION: {
			brief: 'number(s) cut by a spreadsheet',
			meaning: 'A spreadsheet shortened it: its last digits are lost',
			remedy: 'Format the phone column as text in the spreadsheet and export it again.',
		},
		SEVERAL_NUMBERS: {
			brief: 'number(s) run together',
			meaning: 'Several numbers with no separator between them',
			remedy: 'Put a comma, a semicolon or a new line between numbers.',
		},
		TOO_SHORT: {
			brief: 'number(s) too short',
			meaning: 'Too short',
			remedy: CHECK_DIGITS,
		},
		TOO_LONG: {
			brief: 'number(s) too long',
			meaning: 'Too long',
			remedy: CHECK_DIGITS,
		},
		UNKNOWN_COUNTRY_CODE: {
			brief: 'unknown country code(s)',
			meaning: 'No country has numbers that begin like this',
			remedy: 'Write a French number as 0611223344 and a foreign one as + and its country code.',
		},
		NOT_A_MOBILE: {
			brief: 'landline(s)',
			meaning: 'A landline or special number of the French numbering plan',
			remedy:
				'Give a mobile number (06 or 07). A number from another country needs its country code.',
		},
		LOOKS_FRENCH: {
			brief: 'foreign number(s) that would be taken for French',
			meaning: 'A foreign number that the provider would take for a French one',
			remedy: 'Leave it out: the provider has no way to tell the two apart.',
		},
	},
);

/** Warnings about an SMS that is sent all the same; a message adds the details. */
export const WARNINGS = {
	CHARACTERS_REMOVED:
		'Characters that a reader will miss were left out: see **Unsupported Characters**.',
	COSTLY_LETTERS:
		'Letters outside GSM-7 make the SMS take more parts: see **Letters That Cost More**.',
	COSTLY_LINK:
		'Letters of a link or mail address, which stay as they are, make the SMS take more parts.',
	UNDECODED_TEXT: 'The text has `\\n`, HTML entities or HTML tags, which phones show as they are.',
	WRONG_CHARSET:
		'The text was read from a file with the wrong charset; the message says what was meant.',
	SEVERAL_PARTS: 'The text is sent as several parts, each paid for.',
	MAY_BE_TOO_LONG: 'The text fits only if the provider writes its letters plainly by itself.',
	STOP_MENTION: 'With **Marketing**, the STOP mention makes the SMS take one more part.',
	OUTSIDE_USUAL_HOURS: 'Marketing outside the usual hours, without a sending window.',
	TOO_LONG_SENDER: 'The provider replaced a sender it found too long by a short number.',
	UNUSUAL_SENDER: 'The sender has characters that operators may refuse.',
	NUMBER_AS_SENDER:
		'The sender looks like a phone number, which French operators block or replace.',
	GENERIC_SENDER:
		'The sender is a generic name (INFO, RDV), which French operators block or replace.',
	PUBLIC_SHORTENER:
		'The text has a link through a public shortener (bit.ly), which French operators block.',
	AMBIGUOUS_RECIPIENT: 'A number can be read in two ways; the message says which was used.',
	UNSURE_MOBILE: 'A number is not known as a mobile one: the SMS may not arrive.',
	DAYLIGHT_SAVING:
		'The time given does not exist on that day, or comes twice; the message says which was used.',
	POSTPONED: 'The sending window moved the SMS to a later time.',
	UNEXPECTED_ANSWER: "The provider's answer was not fully understood; the message quotes it.",
	NO_ANSWER: 'No answer came; the message says at which point.',
	MISSING_VALUE: 'An expression in **Sender** or **Campaign ID** gave nothing for this item.',
	FAR_FUTURE: 'The date given is more than a year ahead.',
	DO_NOT_CONTACT_UNREAD:
		'Some entries of **Do Not Contact** are not phone numbers, so they protect nobody.',
	SAME_SMS_AGAIN:
		'Several items send the same message to the same number, and **Combine Items** is off.',
	SPREAD_BY_ITEM:
		'**Spread Over** spreads items: all numbers of one item leave in the same minute.',
	BALANCE_NOT_TOLD:
		'The credits could not be checked first: the provider did not give the balance.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;
export type NumberCode = keyof typeof NUMBER_REFUSALS;
export type NotLeftCode = keyof typeof NOT_LEFT;
export type InvalidNumberCode = keyof typeof INVALID_NUMBERS;
export type WarningCode = keyof typeof WARNINGS;

export const REFUSAL_CODES = Object.keys(REFUSALS) as RefusalCode[];
export const NUMBER_CODES = Object.keys(NUMBER_REFUSALS) as NumberCode[];

/** The whole table, by code. */
export const CODES: ReadonlyMap<string, CodeRow> = new Map(
	Object.entries({
		...ACCEPTING,
		...REFUSALS,
		...NUMBER_REFUSALS,
		...NOT_LEFT,
		...OPEN,
		...STATUSES,
		...NOT_TRIED,
		...REFUSED_HERE,
		...INVALID_NUMBERS,
	}),
);

/** The row of a code, or of `HTTP_` and any status; the row of UNKNOWN_ANSWER for anything else. */
export function codeMeaning(code: string): CodeRow {
	const own = CODES.get(code);
	const [, status = ''] = /^HTTP_([1-9][0-9]{2})$/.exec(code) ?? [];
	if (status === '') return own ?? OPEN.UNKNOWN_ANSWER;
	const row = own ?? CODES.get(status.startsWith('3') ? 'HTTP_3nn' : 'HTTP_nnn') ?? OPEN.NO_ANSWER;
	return { ...row, meaning: row.meaning.replace('{status}', status) };
}

/** The code for an HTTP status when the body has no documented code. */
export function codeOfStatus(status: number): string {
	if (status >= 200 && status < 300) return 'UNKNOWN_ANSWER';
	return status === 407 ? 'PROXY_REFUSED' : `HTTP_${String(status)}`;
}

/** A fictional number with the result it plays. */
export interface FictionalNumber extends Rehearsal {
	/** The outcome of an SMS to this number alone. */
	readonly outcome: Outcome;
	readonly code: string;
}

/**
 * The fictional numbers 06 39 98 00 NN, in order. 1N refuses the request, 2N the number, 3N accepts
 * with a remark, 4N leaves the outcome unknown, 5N keeps the request from the provider.
 */
export const FICTIONAL_NUMBERS: readonly FictionalNumber[] = [...CODES]
	.flatMap(([code, { outcome, rehearsals }]) =>
		rehearsals.map((rehearsal) => ({ ...rehearsal, outcome, code })),
	)
	.sort((one, other) => Number(one.ending) - Number(other.ending));

/** A warning about an SMS that is sent all the same. */
export interface Warning {
	/** Stable, in capitals, for workflows to branch on. */
	readonly code: WarningCode;
	/** For people: what happened, and what it costs or how to avoid it. */
	readonly message: string;
}

/** Whether a warning is about the sending time. */
export const isAboutTime = ({ code }: Warning): boolean =>
	['POSTPONED', 'OUTSIDE_USUAL_HOURS', 'DAYLIGHT_SAVING', 'FAR_FUTURE'].includes(code);
