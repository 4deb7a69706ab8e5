import type { SmsMessage } from './message';
import type { Emulator } from './emulator';
import { parisDate } from './schedule';

/** The page cannot show all phones of a campaign of 100,000 numbers. */
const MAX_ROWS = 200;
const MAX_REQUESTS = 10;

/** Counts the SMS of each campaign, in total and by state. */
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

/** Everything the page shows, as JSON; times are Paris wall time. */
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
		messages: messages.slice(-MAX_ROWS).map((message) => ({
			...message,
			order: message.acceptedAt.getTime(),
			acceptedAt: parisDate(message.acceptedAt),
			scheduledFor: message.scheduledFor && parisDate(message.scheduledFor),
		})),
		campaigns: campaignsOf(messages),
		callbacks: callbacks.slice(-MAX_ROWS).map((record) => ({
			...record,
			order: record.at.getTime(),
			at: parisDate(record.at),
		})),
		requests: requests.slice(-MAX_REQUESTS).map((request) => ({
			at: parisDate(request.at),
			path: request.path,
			numbers: request.document?.recipients.length ?? 0,
			answer: request.answer.slice(0, 500),
			violations: request.violations,
		})),
	};
}
