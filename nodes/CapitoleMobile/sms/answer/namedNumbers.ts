import type { Answer } from './answer';
import type { NumberCode } from '../codes';
import { behind33 } from '../recipients/numberingPlans';
import { readPhoneNumber } from '../recipients/phoneNumber';

/** The numbers in an answer, matched with the recipients of the request. */
export interface NamedNumbers {
	/** By recipient. */
	readonly refused: ReadonlyMap<string, NumberCode>;
	/** Recipients that an undocumented line may be about. */
	readonly inDoubt: ReadonlySet<string>;
	/** Whether a refusal without a number may mean any of several recipients. */
	readonly isSomeoneRefused: boolean;
	/** Whether a refused number is not among the recipients. */
	readonly hasOthers: boolean;
}

const NONE: NamedNumbers = {
	refused: new Map(),
	inDoubt: new Set(),
	isSomeoneRefused: false,
	hasOthers: false,
};

/** With more numbers that match no recipient, every recipient is in doubt. */
const MOST_INEXACT = 100;

/**
 * Matches the numbers in an answer with the recipients.
 *
 * @param recipients international digits without `+`
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
		// @assumption BARE_REFUSAL_IS_THE_ONLY_RECIPIENT: "_IS_INVALID" without a number is about the recipient of a request that has only one; with several, the answer does not say which, so none counts as refused or accepted.
		const number = recipient === null ? onlyRecipient(asked) : find(recipient, asked);
		if (number !== undefined) refused.set(number, refused.get(number) ?? code);
		else if (recipient === null) isSomeoneRefused = true;
		else {
			hasOthers = true;
			inexact.push(recipient);
		}
	}
	const meant =
		inexact.length > MOST_INEXACT
			? recipients
			: inexact.flatMap((number) => meantBy(number, asked));
	for (const recipient of meant) inDoubt.add(recipient);
	return { refused, inDoubt, isSomeoneRefused, hasOthers };
}

type AskedDigits = ReadonlyMap<string, string>;

const onlyRecipient = (asked: AskedDigits): string | undefined =>
	asked.size === 1 ? [...asked.values()][0] : undefined;

// @assumption REFUSED_NUMBERS_MAY_BE_NATIONAL: the page does not say how an answer writes numbers, so 0611223344 and 611223344 mean the recipient 33611223344, as they do in requests.
function find(number: string, asked: AskedDigits): string | undefined {
	const exact = asked.get(behind33(digits(number)));
	if (exact !== undefined) return exact;
	const reading = readPhoneNumber(number);
	return reading.valid ? asked.get(behind33(reading.number)) : undefined;
}

/** Last digits that two spellings of one number share. */
const ENDING = 8;
/** Fewer digits may be part of a recipient, and not somebody else's number. */
const SHORTEST_NUMBER = 9;

/** The recipients that an unmatched number may mean; none if it is somebody else's. */
function meantBy(number: string, asked: AskedDigits): string[] {
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
