import type { RefusedNumber } from './answer';
import type { NumberCode } from '../codes';

/** The numbers an answer names as refused, held against those asked. */
export interface RefusedAmongAsked {
	/** By the recipient as it was asked. */
	readonly codes: ReadonlyMap<string, NumberCode>;
	/** Numbers named that were not asked, as the answer writes them. */
	readonly notAsked: readonly string[];
	/** The code of a refusal without a number, as long as it is open which recipient it means. */
	readonly unnamed: NumberCode | null;
}

// The territories that dial ten digits with a leading 0 as metropolitan France does.
const FRENCH_COUNTRY_CODES = ['33', '262', '590', '594', '596', '508', '687', '689', '681'];

/**
 * Finds which recipients an answer refuses.
 *
 * @param refused as read from the answer
 * @param recipients the numbers asked, as international digits without `+`
 */
export function refusedAmongAsked(
	refused: readonly RefusedNumber[],
	recipients: readonly string[],
): RefusedAmongAsked {
	const asked = new Map(recipients.map((number) => [digits(number), number]));
	const codes = new Map<string, NumberCode>();
	const notAsked: string[] = [];
	let unnamed: NumberCode | null = null;
	for (const { recipient, code } of refused) {
		if (recipient === null) {
			unnamed ??= code;
			continue;
		}
		const form = possibleForms(recipient).find((candidate) => asked.has(candidate));
		const number = form === undefined ? undefined : asked.get(form);
		if (number === undefined) notAsked.push(recipient);
		else if (!codes.has(number)) codes.set(number, code);
	}
	// @assumption BARE_REFUSAL_IS_THE_ONLY_RECIPIENT: "_IS_INVALID" without a number means the recipient of a request that has only one; with several it is open which is meant, so none is taken to be refused or served.
	const [only] = asked.values();
	if (unnamed !== null && asked.size === 1 && only !== undefined) {
		if (!codes.has(only)) codes.set(only, unnamed);
		unnamed = null;
	}
	return { codes, notAsked, unnamed };
}

const digits = (number: string): string => number.replace(/^\+/, '').replace(/^00/, '');

/** The international numbers, without `+`, that a number in an answer may stand for; likeliest first. */
function possibleForms(number: string): string[] {
	const plain = digits(number);
	const national = /^0[1-9][0-9]{8}$/.test(plain) ? plain.slice(1) : plain;
	// @assumption REFUSED_NUMBERS_MAY_BE_NATIONAL: the page does not say how an answer writes numbers, so 0611223344 and 611223344 are taken for the recipient 33611223344, as it reads them in requests.
	return national.length === 9
		? [plain, ...FRENCH_COUNTRY_CODES.map((code) => code + national)]
		: [plain];
}
