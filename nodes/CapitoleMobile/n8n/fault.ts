import { codeMeaning } from '../sms/answer/codeMeaning';
import { NUMBER_CODES } from '../sms/answer/codes';
import { InvalidInput } from '../sms/invalidInput';
import type { ItemResult } from '../campaign/itemResult';
import { FIELD_LABELS } from './fieldLabels';

/** What went wrong with an item, for a person. */
export interface Fault {
	readonly message: string;
	/** What to do about it. */
	readonly description: string;
}

const NOTHING_SENT = 'Nothing was sent for this item.';

/** The fault of input that cannot be sent as it is: ours, or an expression that n8n cannot resolve. */
export function faultOfInput(reason: unknown): Fault {
	if (reason instanceof InvalidInput) {
		return {
			message: `${FIELD_LABELS[reason.field]}: ${reason.message}`,
			description: `${reason.remedy} ${NOTHING_SENT}`,
		};
	}
	const { message, description } = reason as { message?: unknown; description?: unknown };
	const hint =
		typeof description === 'string' ? description : 'Check the expressions of this node.';
	return {
		message: typeof message === 'string' ? message : 'A field could not be read',
		description: `${hint} ${NOTHING_SENT}`,
	};
}

/** The fault of an SMS that was not, or perhaps not, sent to all; null when it was. */
export function faultOfResult(result: ItemResult): Fault | null {
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
