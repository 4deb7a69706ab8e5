import { MAX_FORM_BYTES, MAX_FORM_PARAMETERS } from './formBytes';

/** What the caller is told, by reason. */
export const CALLBACK_REFUSALS = {
	unreadable: 'Not read: the body is cut off, too long for n8n, or packed.',
	tooLong: `Not read: longer than ${MAX_FORM_BYTES} bytes.`,
	tooMany: `Not read: more than ${MAX_FORM_PARAMETERS} parameters.`,
	bodyType: 'Not understood: send the parameters in the URL or as a urlencoded form.',
	incomplete: 'Not understood: expected gsm and status, or num and message.',
	mixed: 'Not understood: gsm and status together with num and message.',
	phone: 'Not understood: gsm or num is not a phone number.',
} as const;

/** Why a request is not one of the provider's callbacks. */
export type CallbackRefusalReason = keyof typeof CALLBACK_REFUSALS;

/** A request that is not one of the provider's callbacks. */
export interface CallbackRefusal {
	readonly event: null;
	readonly reason: CallbackRefusalReason;
	/** One sentence for the caller; it repeats nothing of what was received. */
	readonly explanation: string;
}

export function callbackRefusal(reason: CallbackRefusalReason): CallbackRefusal {
	return { event: null, reason, explanation: CALLBACK_REFUSALS[reason] };
}
