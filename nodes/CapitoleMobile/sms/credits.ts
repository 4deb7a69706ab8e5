import type { Composition } from './composition';
import type { OutgoingMessage } from './document/document';
import { isMetropolitan } from './recipients/numberingPlans';
import { countSegments, MAXIMUM_SEGMENTS, STOP_MENTION_CHARACTERS } from './text/segments';

/**
 * The cost of a message, in SMS, if all these numbers are accepted. Output, Maximum SMS, Check Credits
 * First, Preview, the simulation and the emulator all use it.
 *
 * Each number pays for the parts that may be sent to it: one without `long`, at most four with it. On
 * route M, the 14 characters of the STOP mention count only for metropolitan numbers.
 *
 * @param recipients international digits without `+`
 */
// @assumption CREDITS_BY_PART: one credit pays for one part to one number, and a number abroad costs nothing more, because the provider's page mentions the balance but not what an SMS costs.
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
 * What plain letters saved on the SMS to these numbers; null if they saved nothing. The text as written
 * would have needed Long Message, so the comparison assumes it.
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
