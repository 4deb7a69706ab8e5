import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Callback } from '../../../nodes/CapitoleMobile/sms/callback/callback';
import type { CallbackRequest } from '../../../nodes/CapitoleMobile/sms/callback/callbackForm';

const FOLDER = join(__dirname, '../../fixtures/callbacks');

/** A raw request (`NAME.http`) and its expected reading (`NAME.json`). */
export interface CallbackFixture {
	readonly name: string;
	readonly http: Buffer;
	readonly source: "the provider's page" | 'assumed';
	/** Without `eventId` and `receivedAt`. */
	readonly expected: Partial<Callback> | { event: null; reason: string };
	readonly context?: { timezone?: string; stopKeywords?: string[] };
}

export const callbackFixtures: readonly CallbackFixture[] = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.http'))
	.map((file) => file.slice(0, -'.http'.length))
	.map((name) => ({
		...(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Omit<
			CallbackFixture,
			'name' | 'http'
		>),
		name,
		http: readFileSync(join(FOLDER, `${name}.http`)),
	}));

/** Parses a raw request as far as the parser needs it. */
export function callbackRequest(http: Buffer): CallbackRequest & { method: string } {
	const text = http.toString('latin1');
	const end = text.indexOf('\r\n\r\n');
	const [requestLine = '', ...headers] = text.slice(0, end).split('\r\n');
	const [method = '', target = ''] = requestLine.split(' ');
	const contentType = headers.find((header) => /^content-type:/i.test(header));
	const query = target.indexOf('?');
	return {
		method,
		rawQuery: query < 0 ? '' : target.slice(query + 1),
		rawBody: method === 'POST' ? http.subarray(end + 4) : null,
		contentType: contentType?.replace(/^content-type:\s*/i, ''),
	};
}
