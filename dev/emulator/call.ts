import { callBack, reportFields, type CallbackRecord, type DeliveryStatus } from './callbacks';
import { DEFAULTS } from './options';

/** What the trigger makes of each callback of the provider's page, by the name of its event. */
export const EVENTS = ['delivered', 'undelivered', 'otherStatus', 'reply', 'stop'] as const;

export interface CallFields {
	/** International digits. */
	readonly phone: string;
	readonly campaignId: string;
	readonly date: Date;
}

const STATUSES = {
	delivered: 'DELIVERED',
	undelivered: 'INVALID_DESTINATION_ADDRESS',
	// The page documents the two above. A trigger must not lose what it adds one day.
	otherStatus: 'EXPIRED',
} as const satisfies Record<string, DeliveryStatus>;
const MESSAGES = { reply: 'Hello World', stop: 'STOP' };

/** Calls a URL as the provider would: one callback for each event, one after the other. */
export async function callEach(
	callbackUrl: string,
	{ phone, campaignId, date }: CallFields,
): Promise<ReadonlyArray<CallbackRecord & { readonly event: (typeof EVENTS)[number] }>> {
	const options = { ...DEFAULTS, callbackUrl, now: () => date };
	const made = [];
	for (const event of EVENTS) {
		const record =
			event === 'reply' || event === 'stop'
				? callBack('reply', { num: phone, message: MESSAGES[event] }, options, [])
				: callBack(
						'report',
						reportFields({
							campaignId,
							number: phone,
							status: STATUSES[event],
							network: DEFAULTS.network,
							date,
						}),
						options,
						[],
					);
		made.push({ event, ...(await record) });
	}
	return made;
}

export const isWelcome = ({ status }: CallbackRecord): boolean =>
	status !== null && status >= 200 && status < 300;

/** A line for each callback: event, status and answer, then what was called. */
export function drawCalls(calls: Awaited<ReturnType<typeof callEach>>): string {
	return calls
		.flatMap(({ event, status, answer, failure, url }) => [
			`${event.padEnd(13)} ${status === null ? `no answer: ${String(failure)}` : `${String(status)} ${answer}`.trim()}`,
			`              ${url}`,
		])
		.join('\n');
}
