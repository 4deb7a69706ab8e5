import { callBack, reportFields, type CallbackRecord } from './callbacks';
import { DEFAULTS } from './options';

/** What the trigger makes of each callback of the provider's page, by the name of its event. */
export const EVENTS = {
	delivered: { status: 'DELIVERED' },
	undelivered: { status: 'INVALID_DESTINATION_ADDRESS' },
	// The page documents the two above. A trigger must not lose what it adds one day.
	otherStatus: { status: 'EXPIRED' },
	reply: { message: 'Hello World' },
	stop: { message: 'STOP' },
} as const;

export interface CallFields {
	/** International digits. */
	readonly phone: string;
	readonly campaignId: string;
	readonly date: Date;
}

/** Calls a URL as the provider would: one callback for each event, one after the other. */
export async function callEach(
	callbackUrl: string,
	{ phone, campaignId, date }: CallFields,
): Promise<ReadonlyArray<CallbackRecord & { readonly event: string }>> {
	const options = { ...DEFAULTS, callbackUrl, now: () => date };
	const made = [];
	for (const [event, what] of Object.entries(EVENTS)) {
		const record =
			'message' in what
				? callBack('reply', { num: phone, message: what.message }, options, [])
				: callBack(
						'report',
						reportFields({ campaignId, number: phone }, what.status, options),
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
