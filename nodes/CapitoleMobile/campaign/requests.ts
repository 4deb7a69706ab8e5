import type { OutgoingMessage } from '../sms/message';

/** What one input item wants sent. */
export interface Order {
	readonly itemIndex: number;
	readonly message: OutgoingMessage;
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
export interface SmsRequest {
	readonly message: OutgoingMessage;
	readonly recipients: readonly string[];
	/** By item, in the items' order. Together an item's shares hold each of its recipients once. */
	readonly shares: readonly Share[];
}

/**
 * Distributes the items' recipients over requests, in the order in which they first appear.
 *
 * With `combineItems`, items whose messages are the same in every field share requests. Without, each
 * item has its own, and a number that two items name gets two SMS. An item without recipients has no
 * request.
 *
 * @param rules `maxRecipients`: the most numbers in one request, 1 at least
 */
export function planRequests(
	orders: readonly Order[],
	rules: { readonly combineItems: boolean; readonly maxRecipients: number },
): SmsRequest[] {
	const { combineItems, maxRecipients } = rules;
	const requests: GrowingRequest[] = [];
	const byMessage = new Map<string, MessageRequests>();
	for (const [position, { itemIndex, message, recipients }] of orders.entries()) {
		const key = combineItems ? sameness(message) : String(position);
		const own = byMessage.get(key) ?? new MessageRequests(message, maxRecipients, requests);
		byMessage.set(key, own);
		for (const recipient of new Set(recipients)) own.add(itemIndex, recipient);
	}
	return requests;
}

const sameness = ({ text, sender, route, long, prog, id }: OutgoingMessage): string =>
	JSON.stringify([text, sender, route, long, prog, id]);

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
		private readonly message: OutgoingMessage,
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
			this.latest = { message: this.message, recipients: [], shares: [] };
			this.requests.push(this.latest);
		}
		this.latest.recipients.push(recipient);
		this.requestOf.set(recipient, this.latest);
		return this.latest;
	}
}
