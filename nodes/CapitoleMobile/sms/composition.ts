import { checkCampaignId, checkSender } from './shortFields';
import type { OutgoingMessage } from './document/document';
import { isMetropolitan } from './recipients/numberingPlans';
import { readRecipients, type RecipientRules, type Recipients } from './recipients/recipients';
import { localZones } from './schedule/timeZone';
import {
	readSendingTime,
	scheduleOf,
	type ScheduleContext,
	type SendingTime,
} from './schedule/schedule';
import { applySendingWindow } from './schedule/sendingWindow';
import type { SendingWindowRule } from './schedule/sendingWindowOptions';
import type { Spreading } from './schedule/spreading';
import { STOP_MENTION, type SegmentCount } from './text/segments';
import { checkLength, countParts, type LengthRules } from './text/length';
import { publicShorteners } from './text/links';
import { misreadings } from './text/misreadings';
import { plainly, within885915, type PreparedText, type UnsupportedCharacters } from './text/text';
import { isAboutTime, type Warning } from './codes';
import { readLong, readRoute, readText } from './optionReaders';

/** The fields of one message as the user gave them, unchecked. */
export type MessageFields = Readonly<
	Record<'recipients' | 'text' | 'sender' | 'route' | 'long' | 'prog' | 'id', unknown>
>;

export interface CompositionRules extends RecipientRules, ScheduleContext {
	readonly unsupportedCharacters: UnsupportedCharacters;
	/** What to do with letters outside GSM-7, which more than halve the room in an SMS. */
	readonly costlyLetters: 'keep' | 'plainWhenCheaper' | 'plain';
	/** Null if the user has set none. */
	readonly sendingWindow: SendingWindowRule | null;
	/** Warnings from reading the fields. */
	readonly noticed?: readonly Warning[];
}

/** A checked message, ready to be sent or previewed. */
export interface Composition {
	readonly message: OutgoingMessage;
	readonly recipients: readonly string[];
	/** Numbers left out: on the do-not-contact list, or invalid if the user skips those. */
	readonly rejected: Recipients['rejected'];
	/** The text as the phone shows it, with the STOP mention if the provider adds it. */
	readonly phoneText: string;
	/** What was rewritten or left out, one line each. */
	readonly changes: readonly string[];
	readonly count: SegmentCount;
	/** The text before costly letters were replaced, and what was (`ç as c`); null if nothing was. */
	readonly plainly: { readonly asWritten: string; readonly letters: readonly string[] } | null;
	/** The time in Send At, before the sending window and Spread Over apply. */
	readonly asked: SendingTime;
	/** ISO 8601 with offset; null for at once. */
	readonly scheduledAt: string | null;
	/** Where Spread Over starts counting, the same for items spread together; left out without the option. */
	readonly spreadFrom?: number;
	/** Checked again when the request leaves; null if the user has set none. */
	readonly sendingWindow: SendingWindowRule | null;
	readonly warnings: readonly Warning[];
}

/**
 * Checks every field of a message and builds what will be sent.
 *
 * @throws InvalidInput for the first invalid field; nothing is ever cut short
 */
export function compose(fields: MessageFields, rules: CompositionRules): Composition {
	const route = readRoute(fields.route);
	const long = readLong(fields.long);
	const recipients = readRecipients(fields.recipients, rules);
	const lengthRules = {
		long,
		stopMention: route === 'M' && recipients.numbers.some(isMetropolitan),
	};
	const text = readText(fields.text);
	const { prepared, plainly } = writeText(text, rules, lengthRules);
	const sender = checkSender(fields.sender);
	const id = checkCampaignId(fields.id);
	const asked = readSendingTime(fields.prog, rules);
	const time = applySendingWindow(asked, rules.sendingWindow, route, rules.now, recipients.numbers);
	const { prog, scheduledAt, warnings: timeWarnings } = scheduleOf(time);
	const { count, warnings } = checkLength(prepared.text, lengthRules);
	return {
		message: { text: prepared.text, sender: sender.sender, route, long, prog, id },
		recipients: recipients.numbers,
		rejected: recipients.rejected,
		phoneText: lengthRules.stopMention ? `${prepared.text}${STOP_MENTION}` : prepared.text,
		changes: [...prepared.changes, ...recipients.changes],
		count,
		plainly,
		asked,
		scheduledAt,
		sendingWindow: rules.sendingWindow,
		warnings: [
			...prepared.warnings,
			...warnings,
			...misreadings(text),
			...publicShorteners(prepared.text),
			...sender.warnings,
			...timeWarnings,
			...recipients.warnings,
			...(rules.noticed ?? []),
		],
	};
}

/**
 * A message with the sending time that Spread Over gives its item.
 *
 * @param now milliseconds since the epoch
 * @throws InvalidInput if the sending window does not allow that time
 */
export function spread(
	composition: Composition,
	itemIndex: number,
	spreading: Spreading,
	now: number,
): Composition {
	const { asked, message, recipients, sendingWindow } = composition;
	const spreadTime = spreading.timeOf(itemIndex, asked, sendingWindow, localZones(recipients));
	const time = applySendingWindow(spreadTime, sendingWindow, message.route, now, recipients);
	const { prog, scheduledAt, warnings } = scheduleOf(time);
	return {
		...composition,
		message: { ...message, prog },
		scheduledAt,
		spreadFrom: spreading.startOf(asked),
		warnings: [...composition.warnings.filter((one) => !isAboutTime(one)), ...warnings],
	};
}

/** Prepares the text once, and replaces costly letters if that is asked for or saves a part. */
function writeText(
	text: string,
	{ unsupportedCharacters, costlyLetters }: CompositionRules,
	lengthRules: LengthRules,
): { prepared: PreparedText; plainly: Composition['plainly'] } {
	const written = within885915(text, unsupportedCharacters);
	const { prepared } = written;
	const { segments, encoding } = countParts(prepared.text, lengthRules);
	const isAlways = costlyLetters === 'plain';
	if (encoding === 'GSM-7' || (!isAlways && (costlyLetters === 'keep' || segments === 1))) {
		return { prepared, plainly: null };
	}
	const plain = plainly(written);
	const isCheaper = countParts(plain.prepared.text, lengthRules).segments < segments;
	if (!isAlways && !isCheaper) return { prepared, plainly: null };
	return {
		prepared: plain.prepared,
		plainly: { asWritten: prepared.text, letters: plain.letters },
	};
}
