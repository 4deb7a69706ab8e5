import { startCompanion } from './companion';
import type { Question } from './ownWorkProcess';
import type { Figure } from './run';
import type { Workshop } from './workshop';

const MEASURES: ReadonlyArray<Question & { readonly what: string; readonly unit: string }> = [
	{ what: 'a personalised SMS', unit: 'ms', kind: 'personalised', count: 5_000 },
	{ what: '1,000 numbers of one SMS', unit: 'ms', kind: 'list', count: 1_000 },
	{ what: '100,000 numbers of one SMS', unit: 'ms', kind: 'list', count: 100_000 },
	{ what: 'peak memory of a campaign of 10,000', unit: 'MB', kind: 'memory', count: 10_000 },
];

/** Compares this package's own work with another version's. The two take turns in every round. */
export async function measureOwnWork(workshop: Workshop, rounds: number): Promise<Figure[]> {
	const { packageFolder, against } = workshop;
	const folders = against === undefined ? [packageFolder] : [packageFolder, against];
	const companions = folders.map((folder) =>
		startCompanion('ownWorkProcess.ts', { ...workshop, packageFolder: folder }, ['--expose-gc']),
	);
	const measured = MEASURES.map(() => folders.map((): number[] => []));
	try {
		// The first round warms up.
		for (let round = -1; round < rounds; round++) {
			for (const [row, { kind, count }] of MEASURES.entries()) {
				for (const turn of folders.keys()) {
					// Both go first equally often.
					const side = (turn + round + 1) % folders.length;
					const figure = await companions[side]?.ask<number>({ kind, count } satisfies Question);
					if (round >= 0) measured[row]?.[side]?.push(figure ?? NaN);
				}
			}
		}
	} finally {
		await Promise.all(companions.map(async (companion) => await companion.stop()));
	}
	return MEASURES.map(({ what, unit }, row) => {
		const [ours = [], rounds] = measured[row] ?? [];
		return { what, unit, ours, ...(rounds && { beside: { name: 'the other tarball', rounds } }) };
	});
}
