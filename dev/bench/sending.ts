import { startCompanion, type Companion } from './companion';
import { ANSWER_MS, CONTESTANTS, type ContestantName } from './contestants';
import { median } from './median';
import type { Sending, Sent } from './sendingProcess';
import type { Addresses, Counts } from './standIns';
import type { Workshop } from './workshop';

/** One contestant's figures. */
export interface Entry {
	readonly name: ContestantName;
	readonly title: string;
	readonly messages: number;
	/** Milliseconds for all messages, one figure for each round. */
	readonly rounds: number[];
	readonly median: number;
	/** Milliseconds of the processor, the median of the rounds. */
	readonly cpuMs: number;
	readonly requests: number;
	/** Requests that were under way at the same time, at most, as the answering side saw it. */
	readonly mostUnderWay: number;
	/** RSS of the whole process, in bytes. */
	readonly peakBytes: number;
}

/** What is to be sent how often; the contestants take turns, round by round. */
export interface Plan {
	readonly name: ContestantName;
	readonly messages: number;
	readonly rounds: number;
}

/** Messages sent without counting: n8n loads parts of itself at the first execution. */
const WARM_UP = 20;

export async function measureSending(
	workshop: Workshop,
	plans: readonly Plan[],
	say: (detail: string) => void,
): Promise<Entry[]> {
	const standIns = startCompanion('standIns.ts', workshop);
	const companions = new Map<ContestantName, Companion>();
	try {
		const addresses = await standIns.ask<Addresses>({ start: { delayMs: ANSWER_MS } });
		for (const { name } of plans) {
			const companion = startCompanion('sendingProcess.ts', workshop);
			companions.set(name, companion);
			await send(companion, { contestant: name, messages: WARM_UP, addresses });
		}
		await standIns.ask<Counts>('counts');
		const records = new Map<ContestantName, Array<Sent & Counts>>();
		const most = Math.max(...plans.map(({ rounds }) => rounds));
		for (let round = 0; round < most; round++) {
			for (const { name, messages, rounds } of plans) {
				const companion = companions.get(name);
				if (companion === undefined || round >= rounds) continue;
				say(`round ${round + 1} of ${most}: ${CONTESTANTS[name].title}`);
				const sent = await send(companion, { contestant: name, messages, addresses });
				const counts = await standIns.ask<Counts>('counts');
				assertAllSent(name, messages, counts);
				records.set(name, [...(records.get(name) ?? []), { ...sent, ...counts }]);
			}
		}
		return plans.map(({ name, messages }) => entryOf(name, messages, records.get(name) ?? []));
	} finally {
		await Promise.all([...companions.values(), standIns].map((companion) => companion.stop()));
	}
}

async function send(companion: Companion, sending: Sending): Promise<Sent> {
	const sent = await companion.ask<Sent>(sending);
	if (sent.items === sending.messages) return sent;
	throw new Error(`${sending.contestant}: ${sent.items} items for ${sending.messages} messages`);
}

/** A contestant that is fast because it did not send would not be one. */
function assertAllSent(name: ContestantName, messages: number, counts: Counts): void {
	const sent = name === 'twilio' ? counts.requests : counts.accepted;
	if (sent !== messages) throw new Error(`${name}: ${sent} of ${messages} messages were taken`);
}

function entryOf(
	name: ContestantName,
	messages: number,
	records: ReadonlyArray<Sent & Counts>,
): Entry {
	const rounds = records.map(({ ms }) => ms);
	return {
		name,
		title: CONTESTANTS[name].title,
		messages,
		rounds,
		median: median(rounds),
		cpuMs: median(records.map(({ cpuMs }) => cpuMs)),
		requests: records[0]?.requests ?? 0,
		mostUnderWay: Math.max(...records.map(({ mostUnderWay }) => mostUnderWay)),
		peakBytes: Math.max(...records.map(({ peakBytes }) => peakBytes)),
	};
}
