import type { IDataObject } from 'n8n-workflow';

import type { Step } from './realEngine';
import type { Addresses } from './standIns';

/** The time that the provider, and Twilio's stand-in, take to answer. */
export const ANSWER_MS = 50;
export const IN_PARALLEL = 4;
/** The most that our node allows. */
export const MOST_IN_PARALLEL = 50;

/** A way to send many SMS with n8n. */
export interface Contestant {
	readonly title: string;
	/** Whether all items are one and the same message. */
	readonly isOneMessage?: boolean;
	/** Items in each round of a Loop Over Items around the node. */
	readonly atATime?: number;
	step(addresses: Addresses): Step;
}

export type ContestantName =
	| 'ours'
	| 'oursMost'
	| 'oursCombined'
	| 'http'
	| 'httpBatched'
	| 'httpBatchedMost'
	| 'httpSame'
	| 'httpSameMost'
	| 'httpLoop'
	| 'httpLoopMost'
	| 'twilio';

const ours = (options: IDataObject, title: string): Contestant => ({
	title,
	isOneMessage: options.combineItems === true,
	step: () => ({
		name: 'Send',
		type: 'capitoleSms',
		credentials: { capitoleMobileApi: { id: '1', name: 'Account' } },
		parameters: {
			resource: 'sms',
			operation: 'send',
			recipients: '={{ $json.phone }}',
			text: '={{ $json.text }}',
			options,
		},
	}),
});

const http = (title: string, batch?: { batchSize: number; batchInterval: number }): Contestant => ({
	title,
	step: ({ sendUrl }) => ({
		name: 'Send',
		type: 'httpRequest',
		typeVersion: 4.5,
		parameters: {
			method: 'POST',
			url: sendUrl,
			authentication: 'none',
			sendBody: true,
			contentType: 'raw',
			rawContentType: 'application/x-www-form-urlencoded',
			body: '={{ $json.body }}',
			options: batch ? { batching: { batch } } : {},
		},
	}),
});

export const CONTESTANTS: Readonly<Record<ContestantName, Contestant>> = {
	ours: ours({}, 'Capitole SMS, 4 requests at a time (its default)'),
	oursMost: ours({ parallelRequests: MOST_IN_PARALLEL }, 'Capitole SMS, 50 requests at a time'),
	oursCombined: ours({ combineItems: true }, 'Capitole SMS, Combine Items'),
	http: http('HTTP Request, no options: all requests at once'),
	httpBatched: http('HTTP Request, Batching 4, its interval as it comes: 1,000 ms', {
		batchSize: IN_PARALLEL,
		batchInterval: 1000,
	}),
	httpBatchedMost: http('HTTP Request, Batching as it comes: 50 every 1,000 ms', {
		batchSize: MOST_IN_PARALLEL,
		batchInterval: 1000,
	}),
	httpSame: http('HTTP Request, Batching 4 every 50 ms', {
		batchSize: IN_PARALLEL,
		batchInterval: ANSWER_MS,
	}),
	httpSameMost: http('HTTP Request, Batching 50 every 50 ms', {
		batchSize: MOST_IN_PARALLEL,
		batchInterval: ANSWER_MS,
	}),
	httpLoop: {
		...http('HTTP Request in Loop Over Items, 4 at a time'),
		atATime: IN_PARALLEL,
	},
	httpLoopMost: {
		...http('HTTP Request in Loop Over Items, 50 at a time'),
		atATime: MOST_IN_PARALLEL,
	},
	twilio: {
		title: 'Twilio: one request after the other',
		step: () => ({
			name: 'Send',
			type: 'twilio',
			credentials: { twilioApi: { id: '1', name: 'Account' } },
			parameters: {
				resource: 'sms',
				operation: 'send',
				from: '+15557122661',
				to: '={{ $json.international }}',
				toWhatsapp: false,
				message: '={{ $json.text }}',
				options: {},
			},
		}),
	},
};
