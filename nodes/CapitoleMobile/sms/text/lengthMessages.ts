import type { Warning } from '../warning';
import { characterLabel } from './characterLabel';
import { isGsm7 } from './gsm7';
import { MAXIMUM_SEGMENTS, STOP_MENTION_CHARACTERS, type SegmentCount } from './segments';

export interface LengthRules {
	/** Whether the message may be sent as several SMS. */
	readonly long: boolean;
	/** Whether the provider appends its STOP mention: route M, with a metropolitan number. */
	readonly stopMention: boolean;
}

/** The ways in which a text may be counted; all the same if it is within GSM-7. */
interface Readings {
	/** As it is. */
	readonly count: SegmentCount;
	/** As the least that a provider that transliterates could make of it: one septet a character. */
	readonly cheapest: SegmentCount;
	/** As `gsm7Only` would make it. */
	readonly gsm7Only: SegmentCount;
	/** The most SMS allowed. */
	readonly maximum: number;
	readonly rules: LengthRules;
}

/** How many of the characters that force UCS-2 are named. */
const NAMED = 10;

/** @param excess characters to cut off for the text to fit with `gsm7Only` */
export function tooLong(
	{ count, cheapest, maximum, rules }: Readings,
	excess: number,
): { message: string; remedy: string } {
	const mention = rules.stopMention ? ' with the STOP mention' : '';
	const outsideGsm7 = count.encoding === 'UCS-2';
	const atBest = outsideGsm7 ? ', even if the provider turns it into GSM-7,' : '';
	const longer =
		!rules.long && cheapest.segments <= MAXIMUM_SEGMENTS
			? `, or turn on Long Message to send it as ${cheapest.segments} SMS`
			: '';
	return {
		message: `The text takes ${cheapest.segments} SMS (${cheapest.characters} characters${mention})${atBest} and ${allowed(maximum)}.`,
		remedy: outsideGsm7
			? `Shorten it by ${characters(excess)} and turn on GSM-7 Only${longer}.`
			: `Shorten it by ${characters(excess)}${longer}.`,
	};
}

/** @param excess characters to cut off for the text to fit as UCS-2 */
export function mayBeTooLong(
	{ count, gsm7Only, maximum, rules }: Readings,
	excess: number,
): Warning {
	const remedies = [`shorten it by ${characters(excess)}`];
	if (!rules.long && count.segments <= MAXIMUM_SEGMENTS) remedies.unshift('turn on Long Message');
	if (gsm7Only.segments <= maximum) remedies.unshift('turn on GSM-7 Only');
	return {
		code: 'MAY_BE_TOO_LONG',
		message:
			`As UCS-2 the text takes ${count.segments} SMS and ${allowed(maximum)}: it goes out only if the ` +
			`provider turns it into GSM-7, else it is answered TOO_LONG_MESSAGE. To be sure, ${remedies.join(' or ')}.`,
	};
}

export function ucs2(text: string, { count, gsm7Only }: Readings): Warning {
	const forcing = [...new Set(text)].filter((character) => !isGsm7(character));
	const named = forcing.slice(0, NAMED).map(characterLabel).join(', ');
	const more = forcing.length > NAMED ? ` and ${forcing.length - NAMED} more` : '';
	const saving =
		gsm7Only.segments < count.segments
			? `The text takes ${count.segments} SMS instead of ${gsm7Only.segments} with GSM-7 Only, unless the provider transliterates it.`
			: `GSM-7 Only would not make it fewer than ${count.segments} SMS.`;
	return {
		code: 'UCS2',
		message: `Not in GSM-7, so that an SMS holds 70 characters and not 160: ${named}${more}. ${saving}`,
	};
}

export function severalSegments(segments: number, atLeast: boolean): Warning {
	return {
		code: 'SEVERAL_SEGMENTS',
		message: `The text is sent as ${atLeast ? 'at least ' : ''}${segments} SMS, each paid for, for each recipient.`,
	};
}

/** @param segments with the mention; @param without segments without it */
export function stopMention(segments: number, without: number): Warning {
	const cost = without < segments ? `, which makes it ${segments} SMS instead of ${without}` : '';
	return {
		code: 'STOP_MENTION',
		message: `The provider adds " STOP au 36XXX" (${STOP_MENTION_CHARACTERS} characters) to the text in metropolitan France${cost}.`,
	};
}

function allowed(maximum: number): string {
	return maximum === 1
		? 'only 1 is allowed without Long Message'
		: `no more than ${maximum} are allowed`;
}

function characters(count: number): string {
	return count === 1 ? '1 character' : `${count} characters`;
}
