import type { NumberCode } from '../answer/codes';
import type { Outcome } from '../answer/outcome';

/** What comes back for a whole request with such a number in it, whatever else it holds. */
export type Reply =
	| {
			readonly kind: 'response';
			readonly status: number;
			readonly body: string;
			/** Whether the SMS go out. */
			readonly isSent: boolean;
			/** The header of that name. */
			readonly retryAfter?: string;
	  }
	/** The connection closes; the SMS are out. */
	| { readonly kind: 'noAnswer'; readonly isSent: true };

/** What one number does to a request: its own lot, or that of the whole. */
export type Part =
	| { readonly kind: 'accepted'; readonly isSenderReplaced?: true }
	| { readonly kind: 'refused'; readonly code: NumberCode }
	| Reply;

export interface FictionalNumber {
	/** The last two digits. */
	readonly ending: string;
	/** What an SMS to this number alone ends with; a test holds it against the reader of answers. */
	readonly outcome: Outcome;
	readonly code: string;
	/** What happens, for people. */
	readonly plays: string;
	readonly part: Part;
}

/** ARCEP reserves 06 39 98 00 00 to 06 39 98 99 99 for fiction: no subscriber has one. */
const SERIES = /^336399800([0-9]{2})$/;

const answer = (body: string, status = 200): Part => {
	return { kind: 'response', status, body, isSent: false };
};
const sentBut = (body: string): Part => ({ kind: 'response', status: 200, body, isSent: true });

const HTML = '<html><head><title>Maintenance</title></head><body>Maintenance</body></html>';

/**
 * The numbers 06 39 98 00 NN that do not simply accept an SMS: one for each of the provider's codes,
 * and for each way in which an answer can fail to come. The simulation and the emulator go by this
 * table, so that both tell the same of the same numbers. 1N refuses the request, 2N the number, 3N
 * accepts with a remark, 4N leaves it open, 5N does not let the request through.
 */
export const FICTIONAL_NUMBERS: readonly FictionalNumber[] = [
	{
		ending: '00',
		outcome: 'accepted',
		code: 'SENDING_OK',
		plays: 'Accepted, as every number is that is not below',
		part: { kind: 'accepted' },
	},
	{
		ending: '11',
		outcome: 'rejected',
		code: 'AUTH_FAILED',
		plays: 'Wrong login: refuses the request and stops the run',
		part: answer('AUTH_FAILED'),
	},
	{
		ending: '12',
		outcome: 'rejected',
		code: 'NOT_ENOUGH_CREDITS',
		plays: 'Too few credits: refuses the request and stops the run',
		part: answer('NOT_ENOUGH_CREDITS;0'),
	},
	{
		ending: '13',
		outcome: 'rejected',
		code: 'NO_RECIPIENT',
		plays: 'No recipient arrived: refuses the request',
		part: answer('NO_RECIPIENT'),
	},
	{
		ending: '14',
		outcome: 'rejected',
		code: 'EMPTY_MESSAGE',
		plays: 'No text arrived: refuses the request',
		part: answer('EMPTY_MESSAGE'),
	},
	{
		ending: '15',
		outcome: 'rejected',
		code: 'TOO_LONG_MESSAGE',
		plays: 'Text too long: refuses the request',
		part: answer('TOO_LONG_MESSAGE'),
	},
	{
		ending: '16',
		outcome: 'rejected',
		code: 'HTTP_403',
		plays: 'The server does not let this machine in: refuses the request and stops the run',
		part: answer('Forbidden', 403),
	},
	{
		ending: '21',
		outcome: 'rejected',
		code: 'IS_BLACKLISTED',
		plays: 'On the blacklist; the other numbers of the request are accepted',
		part: { kind: 'refused', code: 'IS_BLACKLISTED' },
	},
	{
		ending: '22',
		outcome: 'rejected',
		code: 'IS_INVALID',
		plays: 'Invalid for the provider; the other numbers of the request are accepted',
		part: { kind: 'refused', code: 'IS_INVALID' },
	},
	{
		ending: '23',
		outcome: 'rejected',
		code: 'IS_INVALID',
		plays: 'Invalid, and the answer leaves open what became of the others (NOT_NAMED)',
		part: sentBut('33639980023_IS_INVALID'),
	},
	{
		ending: '31',
		outcome: 'accepted',
		code: 'SENDING_OK',
		plays: 'Accepted with the warning TOO_LONG_SENDER',
		part: { kind: 'accepted', isSenderReplaced: true },
	},
	{
		ending: '32',
		outcome: 'accepted',
		code: 'TOO_LONG_SENDER',
		plays: 'TOO_LONG_SENDER is all that the answer says: accepted',
		part: sentBut('TOO_LONG_SENDER'),
	},
	{
		ending: '33',
		outcome: 'accepted',
		code: 'SENDING_OK',
		plays: 'Accepted, and the balance is not told',
		part: sentBut('SENDING_OK'),
	},
	{
		ending: '41',
		outcome: 'unknown',
		code: 'NO_ANSWER',
		plays: 'No answer comes',
		part: { kind: 'noAnswer', isSent: true },
	},
	{
		ending: '42',
		outcome: 'unknown',
		code: 'UNKNOWN_ANSWER',
		plays: "A page of HTML comes in place of the provider's answer",
		part: answer(HTML),
	},
	{
		ending: '43',
		outcome: 'unknown',
		code: 'HTTP_503',
		plays: 'The server is out of order',
		part: answer('Service Unavailable', 503),
	},
	{
		ending: '51',
		outcome: 'notSent',
		code: 'PROXY_REFUSED',
		plays: 'A proxy on the way does not let the request through: stops the run',
		part: answer('Proxy Authentication Required', 407),
	},
	{
		ending: '52',
		outcome: 'notSent',
		code: 'HTTP_429',
		plays: 'Too many requests, with each try: stops the run',
		part: {
			kind: 'response',
			status: 429,
			body: 'Too Many Requests',
			isSent: false,
			retryAfter: '0',
		},
	},
];

const PARTS: ReadonlyMap<string, Part> = new Map(
	FICTIONAL_NUMBERS.map(({ ending, part }) => [ending, part]),
);
const ACCEPTED: Part = { kind: 'accepted' };

/**
 * What a number does to its request.
 *
 * @param recipient international digits without `+`
 */
export function partOf(recipient: string): Part {
	return PARTS.get(SERIES.exec(recipient)?.[1] ?? '') ?? ACCEPTED;
}

/** What decides for a whole request, if one of its numbers does: the first of them. */
export function replyForAll(recipients: readonly string[]): Reply | undefined {
	return recipients.map(partOf).find(isReply);
}

const isReply = (part: Part): part is Reply => part.kind === 'response' || part.kind === 'noAnswer';
