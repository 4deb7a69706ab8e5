import { createHash } from 'crypto';

/** The part of a callback that stays the same when the provider delivers it again. */
export interface CallbackIdentity {
	readonly phone: string;
	readonly campaignId: string | null;
	/** Null for a reply. */
	readonly status: string | null;
	/** As written by the provider: the instant depends on the option `timezone`. */
	readonly date: string | null;
	/** Null for a delivery report. */
	readonly message: string | null;
}

/**
 * A hash of what a callback says: kind, phone, campaign ID, status, date as written, message. It
 * leaves out `network`, which the provider may look up anew, and `event`, which depends on the
 * options of the node. Encoding, case of names, GET or POST do not change it.
 *
 * It tells repeated delivery reports apart from new ones. It cannot do so for replies, which carry no
 * date: a second "Oui" from one phone, a month later, has the `eventId` of the first.
 *
 * @returns 32 hexadecimal digits
 */
export function eventIdOf(callback: CallbackIdentity): string {
	const { phone, campaignId, date, message } = callback;
	const status = callback.status?.toUpperCase() ?? null;
	const kind = status === null ? 'reply' : 'report';
	return createHash('sha256')
		.update(JSON.stringify([kind, phone, campaignId, status, date, message]), 'utf8')
		.digest('hex')
		.slice(0, 32);
}
