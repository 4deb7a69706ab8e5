import { InvalidInput } from '../../sms/invalidInput';
import { countParts, mostSegments } from '../../sms/text/length';
import { capacityOf, type SegmentCount } from '../../sms/text/segments';
import { prepareText, type TextRules } from '../../sms/text/text';

/** What one person is asked, as the page shows it. */
export interface Question {
	/** The message without its link; line breaks count. */
	readonly text: string;
	readonly answer: AnswerWanted;
}

export type AnswerWanted =
	/** Empty labels are the page's own words; `decline` is null where one can only approve. */
	| { readonly type: 'approval'; readonly approve: string; readonly decline: string | null }
	| { readonly type: 'freeText' };

/** Where the link goes in a message. */
const PLACE = '{link}';

export const hasPlace = (message: string): boolean => message.includes(PLACE);

/** The message with the link where it says `{link}`, else at its end. */
export function withLink(message: string, link: string): string {
	return hasPlace(message) ? message.replaceAll(PLACE, () => link) : `${message.trimEnd()} ${link}`;
}

/** The message as the page shows it, which needs no link. */
export function withoutLink(message: string): string {
	return message.replace(/[ \t]*\{link\}/g, '').trim();
}

const PRIVATE_HOSTS = [
	/^localhost$|\.(localhost|local|internal|lan|home\.arpa)$/,
	// A name without a dot is one of a local network, such as a container's.
	/^[^.:]+$/,
	/^(0|10|127)\./,
	/^192\.168\.|^169\.254\./,
	/^172\.(1[6-9]|2\d|3[01])\./,
	/^\[(::1?|f[cd][\da-f]{2}:.*|fe80:.*)\]$/,
];

/** Whether a phone outside the local network cannot open the link: RFC 1918, 4193, 6761. */
export function isPrivateLink(link: string): boolean {
	const { hostname } = new URL(link);
	return PRIVATE_HOSTS.some((pattern) => pattern.test(hostname));
}

export interface QuestionRules extends TextRules {
	readonly long: boolean;
	/** Whether the provider may append its STOP mention. */
	readonly isMarketing: boolean;
}

/** Longer messages are not looked at as a whole: normalising them could take seconds. */
const LOOKED_AT = 2000;

/** Between what is kept of a message at its start and at its end. */
const GAP = ' ... ';

/** @throws InvalidInput `message` with the figures when it does not fit with its link */
export function refuseTooLong(message: string, link: string, rules: QuestionRules): void {
	const count = countOf(message.slice(0, LOOKED_AT), link, rules);
	if (count.segments <= mostSegments(rules)) return;
	const room = capacityOf(count.encoding, mostSegments(rules));
	const question = count.characters - link.length + Math.max(0, message.length - LOOKED_AT);
	throw new InvalidInput(
		'message',
		`The question has ${String(question)} characters and the link ${String(link.length)}; ${String(mostSegments(rules))} SMS hold${rules.long ? '' : 's'} ${String(room)}`,
		`Shorten the question to ${String(Math.max(0, room - link.length))} characters${rules.long ? '' : ', or turn on Long Message'}.`,
	);
}

/** The message with as much left out of its middle as does not fit with its link. */
export function shortened(message: string, link: string, rules: QuestionRules): string {
	const fits = (text: string): boolean =>
		countOf(text, link, rules).segments <= mostSegments(rules);
	if (message.length <= LOOKED_AT && fits(message)) return message;
	const characters = Array.from(message);
	const keep = (count: number): string => {
		const end = Math.floor(count / 2);
		const start = characters.slice(0, count - end).join('');
		return (
			start.trimEnd() +
			GAP +
			characters
				.slice(characters.length - end)
				.join('')
				.trimStart()
		);
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

function countOf(message: string, link: string, rules: QuestionRules): SegmentCount {
	const { text } = prepareText(withLink(message, link), rules);
	return countParts(text, { long: rules.long, stopMention: rules.isMarketing });
}
