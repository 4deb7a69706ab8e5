import type { SegmentCount } from './segments';

/** Length of " STOP au 36XXX", which the provider appends on route M. Source: the provider's page. */
// @assumption STOP_MENTION_IS_GSM7: the STOP mention's 14 characters count as 14 units in GSM-7 and in UCS-2, because " STOP au 36XXX" as the provider's page writes it has only basic letters, digits and spaces.
export const STOP_MENTION_CHARACTERS = 14;

/** SMS that one message may be sent as with `long`. Source: the provider's page, "jusqu'à 4 SMS". */
export const MAXIMUM_SEGMENTS = 4;

export interface LengthRules {
	/** Whether the message may be sent as several SMS. */
	readonly long: boolean;
	/** Whether the provider appends its STOP mention: route M, with a metropolitan number. */
	readonly stopMention: boolean;
}

/** The ways in which a text may be counted; all the same if it is within GSM-7. */
export interface Readings {
	/** As it is. */
	readonly count: SegmentCount;
	/** As the least that a provider that transliterates could make of it: one septet a character. */
	readonly cheapest: SegmentCount;
	/** As `gsm7Only` would make it. */
	readonly gsm7Only: SegmentCount;
	/** The most SMS allowed. */
	readonly maximum: number;
}
