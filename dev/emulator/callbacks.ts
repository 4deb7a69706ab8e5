import http from 'node:http';
import https from 'node:https';

import { reasonOf } from './reason';
import { dateOn, type Clock } from './schedule';

export interface CallbackOptions {
	/** Where reports and replies go; null is nowhere. */
	callbackUrl: string | null;
	/** Whether `?` is glued on as the page writes it, even to a URL that has a query already. */
	gluesQuestionMark: boolean;
	callbackEncoding: 'utf-8' | 'iso-8859-15';
	callbackMethod: 'GET' | 'POST';
}

/** One callback that was tried, and what the receiver said. */
export interface CallbackRecord {
	readonly kind: 'report' | 'reply';
	readonly method: 'GET' | 'POST';
	readonly url: string;
	/** Before they were encoded. */
	readonly fields: Readonly<Record<string, string>>;
	/** The form, for POST. */
	readonly body: string | null;
	readonly at: Date;
	/** Null when there was no answer. */
	status: number | null;
	/** The first 500 characters. */
	answer: string;
	/** Why there was no answer. */
	failure: string | null;
}

export type DeliveryStatus = 'DELIVERED' | 'INVALID_DESTINATION_ADDRESS' | (string & {});

const TIME_LIMIT_MS = 10_000;

const LATIN_9 = new Map(
	Array.from({ length: 256 }, (_, byte) => [
		new TextDecoder('iso-8859-15').decode(Uint8Array.of(byte)),
		byte,
	]),
);

const toBytes = (text: string, encoding: CallbackOptions['callbackEncoding']): Buffer =>
	encoding === 'utf-8'
		? Buffer.from(text)
		: Buffer.from(Array.from(text, (character) => LATIN_9.get(character) ?? 0x3f));

/** As PHP's `urlencode`: the page's sample shows `Hello+World`. */
function percentEncode(text: string, encoding: CallbackOptions['callbackEncoding']): string {
	return Array.from(toBytes(text, encoding), (byte) => {
		const character = String.fromCharCode(byte);
		if (/[A-Za-z0-9._-]/.test(character)) return character;
		return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	}).join('');
}

/** `id=…&gsm=…&status=…&network=…&date=…`, in the page's order. */
export const reportFields = (report: {
	campaignId: string | null;
	number: string;
	status: DeliveryStatus;
	network: string;
	date: Date;
	clock?: Clock;
}): Record<string, string> => ({
	id: report.campaignId ?? '',
	gsm: report.number,
	status: report.status,
	network: report.network,
	date: dateOn(report.clock ?? 'Europe/Paris', report.date),
});

/** Calls the user's URL. Never throws: what went wrong is in the record. */
export async function callBack(
	kind: CallbackRecord['kind'],
	fields: Readonly<Record<string, string>>,
	options: CallbackOptions & { now: () => Date },
	log: CallbackRecord[],
): Promise<CallbackRecord> {
	const { callbackUrl, callbackMethod: method, callbackEncoding, gluesQuestionMark } = options;
	const form = Object.entries(fields)
		.map(([name, value]) => `${name}=${percentEncode(value, callbackEncoding)}`)
		.join('&');
	const glue = gluesQuestionMark || !callbackUrl?.includes('?') ? '?' : '&';
	const record: CallbackRecord = {
		kind,
		method,
		url: method === 'GET' && callbackUrl ? `${callbackUrl}${glue}${form}` : (callbackUrl ?? ''),
		body: method === 'POST' ? form : null,
		fields,
		at: options.now(),
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
		const url = new URL(record.url);
		const { request } = url.protocol === 'https:' ? https : http;
		const { status, body } = await new Promise<{ status: number; body: string }>(
			(resolve, reject) => {
				const call = request(url, {
					method: record.method,
					agent: false,
					signal: AbortSignal.timeout(TIME_LIMIT_MS),
					...(record.body === null
						? {}
						: { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
				});
				call.on('error', reject);
				call.on('response', (response) => {
					let text = '';
					response.setEncoding('utf8');
					response.on('data', (chunk: string) => {
						if (text.length < 500) text = (text + chunk).slice(0, 500);
					});
					response.on('error', reject);
					response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
				});
				call.end(record.body ?? undefined);
			},
		);
		record.status = status;
		record.answer = body;
	} catch (cause) {
		record.failure = reasonOf(cause);
	}
}
