import { setTimeout as wait } from 'node:timers/promises';

import { figure } from '../figures';
import { VERSION, Workbench } from '../workbench';

jest.setTimeout(300_000);

/** With `dist`, since the lab's cache folder has the package's name too. */
const PACKAGE = 'node_modules/n8n-nodes-capitole-mobile/dist/';
/** The package needs only its nodes' descriptions; 15 MB would be allowed. */
const LIMIT_MB = 2;
const SETTLING_MS = 5000;

/** Messages about the busy machine, which vary from start to start: no Python, a slow database. */
const OF_THE_MACHINE = /^(?:probe: |Failed to start Python|Database (?:ping|connection))/;

/** Log lines that may be warnings, or about packages like ours. */
const warnings = (log: readonly string[]) =>
	log.filter(
		(line) =>
			/capitole|community|warn|error|fail|could not|lazy/i.test(line) && !OF_THE_MACHINE.test(line),
	);

interface Start {
	/** Megabytes in use after a garbage collection. */
	heap: number;
	log: string[];
	/** The loaded files of the package. */
	loaded: string[];
}

/** Starts an n8n, and measures it after it has settled. */
async function startAndRest(hasPackage: boolean): Promise<Start> {
	const bench = await Workbench.open({ env: {}, hasPackage, isCredentialMade: false });
	try {
		await wait(SETTLING_MS);
		const { heap, required } = await bench.probe();
		expect(required.length).toBeGreaterThan(1000);
		const loaded = required.flatMap((file) => file.split(PACKAGE)[1] ?? []);
		return { heap, log: bench.n8n.log, loaded };
	} finally {
		await bench.close();
	}
}

test('n8n starts with the package as without it: no warning, no node loaded, less than 2 MB more', async () => {
	const starts: Record<'with' | 'without', Start[]> = { with: [], without: [] };
	const least = (which: 'with' | 'without') => Math.min(...starts[which].map(({ heap }) => heap));
	const difference = () => least('with') - least('without');
	// Tries again if it is too much: one of the two may have done more by then.
	for (let round = 0; round < 3 && !(difference() < LIMIT_MB); round++) {
		// A starting n8n uses one core.
		const [without, with_] = await Promise.all([startAndRest(false), startAndRest(true)]);
		starts.without.push(without);
		starts.with.push(with_);
	}
	for (const [index, { log }] of starts.with.entries()) {
		expect(warnings(log)).toEqual(warnings(starts.without[index]?.log ?? []));
	}
	// n8n 2.x loads every credential on startup, for its additions to others; n8n 1.x loads none.
	for (const { loaded } of starts.with) {
		expect(loaded.filter((file) => file.endsWith('.node.js'))).toEqual([]);
	}
	const shown = (which: 'with' | 'without') =>
		starts[which].map(({ heap }) => heap.toFixed(1)).join(' and ');
	figure(
		`n8n ${VERSION}, idle, in MB: with the package ${shown('with')}, without ${shown('without')}; files of the package loaded: ${String(starts.with[0]?.loaded.length)}`,
	);
	expect(difference()).toBeLessThan(LIMIT_MB);
});
