/** Something the user should know about an SMS that is sent all the same. */
export interface Warning {
	/** Stable, in capitals, for workflows to branch on. */
	readonly code: WarningCode;
	/** For people: what happened, and what it costs or how to avoid it. */
	readonly message: string;
}

export type WarningCode =
	/** Characters that a reader will miss were left out, see `unsupportedCharacters`. */
	| 'CHARACTERS_REMOVED'
	/** Letters outside GSM-7 make the SMS take more parts, see `costlyLetters`. */
	| 'COSTLY_LETTERS'
	/** The text is sent as several parts, each paid for. */
	| 'SEVERAL_PARTS'
	/** The text fits only if the provider writes its letters plainly by itself. */
	| 'MAY_BE_TOO_LONG'
	/** The STOP mention of route M makes the SMS take one more part. */
	| 'STOP_MENTION'
	/** Send At was read on another clock than that of Paris; says what phones will show. */
	/** Marketing outside the usual hours, without a sending window. */
	| 'OUTSIDE_USUAL_HOURS'
	/** The provider replaced a sender it found too long by a short number. */
	| 'TOO_LONG_SENDER'
	/** The sender has characters that operators may refuse. */
	| 'UNUSUAL_SENDER'
	/** The sender looks like a phone number, which French operators block or replace. */
	| 'NUMBER_AS_SENDER'
	/** The sender stands for no brand (INFO, RDV), which French operators block or replace. */
	| 'GENERIC_SENDER'
	/** The text has a link through a public shortener (bit.ly), which French operators block. */
	| 'PUBLIC_SHORTENER'
	/** A number could be read in two ways; says which was taken. */
	| 'AMBIGUOUS_RECIPIENT'
	/** A number is not a mobile one as far as numbering plans tell. */
	| 'NOT_A_MOBILE'
	/** The date given does not exist or exists twice on that day; says which was taken. */
	| 'DAYLIGHT_SAVING'
	/** The sending window moved the SMS to a later time. */
	| 'POSTPONED'
	/** The provider's answer was not fully understood; says what was. */
	| 'UNEXPECTED_ANSWER'
	/** No answer came; says at which point. */
	| 'NO_ANSWER'
	/** The date given is more than a year ahead. */
	| 'FAR_FUTURE'
	/** Entries of Do Not Contact that are no phone numbers: nobody is kept from an SMS by them. */
	| 'DO_NOT_CONTACT_UNREAD'
	/** The credits could not be checked first: the provider did not tell the balance. */
	| 'BALANCE_NOT_TOLD';
