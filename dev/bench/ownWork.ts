import { startCompanion } from './companion';
import { median } from './median';
import type { Question, Worked } from './ownWorkProcess';
import type { Workshop } from './workshop';

export const PER_REQUEST = 500;

export interface OwnWork {
	/** Milliseconds of the processor for a message with one recipient, one figure for each round. */
	readonly perMessageMs: number[];
	/** Microseconds of the processor for each recipient, by the number of recipients. */
	readonly perRecipient: ReadonlyArray<{ readonly recipients: number; readonly us: number[] }>;
}

export async function measureOwnWork(
	workshop: Workshop,
	{ rounds, most }: { rounds: number; most: number },
): Promise<OwnWork> {
	const companion = startCompanion('ownWorkProcess.ts', workshop);
	try {
		const ask = async (question: Question): Promise<number> =>
			(await companion.ask<Worked>(question)).cpuMs;
		const single: Question = { kind: 'single', messages: 2_000 };
		const sizes = [1_000, 10_000, 100_000].filter((size) => size <= most);
		const perMessageMs: number[] = [];
		const perRecipient = sizes.map((recipients) => ({ recipients, us: [] as number[] }));
		await ask(single);
		await ask({ kind: 'bulk', recipients: 10_000, perRequest: PER_REQUEST });
		for (let round = 0; round < rounds; round++) {
			perMessageMs.push((await ask(single)) / single.messages);
			for (const { recipients, us } of perRecipient) {
				const ms = await ask({ kind: 'bulk', recipients, perRequest: PER_REQUEST });
				us.push((ms * 1000) / recipients);
			}
		}
		return { perMessageMs, perRecipient };
	} finally {
		await companion.stop();
	}
}

/** How much longer a recipient takes among the most than among the fewest. */
export function growth({ perRecipient }: OwnWork): number {
	const [fewest, most] = [perRecipient[0], perRecipient.at(-1)];
	return most && fewest ? median(most.us) / median(fewest.us) : Number.NaN;
}
