import { InvalidInput } from '../sms/invalidInput';
import { FIELD_LABELS } from './fieldLabels';

/** What went wrong with an item, for a person. */
export interface ItemFailure {
	readonly message: string;
	/** What to do about it. */
	readonly description: string;
}

const NOTHING_SENT = 'Nothing was sent for this item.';

/** Of input that cannot be sent as it is: ours to refuse, or an expression that n8n cannot resolve. */
export function inputFailure(reason: unknown): ItemFailure {
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
