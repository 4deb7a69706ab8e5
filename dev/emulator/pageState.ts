import type { SmsMessage } from './message';
import type { Emulator } from './emulator';
import { parisDate } from './schedule';

/** A campaign may have 100,000 numbers; a page of phones may not. */
const MOST_MESSAGES = 200;
const MOST_CALLBACKS = 200;
const MOST_REQUESTS = 10;

interface Campaign {
	id: string | null;
	messages: number;
	scheduled: number;
	delivered: number;
	refused: number;
}

function campaignsOf(messages: readonly SmsMessage[]): Campaign[] {
	const campaigns = new Map<string | null, Campaign>();
	for (const { campaignId: id, state } of messages) {
		const campaign = campaigns.get(id) ?? {
			id,
			messages: 0,
			scheduled: 0,
			delivered: 0,
			refused: 0,
		};
		campaign.messages++;
		if (state !== 'sent') campaign[state]++;
		campaigns.set(id, campaign);
	}
	return [...campaigns.values()];
}

/** Everything the page shows, as JSON can carry it; times are Paris wall time. */
export function pageState(emulator: Emulator) {
	const { messages, callbacks, requests, credits, callbackUrl, blacklist } = emulator;
	const { sendUrl, testUrl, options } = emulator;
	return {
		account: {
			'Sending URL': sendUrl,
			'Test URL': testUrl,
			Username: options.username,
			'API Password': options.password,
		},
		credits,
		callbackUrl,
		blacklist: [...blacklist],
		messageCount: messages.length,
		messages: messages.slice(-MOST_MESSAGES).map((message) => ({
			...message,
			order: message.acceptedAt.getTime(),
			acceptedAt: parisDate(message.acceptedAt),
			scheduledFor: message.scheduledFor && parisDate(message.scheduledFor),
		})),
		campaigns: campaignsOf(messages),
		callbacks: callbacks.slice(-MOST_CALLBACKS).map((record) => ({
			...record,
			order: record.at.getTime(),
			at: parisDate(record.at),
		})),
		requests: requests.slice(-MOST_REQUESTS).map((request) => ({
			at: parisDate(request.at),
			path: request.path,
			numbers: request.document?.recipients.length ?? 0,
			answer: request.answer.slice(0, 500),
			violations: request.violations,
		})),
	};
}
