import { checkCampaignId } from './campaignId';
import type { OutgoingMessage } from './message';
import { readRecipients, type InvalidRecipients, type Recipients } from './recipients/recipients';
import { readSchedule } from './schedule/schedule';
import { applySendingWindow, type SendingWindow } from './schedule/sendingWindow';
import { checkSender } from './sender';
import { checkLength } from './text/length';
import { publicShorteners } from './text/publicShortener';
import type { SegmentCount } from './text/segments';
import { prepareText, type UnsupportedCharacters } from './text/text';
import type { Warning } from './warning';
import { readLong, readRoute, readText } from './writtenField';

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

export interface CompositionRules {
	readonly unsupportedCharacters: UnsupportedCharacters;
	readonly gsm7Only: boolean;
	readonly invalidRecipients: InvalidRecipients;
	readonly sendingWindow: 'off' | 'error' | 'postpone';
	readonly window: SendingWindow;
	readonly workflowTimezone: string;
	readonly providerTimezone: string;
	/** Milliseconds since the epoch. */
	readonly now: number;
}

/** A checked message, ready to be sent or previewed. */
export interface Composition {
	readonly message: OutgoingMessage;
	readonly recipients: readonly string[];
	/** Numbers that cannot be numbers, where the user chose to skip them. */
	readonly rejected: Recipients['rejected'];
	readonly count: SegmentCount;
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
	const prepared = prepareText(readText(fields.text), rules);
	const recipients = readRecipients(fields.recipients, rules);
	const sender = checkSender(fields.sender);
	const id = checkCampaignId(fields.id);
	const schedule = applySendingWindow(
		readSchedule(fields.prog, rules),
		rules.sendingWindow,
		route,
		rules.window,
		rules,
	);
	const { count, warnings } = checkLength(prepared.text, {
		long,
		stopMention: route === 'M' && recipients.metropolitan,
	});
	return {
		message: {
			text: prepared.text,
			sender: sender.sender,
			route,
			long,
			prog: schedule?.prog ?? '',
			id,
		},
		recipients: recipients.numbers,
		rejected: recipients.rejected,
		count,
		scheduledAt: schedule?.scheduledAt ?? null,
		warnings: [
			...prepared.warnings,
			...warnings,
			...publicShorteners(prepared.text),
			...sender.warnings,
			...(schedule?.warnings ?? []),
			...recipients.warnings,
		],
	};
}
