import { createHash } from 'crypto';

/** What of a callback makes it the same event when it comes again. */
export interface Said {
	readonly phone: string;
	readonly campaignId: string | null;
	/** Null for a reply. */
	readonly status: string | null;
	/** As written by the provider: the instant would hang on the option `timezone`. */
	readonly date: string | null;
	/** Null for a delivery report. */
	readonly message: string | null;
}

/**
 * A hash of what a callback says: kind, phone, campaign ID, status, date as written, message. Not of
 * `network`, which says nothing of the event and could be looked up anew; nor of `event`, which
 * hangs on the options of the node. Neither encoding, case of names nor GET or POST change it.
 *
 * A reply has no date, so that the same words from the same phone twice have one `eventId`.
 *
 * @returns 32 hexadecimal digits
 */
export function eventIdOf(said: Said): string {
	const { phone, campaignId, date, message } = said;
	const status = said.status?.toUpperCase() ?? null;
	const kind = status === null ? 'reply' : 'report';
	return createHash('sha256')
		.update(JSON.stringify([kind, phone, campaignId, status, date, message]), 'utf8')
		.digest('hex')
		.slice(0, 32);
}
