import type { Warning } from '../sms/codes';
import type { Composition } from '../sms/composition';
import { counted } from '../sms/figure';
import { scheduleOf } from '../sms/schedule/schedule';
import { applySendingWindow } from '../sms/schedule/sendingWindow';
import { localZones } from '../sms/schedule/timeZone';
import type { KeyUse } from './keys/keyStore';

/** How to split a campaign into requests. */
export interface Plan {
	readonly combineItems: boolean;
	/** Recipients per request, at most; 1 or more. */
	readonly maxRecipients: number;
	readonly parallelRequests: number;
}

/** What all recipients of a request share. */
export type Outgoing = Pick<Composition, 'message' | 'scheduledAt' | 'sendingWindow'>;

/** What to send for one input item. */
export interface Order extends Outgoing, Pick<Composition, 'spreadFrom'> {
	readonly itemIndex: number;
	/** International digits without `+`. */
	readonly recipients: readonly string[];
}

/** The part of one item that travels in one request. */
export interface Share {
	readonly itemIndex: number;
	/**
	 * The item's recipients in this request. A recipient shared with an earlier item gets one SMS, and
	 * its outcome counts for both items.
	 */
	readonly recipients: readonly string[];
}

/** One request to the provider: a message and its recipients, each once. */
export interface SmsRequest extends Outgoing {
	readonly recipients: readonly string[];
	/** By item, in input order. Together, an item's shares hold each of its recipients once. */
	readonly shares: readonly Share[];
	/** Set if the request leaves at another time than its items say, see `atLeaving`. */
	readonly late?: {
		/** ISO with offset; null if it leaves now. */
		readonly scheduledAt: string | null;
		readonly warnings: readonly Warning[];
	};
}

/**
 * Splits the items' recipients into requests, in order of first appearance.
 *
 * With `combineItems`, items with equal messages share requests, unless a sending window applies and
 * their recipients live in different time zones. If the run is spread, only items of the same minute
 * share, and a recipient keeps its first place. Without it, each item has its own requests, and a
 * recipient of two items gets two SMS. An item without recipients has no request.
 */
export function planRequests(
	orders: readonly Order[],
	{ combineItems, maxRecipients }: Pick<Plan, 'combineItems' | 'maxRecipients'>,
): SmsRequest[] {
	const requests: GrowingRequest[] = [];
	const byMessage = new Map<string, MessageRequests>();
	for (const [position, order] of orders.entries()) {
		const key = combineItems ? sharedBy(order) : String(position);
		const own = byMessage.get(key) ?? new MessageRequests(maxRecipients, requests);
		byMessage.set(key, own);
		for (const recipient of new Set(order.recipients)) own.add(order, recipient);
	}
	return requests;
}

/** Equal for messages that are equal in every field, apart from the minute in a spread run. */
export function sameness({
	message: { text, sender, route, long, prog, id },
	spreadFrom,
}: Pick<Composition, 'message' | 'spreadFrom'>): string {
	return JSON.stringify([text, sender, route, long, spreadFrom ?? prog, id]);
}

/** Equal for items that may share a request: the sending window postpones a late request as a whole. */
function sharedBy(order: Order): string {
	const { message, sendingWindow, recipients } = order;
	const isHeld = sendingWindow !== null || message.route === 'M';
	return JSON.stringify([sameness(order), sendingWindow, isHeld ? localZones(recipients) : []]);
}

interface GrowingRequest extends SmsRequest {
	readonly recipients: string[];
	readonly shares: Array<Share & { readonly recipients: string[] }>;
}

/** The requests of one message. */
class MessageRequests {
	/** The request of each recipient, for later items with the same recipient. */
	private readonly requestOf = new Map<string, GrowingRequest>();

	/** The latest request, by `prog`. */
	private readonly latest = new Map<string, GrowingRequest>();

	constructor(
		private readonly maxRecipients: number,
		/** Receives new requests, across all messages. */
		private readonly requests: GrowingRequest[],
	) {}

	add(order: Order, recipient: string): void {
		const { itemIndex } = order;
		const request = this.requestOf.get(recipient) ?? this.place(order, recipient);
		// Items arrive one after another, so an item's share, if any, is the request's last.
		const last = request.shares.at(-1);
		if (last?.itemIndex === itemIndex) last.recipients.push(recipient);
		else request.shares.push({ itemIndex, recipients: [recipient] });
	}

	private place({ message, scheduledAt, sendingWindow }: Order, recipient: string): GrowingRequest {
		let request = this.latest.get(message.prog);
		if (request === undefined || request.recipients.length >= this.maxRecipients) {
			request = { message, scheduledAt, sendingWindow, recipients: [], shares: [] };
			this.latest.set(message.prog, request);
			this.requests.push(request);
		}
		request.recipients.push(recipient);
		this.requestOf.set(recipient, request);
		return request;
	}
}

/**
 * The request as it may leave now: a long run can outlast the sending window. Outside the window, the
 * request is postponed to the next allowed time or refused, as the safeguard says. Without the
 * safeguard, marketing gets a warning.
 *
 * @param now milliseconds since the epoch
 * @returns null if it must not leave
 */
export function atLeaving(request: SmsRequest, now: number): SmsRequest | null {
	const { scheduledAt, sendingWindow, recipients } = request;
	// A future time was checked against the window when the item was read.
	if (scheduledAt !== null && Date.parse(scheduledAt) > now) return request;
	// A time that has passed means now.
	const message = { ...request.message, prog: '' };
	const asked = { instant: null, warnings: [] };
	const rule = sendingWindow && ({ ...sendingWindow, outside: 'postpone' } as const);
	const time = applySendingWindow(asked, rule, message.route, now, recipients);
	if (time === asked) {
		const late = scheduledAt === null ? {} : { late: { scheduledAt: null, warnings: [] } };
		return { ...request, message, ...late };
	}
	if (sendingWindow?.outside === 'error') return null;
	const { prog, ...late } = scheduleOf(time);
	return { ...request, message: { ...message, prog }, late };
}

/**
 * Warns of recipients who get the same SMS from several items: one warning per run. Items that share a
 * key do not repeat an SMS.
 */
export function repeatedSms(
	items: ReadonlyArray<{ readonly composition: Composition; readonly key: KeyUse | null }>,
): Warning[] {
	if (items.length < 2) return [];
	const known = new Set<string>();
	const inSeveral = new Set<string>();
	for (const recipient of items.flatMap(({ composition }) => composition.recipients)) {
		if (known.has(recipient)) inSeveral.add(recipient);
		else known.add(recipient);
	}
	if (inSeveral.size === 0) return [];

	/** Keys by recipient and message. */
	const sent = new Map<string, Set<string | null>>();
	const repeated = new Set<string>();
	let tooMany = 0;
	for (const { composition, key } of items) {
		const same = sameness(composition);
		for (const recipient of composition.recipients.filter((one) => inSeveral.has(one))) {
			const keys = sent.get(recipient + same) ?? new Set();
			sent.set(recipient + same, keys);
			if (keys.size > 0 && !(key !== null && keys.has(key.key))) {
				repeated.add(recipient);
				tooMany++;
			}
			keys.add(key?.key ?? null);
		}
	}
	if (tooMany === 0) return [];
	const are = repeated.size === 1 ? 'is' : 'are';
	const message = `${counted('number', repeated.size)} ${are} in several items with the same message: ${counted('SMS', tooMany)} more than needed. To send it once to each, add the option Combine Items, or put Remove Duplicates before this node.`;
	return [{ code: 'SAME_SMS_AGAIN', message }];
}
