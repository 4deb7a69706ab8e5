import type { ItemResult } from '../../campaign/itemResult';
import type { ItemFailure } from '../../n8n/itemFailure';
import { codeMeaning, NUMBER_CODES } from '../../sms/answer/codes';

/** What to say of an SMS that was not, or perhaps not, sent to all; null when it was. */
export function resultFailure(result: ItemResult): ItemFailure | null {
	const { outcome, code, rejected, recipients } = result;
	if (outcome === 'accepted' || outcome === 'duplicate') return null;
	// An item all of whose numbers were skipped is reported, as its user asked; nothing went wrong.
	if (recipients.length === 0) return null;
	const { meaning, remedy } = codeMeaning(code);
	// Of the provider's codes, only these are about a number.
	const isAboutNumber = NUMBER_CODES.some((one) => one === code);
	const number = isAboutNumber && rejected.length === 1 ? rejected[0]?.recipient : undefined;
	return {
		message: `${number === undefined ? '' : `${number}: `}${meaning} (${code})`,
		description: [remedy, ...unexpected(result)].join(' ').trim(),
	};
}

/** What came back in place of an answer, where that was not understood. */
function unexpected({ warnings }: ItemResult): string[] {
	return warnings
		.filter(({ code }) => code === 'UNEXPECTED_ANSWER' || code === 'NO_ANSWER')
		.map(({ message }) => message);
}
