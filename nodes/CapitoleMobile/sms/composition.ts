import { checkCampaignId } from './campaignId';
import { checkLength } from './text/length';
import type { OutgoingMessage } from './message';
import type { RecipientRules, Recipients } from './recipients/recipients';
import { readRecipients } from './recipients/recipients';
import type { Schedule } from './schedule/schedule';
import { readSchedule } from './schedule/schedule';
import type { SegmentCount } from './text/segments';
import { checkSender } from './sender';
import type { SendingWindow } from './schedule/sendingWindow';
import { applySendingWindow } from './schedule/sendingWindow';
import type { UnsupportedCharacters } from './text/text';
import { prepareText } from './text/text';
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

export interface CompositionRules extends RecipientRules {
	readonly unsupportedCharacters: UnsupportedCharacters;
	readonly gsm7Only: boolean;
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
	/** Numbers left out: not to be contacted, or no numbers, where the user chose to skip those. */
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
	const schedule = schedulePlan(fields.prog, route, rules);
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
			...sender.warnings,
			...(schedule?.warnings ?? []),
			...recipients.warnings,
		],
	};
}

function schedulePlan(
	prog: unknown,
	route: OutgoingMessage['route'],
	rules: CompositionRules,
): Schedule | null {
	return applySendingWindow(
		readSchedule(prog, rules),
		rules.sendingWindow,
		route,
		rules.window,
		rules,
	);
}
