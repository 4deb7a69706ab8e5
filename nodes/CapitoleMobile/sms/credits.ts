import type { Composition } from './composition';
import type { OutgoingMessage } from './document/document';
import { isMetropolitan } from './recipients/numberingPlans';
import { countSegments, MAXIMUM_SEGMENTS, STOP_MENTION_CHARACTERS } from './text/segments';

/**
 * What a message costs, in SMS, when each of these numbers is accepted: output, Maximum SMS, Check
 * Credits First, Preview, the simulation and the emulator all count by this.
 *
 * Each number pays for the parts that may leave to it: one without `long`, four at most with it, and
 * on route M the 14 characters of the STOP mention only where it is metropolitan.
 *
 * @param recipients international digits without `+`
 */
// @assumption CREDITS_BY_PART: one credit pays for one part to one number, and nothing more is taken for a number abroad, because the provider's page speaks of the balance without saying what is taken from it.
export function creditsOf(
	{ text, route, long }: Pick<OutgoingMessage, 'text' | 'route' | 'long'>,
	recipients: readonly string[],
): number {
	if (!long) return recipients.length;
	const cost = (numbers: number, reserved = 0): number =>
		numbers && numbers * Math.min(countSegments(text, reserved).segments, MAXIMUM_SEGMENTS);
	const withStop = route === 'M' ? recipients.filter(isMetropolitan).length : 0;
	return cost(recipients.length - withStop) + cost(withStop, STOP_MENTION_CHARACTERS);
}

/** What plain letters (`ç as c`) saved. */
export interface Saving {
	readonly letters: readonly string[];
	readonly credits: number;
}

/**
 * What plain letters saved on the SMS to these numbers; null where they were not what made it cheaper.
 * As it was written, the text would have taken Long Message, so that is what it is compared with.
 */
export function savingOf(
	{ message, plainly }: Pick<Composition, 'message' | 'plainly'>,
	recipients: readonly string[],
): Saving | null {
	if (plainly === null || recipients.length === 0) return null;
	const cost = (text: string): number => creditsOf({ ...message, text, long: true }, recipients);
	const credits = cost(plainly.asWritten) - cost(message.text);
	return credits > 0 ? { letters: plainly.letters, credits } : null;
}
