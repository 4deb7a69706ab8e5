import { simulate, type KindName } from '../simulation/simulate';

/** What a simulation of the key protocol came to. */
export interface Simulated {
	readonly kind: KindName;
	readonly schedules: number;
	readonly seconds: number;
	readonly seed: number;
	/** Schedules in which an SMS went twice, or was lost. */
	readonly broken: number;
	/** Keys that were told to be in doubt, and were not. */
	readonly falseDoubts: number;
}

/** So many schedules of each kind, from a seed of today's. */
export async function measureSimulation(
	{ schedules, kinds }: { readonly schedules: number; readonly kinds: readonly KindName[] },
	say: (detail: string) => void,
): Promise<Simulated[]> {
	const seed = Date.now() % 1_000_000_000;
	const all: Simulated[] = [];
	for (const kind of kinds) {
		say(kind);
		const startedAt = performance.now();
		const { broken, falseDoubts } = await simulate(seed, schedules, kind);
		const seconds = (performance.now() - startedAt) / 1000;
		all.push({ kind, schedules, seconds, seed, broken: broken.length, falseDoubts });
	}
	return all;
}
