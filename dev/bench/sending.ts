import { startEmulator } from '../emulator/emulator';
import { startCompanion, type Companion } from './companion';
import type { Figure } from './run';
import type { ContestantName, Sending } from './sendingProcess';
import type { Workshop } from './workshop';

const ANSWER_MS = 50;
/** Messages to send first: n8n loads parts of itself during the first execution. */
const WARM_UP = 20;
const CREDITS = 1e9;

const PAIRS: ReadonlyArray<
	readonly [ours: ContestantName, what: string, beside: ContestantName, name: string]
> = [
	['ours4', '4 at a time', 'loop4', 'HTTP Request in Loop Over Items of 4'],
	['ours50', '50 at a time', 'loop50', 'HTTP Request in Loop Over Items of 50'],
	['keys50', '50 at a time, a key each', 'ours50', 'the same without keys'],
];

/** Measures messages per second. Contestants take turns in every round, each in its own process. */
export async function measureSending(
	workshop: Workshop,
	{ rounds, messages }: { readonly rounds: number; readonly messages: number },
	say: (detail: string) => void,
): Promise<Figure[]> {
	const provider = await startEmulator({ delayMs: ANSWER_MS, credits: CREDITS });
	const names = [...new Set(PAIRS.flatMap(([ours, , beside]) => [ours, beside]))];
	const companions = new Map<ContestantName, Companion>();
	const rates = new Map<ContestantName, number[]>(names.map((name) => [name, []]));
	const { sendUrl, testUrl, options } = provider;
	const account = { sendUrl, testUrl, username: options.username, password: options.password };
	const send = async (name: ContestantName, count: number): Promise<number> => {
		provider.reset();
		const sending: Sending = { name, messages: count, account };
		const ms = (await companions.get(name)?.ask<number>(sending)) ?? NaN;
		// A contestant that sends nothing would look fast.
		if (provider.credits === CREDITS - count) return (count * 1000) / ms;
		throw new Error(`${name}: ${CREDITS - provider.credits} of ${count} messages were sent`);
	};
	try {
		for (const name of names) {
			companions.set(name, startCompanion('sendingProcess.ts', workshop));
			await send(name, WARM_UP);
		}
		for (let round = 0; round < rounds; round++) {
			for (const name of names) {
				say(`round ${round + 1} of ${rounds}: ${name}`);
				rates.get(name)?.push(await send(name, messages));
			}
		}
	} finally {
		await Promise.all([...companions.values()].map(async (companion) => await companion.stop()));
		await provider.close();
	}
	return PAIRS.map(([ours, what, beside, name]) => ({
		what,
		unit: 'a second',
		ours: rates.get(ours) ?? [],
		beside: { name, rounds: rates.get(beside) ?? [] },
	}));
}
