import { creditsOf } from '../credits';
import type { OutgoingMessage } from '../message';
import { partOf, replyForAll, type Reply } from './fictionalNumbers';

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
			: recipients.filter((recipient) => partOf(recipient).kind !== 'refused');
	const creditsLeft = credits - creditsOf(message, served);
	return { reply: forAll ?? codes(recipients, served, creditsLeft), creditsLeft };
}

/** Refused numbers, the sender's warning, and SENDING_OK where anyone is served, a line each. */
function codes(recipients: readonly string[], served: readonly string[], left: number): Reply {
	const lines = recipients.flatMap((recipient) => {
		const part = partOf(recipient);
		return part.kind === 'refused' ? [`${recipient}_${part.code}`] : [];
	});
	const isReplaced = served.some((recipient) => {
		const part = partOf(recipient);
		return part.kind === 'accepted' && part.isSenderReplaced === true;
	});
	if (isReplaced) lines.push('TOO_LONG_SENDER');
	if (served.length > 0) lines.push(`SENDING_OK;${String(left)}`);
	return { kind: 'response', status: 200, body: lines.join('\n'), isSent: served.length > 0 };
}
