import { FICTIONAL_NUMBERS, type Role, type PlayedResponse } from './codes';
import { creditsOf } from './credits';
import type { OutgoingMessage } from './document/document';

/** ARCEP reserves 06 39 98 00 00 to 06 39 98 99 99 for fiction: no subscriber has one. */
const ROLES = new Map(FICTIONAL_NUMBERS.map((number) => [`336399800${number.ending}`, number]));

/** What a number, in international digits, does to its request. */
export const roleOf = (recipient: string): Role =>
	ROLES.get(recipient)?.role ?? { kind: 'accepted' };

/** `33639980021_IS_BLACKLISTED`; undefined unless the number itself is refused. */
export function refusalOf(recipient: string, written = recipient): string | undefined {
	const { role, code = '' } = ROLES.get(recipient) ?? {};
	return role?.kind === 'refused' ? `${written}_${code}` : undefined;
}

export function replacesSender(recipient: string): boolean {
	const role = roleOf(recipient);
	return role.kind === 'accepted' && role.isSenderReplaced === true;
}

/** The response of the first number that decides for the whole request, if there is one. */
export const replyForAll = (recipients: readonly string[]): PlayedResponse | undefined =>
	recipients
		.map(roleOf)
		.find((role): role is PlayedResponse => role.kind === 'response' || role.kind === 'noAnswer');

/** What the provider would send back for a request. */
export interface SimulatedReply {
	readonly reply: PlayedResponse;
	/** SMS credits afterwards. */
	readonly creditsLeft: number;
}

/**
 * Answers a request as the provider would, from the table of fictional numbers: a line for each refused
 * number, for the sender's warning, and SENDING_OK if any number is accepted.
 *
 * @param credits SMS credits before
 */
export function simulatedReply(
	request: { readonly message: OutgoingMessage; readonly recipients: readonly string[] },
	credits: number,
): SimulatedReply {
	const { message, recipients } = request;
	const forAll = replyForAll(recipients);
	const served = forAll?.isSent === false ? [] : recipients.filter((one) => !refusalOf(one));
	const creditsLeft = credits - creditsOf(message, served);
	const lines = recipients.flatMap((recipient) => refusalOf(recipient) ?? []);
	if (served.some(replacesSender)) lines.push('TOO_LONG_SENDER');
	if (served.length > 0) lines.push(`SENDING_OK;${String(creditsLeft)}`);
	const isSent = served.length > 0;
	const reply = { kind: 'response', status: 200, body: lines.join('\n'), isSent } as const;
	return { reply: forAll ?? reply, creditsLeft };
}
