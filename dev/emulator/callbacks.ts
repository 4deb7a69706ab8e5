import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';

import { reasonOf } from './reason';
import { dateOn, type Clock } from './schedule';

export interface CallbackOptions {
	/** URL for reports and replies; null for none. */
	callbackUrl: string | null;
	callbackMethod: 'GET' | 'POST';
}

/** One attempted callback, with the receiver's answer. */
export interface CallbackRecord {
	readonly kind: 'report' | 'reply';
	readonly method: 'GET' | 'POST';
	readonly url: string;
	/** Before encoding. */
	readonly fields: Readonly<Record<string, string>>;
	/** The encoded form for POST; null for GET. */
	readonly body: string | null;
	readonly at: Date;
	/** Null if there was no answer. */
	status: number | null;
	/** The first 500 characters. */
	answer: string;
	/** Why there was no answer. */
	failure: string | null;
}

export type DeliveryStatus = 'DELIVERED' | 'INVALID_DESTINATION_ADDRESS' | (string & {});

const TIME_LIMIT_MS = 10_000;

/** Builds `id=…&gsm=…&status=…&network=…&date=…`, in the order of the provider's page. */
export const reportFields = (
	{ campaignId, number }: { readonly campaignId: string | null; readonly number: string },
	status: DeliveryStatus,
	{ clock, now }: { clock: Clock; now: () => Date },
	network = 'Orange',
): Record<string, string> => ({
	id: campaignId ?? '',
	gsm: number,
	status,
	network,
	date: dateOn(clock, now()),
});

/** Calls the user's URL. Never throws: the record says what failed. */
export async function callBack(
	kind: CallbackRecord['kind'],
	fields: Readonly<Record<string, string>>,
	{ callbackUrl, callbackMethod: method, now }: CallbackOptions & { now: () => Date },
	log: CallbackRecord[] = [],
): Promise<CallbackRecord> {
	// Encodes a space as a plus, as in the page's sample `Hello+World`.
	const form = new URLSearchParams(fields).toString();
	const record: CallbackRecord = {
		kind,
		method,
		// As on the provider's page, even if the URL already has a question mark.
		url: method === 'GET' && callbackUrl ? `${callbackUrl}?${form}` : (callbackUrl ?? ''),
		body: method === 'POST' ? form : null,
		fields,
		at: now(),
		status: null,
		answer: '',
		failure: callbackUrl ? null : 'No callback URL is set.',
	};
	log.push(record);
	if (callbackUrl) await exchange(record);
	return record;
}

async function exchange(record: CallbackRecord): Promise<void> {
	try {
		const { request } = record.url.startsWith('https:') ? https : http;
		const call = request(record.url, {
			method: record.method,
			agent: false,
			signal: AbortSignal.timeout(TIME_LIMIT_MS),
			headers: record.body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' },
		});
		call.end(record.body ?? undefined);
		const [response] = (await once(call, 'response')) as [IncomingMessage];
		// From here on, reading the body throws if the connection breaks.
		call.on('error', () => undefined);
		record.answer = (await text(response)).slice(0, 500);
		record.status = response.statusCode ?? 0;
	} catch (cause) {
		record.failure = reasonOf(cause);
	}
}
