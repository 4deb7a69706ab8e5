import { codeMeaning, type Warning } from '../codes';
import { figure } from '../figure';
import { InvalidInput } from '../refused';
import { readPhoneNumber } from './phoneNumber';
import { listNumbers } from './recipientList';

export type InvalidRecipients = 'error' | 'skip';

/** A recipient that gets no SMS. */
export interface RejectedRecipient {
	/** As written, shortened if it is long. */
	readonly recipient: string;
	/** See `InvalidNumberCode`. */
	readonly code: string;
	/** One sentence without its full stop, with the number in it. */
	readonly reason: string;
}

/** Thrown when bad recipients stop the whole message. Its code is the first recipient's. */
export class RefusedRecipients extends InvalidInput {
	override readonly name = 'RefusedRecipients';

	constructor(
		readonly rejected: readonly RejectedRecipient[],
		message: string,
		remedy: string,
	) {
		super('recipients', message, remedy, rejected[0]?.code);
	}
}

/** The recipients of one message, read and checked. */
export interface Recipients {
	/** International digits without `+`, each once, in the order given. Empty when all were rejected. */
	readonly numbers: readonly string[];
	/** Numbers left out: on the do-not-contact list, or invalid (`skip`; as written). */
	readonly rejected: readonly RejectedRecipient[];
	/** Duplicates left out and country codes changed, one line each. */
	readonly changes: readonly string[];
	/** One per code, however many recipients it concerns. */
	readonly warnings: readonly Warning[];
}

export interface RecipientRules {
	readonly invalidRecipients: InvalidRecipients;
	/** International digits without `+`; left out for none. */
	readonly doNotContact?: ReadonlySet<string>;
}

/** Recipients that a message names: a wrong column may have 100,000. */
const NAMED = 20;
const NAMED_IN_BRIEF = 3;
/** More bad recipients than this, and than good ones, mean a wrong column: no list is made. */
const MOST_REFUSED = 10_000;
const LONGEST_SHOWN = 40;

/**
 * Reads the recipients of one message.
 *
 * @param value text with commas, semicolons or new lines, a number, or an array, see `listNumbers`
 * @param rules with `skip`, bad recipients go to `rejected`, and `numbers` may end up empty
 * @throws InvalidInput `recipients` if there is none; RefusedRecipients with `error`, if one is bad
 */
export function readRecipients(value: unknown, rules: RecipientRules): Recipients {
	const list = listNumbers(value, 'recipients');
	if (list.length === 0) {
		throw new InvalidInput(
			'recipients',
			'There is no phone number',
			'Give at least one phone number, such as 0611223344 or +33611223344.',
			undefined,
			codeMeaning('EMPTY').brief,
		);
	}

	const numbers = new Set<string>();
	const unwanted = new Set<string>();
	const refused: RejectedRecipient[] = [];
	const remedies = new Set<string>();
	const warnings: Warning[] = [];
	const changes: string[] = [];
	for (const written of list) {
		const reading = readPhoneNumber(written);
		if (!reading.valid) {
			const { code, reason, remedy } = reading;
			const recipient = abridged(written);
			refused.push({ recipient, code, reason: `“${recipient}” ${reason}` });
			if (refused.length <= NAMED) remedies.add(remedy);
			if (refused.length > Math.max(MOST_REFUSED, numbers.size)) throw wrongColumn(refused);
		} else if (rules.doNotContact?.has(reading.number) === true) {
			unwanted.add(reading.number);
		} else if (!numbers.has(reading.number)) {
			numbers.add(reading.number);
			if (reading.change !== undefined) changes.push(reading.change);
			if (reading.warning) warnings.push(reading.warning);
		}
	}

	if (refused.length > 0 && rules.invalidRecipients === 'error') {
		throw refusedAll(refused, list.length, remedies);
	}
	const duplicates = list.length - numbers.size - unwanted.size - refused.length;
	if (duplicates > 0) changes.unshift(givenTwice(duplicates));
	return {
		numbers: [...numbers],
		changes: inBrief(changes),
		rejected: [
			...Array.from(unwanted, (recipient) => ({ recipient, ...DO_NOT_CONTACT })),
			...refused,
		],
		warnings: Array.from(new Set(warnings.map(({ code }) => code)), (code) => ({
			code,
			message: inBrief(
				warnings.filter((one) => one.code === code).map(({ message }) => message),
			).join(' '),
		})),
	};
}

const DO_NOT_CONTACT = {
	code: 'DO_NOT_CONTACT',
	reason: codeMeaning('DO_NOT_CONTACT').meaning,
};

function abridged(written: string | number): string {
	const text = String(written);
	return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

const givenTwice = (duplicates: number): string =>
	duplicates === 1
		? '1 recipient was given twice and gets the SMS once'
		: `${duplicates} recipients were duplicates: each number gets the SMS once`;

function refusedAll(
	refused: readonly RejectedRecipient[],
	all: number,
	remedies: ReadonlySet<string>,
): InvalidInput {
	const reasons = refused.slice(0, NAMED).map(({ reason }) => reason);
	if (refused.length > NAMED) reasons.push(`and ${refused.length - NAMED} more`);
	const counted = all === 1 ? '' : `${refused.length} of ${all} numbers cannot get an SMS: `;
	const others = 'To send to the others, set Invalid Recipients to Skip Them in the options.';
	return new RefusedRecipients(
		refused,
		counted + reasons.join('; '),
		[...remedies, ...(refused.length < all ? [others] : [])].join(' '),
	);
}

const wrongColumn = ([first]: readonly RejectedRecipient[]): InvalidInput =>
	new InvalidInput(
		'recipients',
		`More than ${figure(MOST_REFUSED)} recipients of one item are no mobile numbers: ${first?.reason ?? ''}`,
		'Check that the expression gives the column of phone numbers.',
	);

/** The first lines, and a count of the others. */
function inBrief(lines: readonly string[]): string[] {
	const more = lines.length - NAMED_IN_BRIEF;
	const named = lines.slice(0, NAMED_IN_BRIEF);
	return more > 0 ? [...named, `The same goes for ${more} more.`] : named;
}
