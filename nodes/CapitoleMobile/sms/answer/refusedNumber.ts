import type { RefusedNumber } from './answer';
import type { NumberCode } from '../codes';
import { behind33 } from '../recipients/frenchPlan';
import { readPhoneNumber } from '../recipients/phoneNumber';

/** The numbers an answer names as refused, held against those asked. */
export interface RefusedAmongAsked {
	/** By the recipient as it was asked. */
	readonly codes: ReadonlyMap<string, NumberCode>;
	/** Numbers named that were not asked, as the answer writes them. */
	readonly notAsked: readonly string[];
	/** The code of a refusal without a number, as long as it is open which recipient it means. */
	readonly unnamed: NumberCode | null;
}

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
	const asked = new Map(recipients.map((number) => [behind33(digits(number)), number]));
	const codes = new Map<string, NumberCode>();
	const notAsked: string[] = [];
	let unnamed: NumberCode | null = null;
	for (const { recipient, code } of refused) {
		if (recipient === null) {
			unnamed ??= code;
			continue;
		}
		const number =
			asked.get(behind33(digits(recipient))) ?? asked.get(behind33(international(recipient)));
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

// @assumption REFUSED_NUMBERS_MAY_BE_NATIONAL: the page does not say how an answer writes numbers, so 0611223344 and 611223344 are taken for the recipient 33611223344, as it reads them in requests.
function international(number: string): string {
	const reading = readPhoneNumber(number);
	return reading.valid ? reading.number : '';
}
