import type { SmsMessage } from './message';
import type { Emulator } from './emulator';
import { parisDate } from './schedule';

/** A campaign may have 100,000 numbers; a page of phones may not. */
const MOST = 200;
const MOST_REQUESTS = 10;

/** How many SMS each campaign has, in all and by state. */
function campaignsOf(messages: readonly SmsMessage[]) {
	const none = { messages: 0, scheduled: 0, sent: 0, delivered: 0, refused: 0 };
	const campaigns = new Map<string | null, typeof none>();
	for (const { campaignId, state } of messages) {
		const campaign = campaigns.get(campaignId) ?? { ...none };
		campaign.messages++;
		campaign[state]++;
		campaigns.set(campaignId, campaign);
	}
	return [...campaigns].map(([id, counts]) => ({ id, ...counts }));
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
		messages: messages.slice(-MOST).map((message) => ({
			...message,
			order: message.acceptedAt.getTime(),
			acceptedAt: parisDate(message.acceptedAt),
			scheduledFor: message.scheduledFor && parisDate(message.scheduledFor),
		})),
		campaigns: campaignsOf(messages),
		callbacks: callbacks.slice(-MOST).map((record) => ({
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
