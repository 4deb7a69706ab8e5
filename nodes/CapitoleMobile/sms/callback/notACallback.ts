import { MAX_FORM_BYTES, MAX_FORM_PARAMETERS } from './formBytes';

/** A request that is not one of the provider's callbacks. */
export interface NotACallback {
	readonly event: null;
	readonly reason:
		| 'unreadable'
		| 'tooLong'
		| 'tooMany'
		| 'bodyType'
		| 'incomplete'
		| 'mixed'
		| 'phone';
	/** One sentence for whoever looks at the answer; says nothing of what was received. */
	readonly explanation: string;
}

const EXPLANATIONS: Readonly<Record<NotACallback['reason'], string>> = {
	unreadable: 'Not read: the body is cut off, too long for n8n, or packed.',
	tooLong: `Not read: longer than ${MAX_FORM_BYTES} bytes.`,
	tooMany: `Not read: more than ${MAX_FORM_PARAMETERS} parameters.`,
	bodyType: 'Not understood: send the parameters in the URL or as a urlencoded form.',
	incomplete: 'Not understood: expected gsm and status, or num and message.',
	mixed: 'Not understood: gsm and status together with num and message.',
	phone: 'Not understood: gsm or num is not a phone number.',
};

export function notACallback(reason: NotACallback['reason']): NotACallback {
	return { event: null, reason, explanation: EXPLANATIONS[reason] };
}
