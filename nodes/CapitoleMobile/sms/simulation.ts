import { FICTIONAL_NUMBERS, type Part, type Reply } from './codes';
import { creditsOf } from './credits';
import type { OutgoingMessage } from './document/document';

/** ARCEP reserves 06 39 98 00 00 to 06 39 98 99 99 for fiction: no subscriber has one. */
const SERIES = '336399800';
const ACCEPTED: Part = { kind: 'accepted' };
const PARTS = new Map(FICTIONAL_NUMBERS.map(({ ending, part }) => [SERIES + ending, part]));
/** What an answer says of a number that is refused, and of no other. */
const REFUSALS = new Map(
	FICTIONAL_NUMBERS.filter(({ part }) => part.kind === 'refused').map(({ ending, code }) => [
		SERIES + ending,
		code,
	]),
);

/**
 * What a number does to its request.
 *
 * @param recipient international digits without `+`
 */
export const partOf = (recipient: string): Part => PARTS.get(recipient) ?? ACCEPTED;

/** `33639980021_IS_BLACKLISTED`; undefined for a number that is not refused for itself. */
export function refusalOf(recipient: string, written = recipient): string | undefined {
	const code = REFUSALS.get(recipient);
	return code === undefined ? undefined : `${written}_${code}`;
}

export function replacesSender(recipient: string): boolean {
	const part = partOf(recipient);
	return part.kind === 'accepted' && part.isSenderReplaced === true;
}

/** What decides for a whole request, if one of its numbers does: the first of them. */
export function replyForAll(recipients: readonly string[]): Reply | undefined {
	return recipients.map(partOf).find(isReply);
}

const isReply = (part: Part): part is Reply => part.kind === 'response' || part.kind === 'noAnswer';

/** What the provider would send back for a request. */
export interface SimulatedReply {
	readonly reply: Reply;
	/** SMS on the account afterwards. */
	readonly creditsLeft: number;
}

/**
 * Answers a request as the provider would, by the table of fictional numbers.
 *
 * @param recipients international digits without `+`
 * @param credits SMS on the account before
 */
export function simulatedReply(
	{
		message,
		recipients,
	}: { readonly message: OutgoingMessage; readonly recipients: readonly string[] },
	credits: number,
): SimulatedReply {
	const forAll = replyForAll(recipients);
	const served =
		forAll?.isSent === false
			? []
			: recipients.filter((recipient) => refusalOf(recipient) === undefined);
	const creditsLeft = credits - creditsOf(message, served);
	return { reply: forAll ?? answerTo(recipients, served, creditsLeft), creditsLeft };
}

/** Refused numbers, the sender's warning, and SENDING_OK where anyone is served, a line each. */
function answerTo(recipients: readonly string[], served: readonly string[], left: number): Reply {
	const lines = recipients.flatMap((recipient) => refusalOf(recipient) ?? []);
	if (served.some(replacesSender)) lines.push('TOO_LONG_SENDER');
	if (served.length > 0) lines.push(`SENDING_OK;${String(left)}`);
	return { kind: 'response', status: 200, body: lines.join('\n'), isSent: served.length > 0 };
}
