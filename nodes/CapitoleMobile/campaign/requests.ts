import type { Warning } from '../sms/codes';
import type { Composition } from '../sms/composition';
import { counted } from '../sms/figure';
import { scheduleOf } from '../sms/schedule/schedule';
import { applySendingWindow } from '../sms/schedule/sendingWindow';
import { localZones } from '../sms/schedule/timeZone';
import type { KeyUse } from './keys/keyStore';

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
export interface Order extends Outgoing, Pick<Composition, 'spreadFrom'> {
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
 * recipients live by different clocks and a window holds. Where they are spread, those of one minute do,
 * and a number keeps its first place. Without, each item has its own, and a number that two items name
 * gets two SMS. An item without recipients has no request.
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

/** Equal for two messages that are the same in every field, apart from the minute of a spread run. */
export function sameness({
	message: { text, sender, route, long, prog, id },
	spreadFrom,
}: Pick<Composition, 'message' | 'spreadFrom'>): string {
	return JSON.stringify([text, sender, route, long, spreadFrom ?? prog, id]);
}

/** Equal for two items that may share a request: where it is late, the window postpones it as a whole. */
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
	/** Which request a number is in, for later items that name it too. */
	private readonly requestOf = new Map<string, GrowingRequest>();

	/** By `prog`. */
	private readonly latest = new Map<string, GrowingRequest>();

	constructor(
		private readonly maxRecipients: number,
		/** Where new requests go, among those of other messages. */
		private readonly requests: GrowingRequest[],
	) {}

	add(order: Order, recipient: string): void {
		const { itemIndex } = order;
		const request = this.requestOf.get(recipient) ?? this.place(order, recipient);
		// Items come one after the other, so an item's share is a request's last, if there is one.
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
 * A request as it may leave now: a long run goes on after the window has closed. What would leave
 * outside it gets the next allowed time, or is refused, as the safeguard says; without it, the items of
 * marketing get a warning.
 *
 * @param now milliseconds since the epoch
 * @returns null where it must not leave
 */
export function atLeaving(request: SmsRequest, now: number): SmsRequest | null {
	const { scheduledAt, sendingWindow, recipients } = request;
	// A time to come was held against the window when it was read.
	if (scheduledAt !== null && Date.parse(scheduledAt) > now) return request;
	// A time that has passed since means now.
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
 * Warns of numbers that get the same SMS from several items: one warning for a run. A key that items
 * share keeps an SMS from being sent again.
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

	/** By number and message, the keys under which they are sent. */
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
