import type { CallbackEvent } from '../sms/callback/callback';

interface EventWords {
	/** What the event is called in the list of events, and as the name of its output. */
	readonly name: string;
	/** Its description in that list. */
	readonly description: string;
	/** What a trigger that was not set to it "does not listen for". */
	readonly others: string;
	/** A callback to try it with, as it stands behind the Test URL. */
	readonly example: string;
}

/** All that the editor and a caller read of each event. */
export const EVENTS: Readonly<Record<CallbackEvent, EventWords>> = {
	delivered: {
		name: 'SMS Delivered',
		description: 'The SMS reached the phone (DELIVERED)',
		others: 'delivered SMS',
		example: '?gsm=33610203040&status=DELIVERED',
	},
	undelivered: {
		name: 'SMS Failed',
		description: 'The operator gave up for good (INVALID_DESTINATION_ADDRESS)',
		others: 'failed SMS',
		example: '?gsm=33610203040&status=INVALID_DESTINATION_ADDRESS',
	},
	otherStatus: {
		name: 'Other Status',
		description: 'A delivery report with a status that Capitole Mobile does not document',
		others: 'other statuses',
		example: '?gsm=33610203040&status=EXPIRED',
	},
	reply: {
		name: 'Reply Received',
		description: 'Someone answered an SMS, with anything but an opt-out',
		others: 'replies',
		example: '?num=33610203040&message=Hello',
	},
	stop: {
		name: 'Opt-Out (STOP)',
		description: 'Someone answered with an opt-out, such as STOP or ARRET',
		others: 'opt-outs',
		example: '?num=33610203040&message=STOP',
	},
};
