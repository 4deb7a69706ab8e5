import type { Composition } from '../sms/composition';
import type { OutgoingMessage } from '../sms/message';
import { localZones } from '../sms/schedule/localZone';
import type { Warning } from '../sms/warning';

/** How a campaign is cut into requests. */
export interface Plan {
	readonly combineItems: boolean;
	/** Numbers in one request, at most; 1 at least. */
	readonly maxRecipients: number;
	/** Requests under way at the same time, at most. */
	readonly parallelRequests: number;
}

/** What all numbers of a request have in common. */
export type Outgoing = Pick<Composition, 'message' | 'scheduledAt' | 'sendingWindow'>;

/** What one input item wants sent. */
export interface Order extends Outgoing {
	readonly itemIndex: number;
	/** International digits without `+`. */
	readonly recipients: readonly string[];
}

/** The part of one item that travels in one request. */
export interface Share {
	readonly itemIndex: number;
	/**
	 * The item's recipients in this request. A number that an earlier item with the same message also has
	 * gets one SMS, and its outcome counts for both items.
	 */
	readonly recipients: readonly string[];
}

/** One request to the provider: a message and the numbers that get it, each once. */
export interface SmsRequest extends Outgoing {
	readonly recipients: readonly string[];
	/** By item, in the items' order. Together an item's shares hold each of its recipients once. */
	readonly shares: readonly Share[];
	/** Where it leaves at another time than its items were read for, see `atLeaving`. */
	readonly late?: {
		/** ISO with offset; null where it leaves all the same. */
		readonly scheduledAt: string | null;
		readonly warnings: readonly Warning[];
	};
}

/**
 * Distributes the items' recipients over requests, in the order in which they first appear.
 *
 * With `combineItems`, items whose messages are the same in every field share requests, unless their
 * recipients live by different clocks and a window holds. Without, each
 * item has its own, and a number that two items name gets two SMS. An item without recipients has no
 * request.
 */
export function planRequests(
	orders: readonly Order[],
	{ combineItems, maxRecipients }: Pick<Plan, 'combineItems' | 'maxRecipients'>,
): SmsRequest[] {
	const requests: GrowingRequest[] = [];
	const byMessage = new Map<string, MessageRequests>();
	for (const [position, order] of orders.entries()) {
		const key = combineItems ? sharedBy(order) : String(position);
		const own = byMessage.get(key) ?? new MessageRequests(order, maxRecipients, requests);
		byMessage.set(key, own);
		for (const recipient of new Set(order.recipients)) own.add(order.itemIndex, recipient);
	}
	return requests;
}

/** Equal for two messages that are the same in every field. */
export const sameness = ({ text, sender, route, long, prog, id }: OutgoingMessage): string =>
	JSON.stringify([text, sender, route, long, prog, id]);

/** Equal for two items that may share a request: where it is late, the window postpones it as a whole. */
function sharedBy({ message, sendingWindow, recipients }: Order): string {
	const isHeld = sendingWindow !== null || message.route === 'M';
	return JSON.stringify([sameness(message), sendingWindow, isHeld ? localZones(recipients) : []]);
}

interface GrowingRequest extends SmsRequest {
	readonly recipients: string[];
	readonly shares: Array<Share & { readonly recipients: string[] }>;
}

/** The requests of one message. */
class MessageRequests {
	/** Which request a number is in, for later items that name it too. */
	private readonly requestOf = new Map<string, GrowingRequest>();

	private latest: GrowingRequest | undefined;

	constructor(
		private readonly outgoing: Outgoing,
		private readonly maxRecipients: number,
		/** Where new requests go, among those of other messages. */
		private readonly requests: GrowingRequest[],
	) {}

	add(itemIndex: number, recipient: string): void {
		const request = this.requestOf.get(recipient) ?? this.place(recipient);
		// Items come one after the other, so an item's share is a request's last, if there is one.
		const last = request.shares.at(-1);
		if (last?.itemIndex === itemIndex) last.recipients.push(recipient);
		else request.shares.push({ itemIndex, recipients: [recipient] });
	}

	private place(recipient: string): GrowingRequest {
		if (this.latest === undefined || this.latest.recipients.length >= this.maxRecipients) {
			const { message, scheduledAt, sendingWindow } = this.outgoing;
			this.latest = { message, scheduledAt, sendingWindow, recipients: [], shares: [] };
			this.requests.push(this.latest);
		}
		this.latest.recipients.push(recipient);
		this.requestOf.set(recipient, this.latest);
		return this.latest;
	}
}
