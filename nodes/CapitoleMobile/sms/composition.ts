import { checkCampaignId } from './campaignId';
import type { OutgoingMessage } from './message';
import { readRecipients, type RecipientRules, type Recipients } from './recipients/recipients';
import { readSendingTime, scheduleOf, type ScheduleContext } from './schedule/schedule';
import { applySendingWindow } from './schedule/sendingWindow';
import type { SendingWindowRule } from './schedule/sendingWindowOptions';
import { checkSender } from './sender';
import { checkLength, countParts } from './text/length';
import type { LengthRules } from './text/lengthMessages';
import { publicShorteners } from './text/publicShortener';
import { STOP_MENTION, type SegmentCount } from './text/segments';
import { prepareText, type PreparedText, type UnsupportedCharacters } from './text/text';
import type { Warning } from './warning';
import { readLong, readRoute, readText } from './givenValue';

/** The fields of one message as the user gave them, unchecked. */
export interface MessageFields {
	readonly recipients: unknown;
	readonly text: unknown;
	readonly sender: unknown;
	readonly route: unknown;
	readonly long: unknown;
	readonly prog: unknown;
	readonly id: unknown;
}

export interface CompositionRules extends RecipientRules, ScheduleContext {
	readonly unsupportedCharacters: UnsupportedCharacters;
	/** What to do with letters outside GSM-7, which more than halve the room in an SMS. */
	readonly costlyLetters: 'keep' | 'plainWhenCheaper' | 'plain';
	/** Null where the user has set none. */
	readonly sendingWindow: SendingWindowRule | null;
}

/** A checked message, ready to be sent or previewed. */
export interface Composition {
	readonly message: OutgoingMessage;
	readonly recipients: readonly string[];
	/** Numbers left out: on the do-not-contact list, or invalid where the user skips those. */
	readonly rejected: Recipients['rejected'];
	/** The text as the phone shows it, with the STOP mention where the provider adds it. */
	readonly phoneText: string;
	/** What was rewritten or left out, one line each. */
	readonly changes: readonly string[];
	readonly count: SegmentCount;
	/** The same text in plain letters. */
	readonly plainText: string;
	/** ISO with offset, or null when it is sent at once. */
	readonly scheduledAt: string | null;
	readonly warnings: readonly Warning[];
}

/**
 * Checks every field of a message and gives what will be sent.
 *
 * @throws InvalidInput for the first field that cannot be sent as it is; nothing is ever cut short
 */
export function compose(fields: MessageFields, rules: CompositionRules): Composition {
	const route = readRoute(fields.route);
	const long = readLong(fields.long);
	const recipients = readRecipients(fields.recipients, rules);
	const lengthRules = { long, stopMention: route === 'M' && recipients.metropolitan };
	const prepared = writeText(readText(fields.text), rules, lengthRules);
	const sender = checkSender(fields.sender);
	const id = checkCampaignId(fields.id);
	const asked = readSendingTime(fields.prog, rules);
	const time = applySendingWindow(asked, rules.sendingWindow, route, rules.now, recipients.numbers);
	const { prog, scheduledAt, warnings: timeWarnings } = scheduleOf(time);
	const { count, plainText, warnings } = checkLength(prepared.text, lengthRules);
	return {
		message: {
			text: prepared.text,
			sender: sender.sender,
			route,
			long,
			prog,
			id,
		},
		recipients: recipients.numbers,
		rejected: recipients.rejected,
		phoneText: lengthRules.stopMention ? `${prepared.text}${STOP_MENTION}` : prepared.text,
		changes: [...prepared.changes, ...recipients.changes],
		count,
		plainText,
		scheduledAt,
		warnings: [
			...prepared.warnings,
			...warnings,
			...publicShorteners(prepared.text),
			...sender.warnings,
			...timeWarnings,
			...recipients.warnings,
		],
	};
}

function writeText(text: string, rules: CompositionRules, lengthRules: LengthRules): PreparedText {
	const { unsupportedCharacters, costlyLetters } = rules;
	const plain = (plainLetters: boolean): PreparedText =>
		prepareText(text, { unsupportedCharacters, plainLetters });
	if (costlyLetters !== 'plainWhenCheaper') return plain(costlyLetters === 'plain');
	const asItIs = plain(false);
	const { segments, encoding } = countParts(asItIs.text, lengthRules);
	if (encoding === 'GSM-7' || segments === 1) return asItIs;
	const cheaper = plain(true);
	return countParts(cheaper.text, lengthRules).segments < segments ? cheaper : asItIs;
}
