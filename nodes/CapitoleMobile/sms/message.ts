/**
 * One SMS as the provider's `<message>` element holds it, its fields checked already. An empty string
 * is an element left out, so that the provider's own default applies.
 *
 * Limits from the provider's page, `long` taken together with the text.
 */
export interface OutgoingMessage {
	/** What the handset shows, before the provider adds its STOP mention on route M. */
	readonly text: string;
	/** Who it comes from, 11 characters at most; empty for the provider's short number. */
	readonly sender: string;
	/** `N` for notifications, `M` for advertising. */
	readonly route: 'N' | 'M';
	/** Whether the text may take up to 4 parts instead of 1. */
	readonly long: boolean;
	/** When to send, `yyyy-mm-dd hh:mm:ss` on the provider's clock; empty for now. */
	readonly prog: string;
	/** Campaign ID given back in delivery reports, 10 characters at most and no `-`; empty for none. */
	readonly id: string;
}
