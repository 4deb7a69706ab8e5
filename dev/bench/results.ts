import path from 'node:path';

import { medianRate, rateRatio, type CallbackRates } from './callbacks';
import type { ContestantName } from './contestants';
import type { KeyRates } from './keys';
import { median, medianRatio } from './median';
import { figuresOf, growth, PER_REQUEST, type OwnWork, type OwnWorkResults } from './ownWork';
import type { RequireTime } from './requireTime';
import type { Entry } from './sending';
import type { SharedKeys } from './sharedKeys';
import type { Simulated } from './simulated';
import { readable, target, type Target } from './target';

/** All that a run measured. */
export interface Results {
	readonly sending: readonly Entry[];
	readonly ownWork: OwnWorkResults;
	readonly requireTimes: readonly RequireTime[];
	readonly callbacks: readonly CallbackRates[];
	readonly keys: readonly KeyRates[];
	readonly sharedKeys: readonly SharedKeys[];
	readonly simulated: readonly Simulated[];
}

/** How many times as long `slow` takes for a message as `fast` does. */
export function timesFaster(
	sending: readonly Entry[],
	fast: ContestantName,
	slow: ContestantName,
): number {
	const perMessage = (name: ContestantName): number[] => {
		const entry = sending.find((candidate) => candidate.name === name);
		if (entry === undefined) throw new Error(`${name} was not measured`);
		return entry.rounds.map((ms) => ms / entry.messages);
	};
	const [long, short] = [perMessage(slow), perMessage(fast)];
	// Rounds that were run side by side are compared side by side.
	return long.length === short.length ? medianRatio(long, short) : median(long) / median(short);
}

export function targets(results: Results): Target[] {
	const { sending, requireTimes, callbacks } = results;
	const { ours } = results.ownWork;
	const times = (fast: ContestantName, slow: ContestantName): number =>
		timesFaster(sending, fast, slow);
	const combined = sending.find(({ name }) => name === 'oursCombined');
	return [
		target(
			'Not slower than HTTP Request with Batching 4 and its interval as it comes',
			times('ours', 'httpBatched'),
			{ atLeast: 1 },
			' times as fast',
		),
		target(
			'Not slower than HTTP Request with Batching 50 and its interval as it comes',
			times('oursMost', 'httpBatchedMost'),
			{ atLeast: 1 },
			' times as fast',
		),
		target(
			'Not slower than HTTP Request kept to 4 requests under way by Loop Over Items',
			times('ours', 'httpLoop'),
			{ atLeast: 1 },
			' times as fast',
		),
		target(
			'Not slower than HTTP Request kept to 50 requests under way by Loop Over Items',
			times('oursMost', 'httpLoopMost'),
			{ atLeast: 1 },
			' times as fast',
		),
		target(
			'Personalised messages at least 3 times faster than Twilio',
			times('ours', 'twilio'),
			{ atLeast: 3 },
			' times as fast',
		),
		{
			aim: 'One message combined: a request for every 500 recipients',
			measured: `${combined?.requests ?? 0} requests for ${combined?.messages ?? 0} recipients`,
			holds: combined !== undefined && combined.requests === Math.ceil(combined.messages / 500),
		},
		target(
			'One message combined: at least 50 times faster than Twilio (extrapolated from its messages above)',
			times('oursCombined', 'twilio'),
			{ atLeast: 50 },
			' times as fast',
		),
		target(
			'Own work under 0.3 ms for a message with one recipient',
			median(ours.perMessageMs),
			{ atMost: 0.3 },
			' ms',
		),
		target(
			`Own work under 20 µs for each recipient in requests of ${PER_REQUEST}`,
			Math.max(...ours.perRecipient.map(({ us }) => median(us))),
			{ atMost: 20 },
			' µs',
		),
		target(
			'Own work linear: a recipient among the most takes at most 1.5 times as long',
			growth(ours),
			{ atMost: 1.5 },
			' times',
			` from ${sizes(ours)} recipients`,
		),
		target(
			'Memory under 2,000 bytes for each recipient, what comes out included',
			median(ours.memory.most),
			{ atMost: 2000 },
			' bytes',
			` with ${ours.memory.recipients.toLocaleString('en')} items`,
		),
		...figuresOf(results.ownWork).flatMap(({ what, ratio }) =>
			ratio === undefined
				? []
				: target(`Not more than the other package: ${what}`, ratio, { atMost: 1.1 }, ' times'),
		),
		...requireTimes.map(({ entry, median: ms }) =>
			target(`require() of ${path.basename(entry)} under 50 ms`, ms, { atMost: 50 }, ' ms'),
		),
		...callbacks.flatMap(callbackTargets),
		...results.keys.map(({ setting, ...rates }) =>
			target(
				`${setting}: with keys at least 0.8 of the speed without`,
				medianRatio(rates.with, rates.without),
				{ atLeast: 0.8 },
				'',
			),
		),
		...results.sharedKeys.map(({ processes, messages, codes }) => ({
			aim: `${processes} processes that send the same campaign: each SMS once, none in doubt`,
			measured: Object.entries(codes)
				.map(([code, count]) => `${count} ${code}`)
				.join(', '),
			holds: codes.SENDING_OK === messages && codes.DUPLICATE_KEY === (processes - 1) * messages,
		})),
		...results.simulated.map(({ kind, schedules, broken }) => ({
			aim: kind.startsWith('beyond')
				? `Simulated, ${kind}: a second SMS is found over the limit`
				: `Simulated, ${kind}: no SMS twice, none lost`,
			measured: `${broken} of ${schedules.toLocaleString('en')} schedules`,
			holds: broken > 0 === kind.startsWith('beyond'),
		})),
	];
}

function sizes({ perRecipient }: OwnWork): string {
	const counts = perRecipient.map(({ recipients }) => recipients.toLocaleString('en'));
	return `${counts[0] ?? ''} to ${counts.at(-1) ?? ''}`;
}

function callbackTargets({ setting, answered, executed }: CallbackRates): Target[] {
	return Object.entries({ answered, 'answered and executed': executed }).map(([what, rates]) =>
		target(
			`n8n ${setting.title}: callbacks ${what}, at least 0.9 of the Webhook node's rate`,
			rateRatio(rates),
			{ atLeast: 0.9 },
			'',
			` (${readable(medianRate(rates, 'trigger'))} and ${readable(medianRate(rates, 'webhook'))} a second)`,
		),
	);
}
