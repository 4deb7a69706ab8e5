import { figure } from '../../sms/figure';
import { InvalidInput } from '../../sms/invalidInput';
import { countParts } from '../../sms/text/length';
import { capacityOf, MAXIMUM_SEGMENTS, type SegmentCount } from '../../sms/text/segments';
import { prepareText, type TextRules } from '../../sms/text/text';

/** What one person is asked, as the page shows it. */
export interface Question {
	/** The message without its link; line breaks count. */
	readonly text: string;
	/** Who asks, as the phone shows it; empty where the SMS comes from a short number. */
	readonly sender: string;
	readonly answer: AnswerWanted;
}

export type AnswerWanted =
	/** Empty labels are the page's own words; `decline` is null where one can only approve. */
	| { readonly type: 'approval'; readonly approve: string; readonly decline: string | null }
	| { readonly type: 'freeText' };

/** Where the link goes in a message. */
const PLACE = '{link}';

export const hasPlace = (message: string): boolean => message.includes(PLACE);

/** The message with the link at its end. */
export const withLinkAtEnd = (message: string, link: string): string =>
	`${message.trimEnd()} ${link}`;

/**
 * The message with the link where it says `{link}`, else at its end. What touches it gets a space, so
 * that phones see where the link begins and ends.
 */
export function withLink(message: string, link: string): string {
	if (!hasPlace(message)) return withLinkAtEnd(message, link);
	return message.replaceAll(PLACE, (_, at: number) => {
		const end = at + PLACE.length;
		const isAfterLink = message.endsWith(PLACE, at);
		const before = isAfterLink || /^[\s("]?$/.test(message.charAt(at - 1)) ? '' : ' ';
		const after = /^[\s.,;:!?)"]?$/.test(message.charAt(end)) ? '' : ' ';
		return before + link + after;
	});
}

/** The message as the page shows it, which needs no link. */
export function withoutLink(message: string): string {
	return message
		.split(PLACE)
		.reduce((left, right) => {
			const isGlued = /^[\p{L}\p{N}]/u.test(right);
			return `${left.trimEnd()}${isGlued ? ' ' : ''}${right}`;
		})
		.trim();
}

/** What is seen of it on a screen: not a space, and not one of the characters that have no shape. */
const SEEN = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

export const isBlank = (text: string): boolean => !SEEN.test(text);

/** Emoji in several parts need joiners and variation selectors, which are left to them. */
const EMOJI = String.raw`\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?)*|[\d#*]\uFE0F\u20E3`;
const EMOJI_OR_MARK = new RegExp(
	String.raw`${EMOJI}|(?![\t\n])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`,
	'gu',
);
const STARTS_AS_EMOJI = /^[\p{Extended_Pictographic}\d#*]/u;

/**
 * A text in which nothing is hidden: marks that turn the reading direction round, and characters without
 * a shape, are written as `[U+202E]`.
 */
export function withMarksShown(text: string): string {
	return text.replace(EMOJI_OR_MARK, (found) => {
		if (STARTS_AS_EMOJI.test(found)) return found;
		const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase();
		return `[U+${code.padStart(4, '0')}]`;
	});
}

export interface QuestionRules extends TextRules {
	/** Whether the provider may append its STOP mention. */
	readonly isMarketing: boolean;
}

/** Longer messages are not looked at as a whole: normalising them could take seconds. */
const LOOKED_AT = 2000;

/** Between what is kept of a message at its start and at its end. */
const GAP = ' ... ';

/** @throws InvalidInput `message` with the figures when it does not fit with its link */
export function refuseTooLong(message: string, link: string, rules: QuestionRules): void {
	const isFarTooLong = message.length > LOOKED_AT;
	const text = isFarTooLong
		? withLinkAtEnd(message.slice(0, LOOKED_AT), link)
		: withLink(message, link);
	const count = countOf(text, rules);
	if (!isFarTooLong && count.segments <= MAXIMUM_SEGMENTS) return;
	const room = capacityOf(count.encoding, MAXIMUM_SEGMENTS);
	const question = isFarTooLong ? message.length : Math.max(0, count.characters - link.length);
	throw new InvalidInput(
		'message',
		`The question has ${figure(question)} characters and the link ${String(link.length)}; ${String(MAXIMUM_SEGMENTS)} SMS hold ${String(room)}`,
		`Shorten the question to ${String(Math.max(0, room - link.length))} characters.`,
	);
}

/** What a page can show and a person read; an agent may hand over files. */
const LONGEST_REVIEW = 100_000;

/**
 * The message with as much left out of its middle as does not fit with a link at its end.
 *
 * @throws InvalidInput `message` for what is too long to be shown
 */
export function shortened(message: string, link: string, rules: QuestionRules): string {
	if (message.length > LONGEST_REVIEW) {
		throw new InvalidInput(
			'message',
			`The message has ${figure(message.length)} characters, and the page shows ${figure(LONGEST_REVIEW)} at most`,
			'Shorten what the message says of the tool.',
		);
	}
	const fits = (text: string): boolean =>
		countOf(withLinkAtEnd(text, link), rules).segments <= MAXIMUM_SEGMENTS;
	if (message.length <= LOOKED_AT && fits(message)) return message;
	const characters = Array.from(message);
	const keep = (count: number): string => {
		const end = Math.floor(count / 2);
		const start = characters.slice(0, count - end).join('');
		const rest = characters.slice(characters.length - end).join('');
		return start.trimEnd() + GAP + rest.trimStart();
	};
	let low = 0;
	// More never fits: each character takes at least one unit.
	let high = Math.min(characters.length, 700);
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (fits(keep(middle))) low = middle;
		else high = middle - 1;
	}
	return keep(low);
}

function countOf(message: string, rules: QuestionRules): SegmentCount {
	const { text } = prepareText(message, rules);
	return countParts(text, { long: true, stopMention: rules.isMarketing });
}
