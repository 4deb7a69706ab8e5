/** Something the user should know about an SMS that is sent all the same. */
export interface Warning {
	/** Stable, in capitals, for workflows to branch on. */
	readonly code: WarningCode;
	/** For people: what happened, and what it costs or how to avoid it. */
	readonly message: string;
}

export type WarningCode =
	/** A character became others, see `unsupportedCharacters` and `gsm7Only`. */
	| 'CHARACTER_REPLACED'
	/** A character was dropped, see `unsupportedCharacters`. */
	| 'CHARACTER_REMOVED'
	/** CR LF or a lone CR became LF, as every XML parser would make it. */
	| 'LINE_ENDINGS_NORMALIZED'
	/** Letters with separate accents were composed (Unicode NFC). */
	| 'TEXT_COMPOSED'
	/** Characters outside GSM-7 make the whole SMS UCS-2, with fewer characters a part. */
	| 'UCS2'
	/** The text is sent as several parts, each paid for. */
	| 'SEVERAL_SEGMENTS'
	/** The text fits only if the provider transliterates it to GSM-7. */
	| 'MAY_BE_TOO_LONG'
	/** The provider appends " STOP au 36XXX" on route M. */
	| 'STOP_MENTION'
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
	/** The same number was given more than once. */
	| 'DUPLICATE_RECIPIENTS'
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
	| 'FAR_FUTURE';
