import type { Answer } from './answer';
import type { NumberCode } from '../codes';
import { behind33 } from '../recipients/numberingPlans';
import { readPhoneNumber } from '../recipients/phoneNumber';

/** The numbers an answer names, held against those asked. */
export interface NamedNumbers {
	/** The refused ones, by the recipient as it was asked. */
	readonly refused: ReadonlyMap<string, NumberCode>;
	/** Recipients of which something is said that is not documented, or may be. */
	readonly inDoubt: ReadonlySet<string>;
	/** Whether a refusal names no number, and it is open which of several is meant. */
	readonly isSomeoneRefused: boolean;
	/** Whether a refused number is not one asked as it stands. */
	readonly hasOthers: boolean;
}

const NONE: NamedNumbers = {
	refused: new Map(),
	inDoubt: new Set(),
	isSomeoneRefused: false,
	hasOthers: false,
};

/** Numbers that are not those asked as they stand. */
const MOST_INEXACT = 100;

/**
 * Finds the recipients of which an answer says something.
 *
 * @param recipients the numbers asked, as international digits without `+`
 */
export function namedNumbers(
	answer: Pick<Answer, 'refused' | 'inDoubt'>,
	recipients: readonly string[],
): NamedNumbers {
	if (answer.refused.length + answer.inDoubt.length === 0) return NONE;
	const asked = new Map(recipients.map((number) => [behind33(digits(number)), number]));
	const refused = new Map<string, NumberCode>();
	const inDoubt = new Set<string>();
	const inexact: string[] = [];
	for (const number of answer.inDoubt) {
		const exact = find(number, asked);
		if (exact === undefined) inexact.push(number);
		else inDoubt.add(exact);
	}
	let isSomeoneRefused = false;
	let hasOthers = false;
	for (const { recipient, code } of answer.refused) {
		// @assumption BARE_REFUSAL_IS_THE_ONLY_RECIPIENT: "_IS_INVALID" without a number means the recipient of a request that has only one; with several, the answer does not say which one is meant, so none is taken to be refused or served.
		const number = recipient === null ? onlyRecipient(asked) : find(recipient, asked);
		if (number !== undefined) refused.set(number, refused.get(number) ?? code);
		else if (recipient === null) isSomeoneRefused = true;
		else {
			hasOthers = true;
			inexact.push(recipient);
		}
	}
	// Nothing is made of an answer that names so many others.
	const meant =
		inexact.length > MOST_INEXACT
			? recipients
			: inexact.flatMap((number) => meantBy(number, asked));
	for (const recipient of meant) inDoubt.add(recipient);
	return { refused, inDoubt, isSomeoneRefused, hasOthers };
}

type Asked = ReadonlyMap<string, string>;

const onlyRecipient = (asked: Asked): string | undefined =>
	asked.size === 1 ? [...asked.values()][0] : undefined;

// @assumption REFUSED_NUMBERS_MAY_BE_NATIONAL: the page does not say how an answer writes numbers, so 0611223344 and 611223344 are taken for the recipient 33611223344, as it reads them in requests.
function find(number: string, asked: Asked): string | undefined {
	const exact = asked.get(behind33(digits(number)));
	if (exact !== undefined) return exact;
	const reading = readPhoneNumber(number);
	return reading.valid ? asked.get(behind33(reading.number)) : undefined;
}

/** Digits at the end that two spellings of one number share. */
const ENDING = 8;
/** Digits of the shortest number that is one of somebody else's, rather than a part of one asked. */
const SHORTEST_NUMBER = 9;

/** The recipients that a number may mean which is none of them as it stands; none for somebody else's. */
function meantBy(number: string, asked: Asked): string[] {
	const plain = behind33(digits(number));
	const near = [...asked].filter(
		([one]) =>
			plain !== '' &&
			(one.startsWith(plain) ||
				plain.startsWith(one) ||
				(plain.length >= ENDING && one.endsWith(plain.slice(-ENDING)))),
	);
	const isWhole = plain.length >= SHORTEST_NUMBER && plain.length <= 15;
	const meant = near.length > 0 || isWhole ? near : [...asked];
	return meant.map(([, recipient]) => recipient);
}

const digits = (number: string): string => number.replace(/^\+/, '').replace(/^00/, '');
