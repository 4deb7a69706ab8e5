import { figure } from '../figures';
import { settledMemory } from '../memory';
import { VERSION, Workbench } from '../workbench';

jest.setTimeout(300_000);

/** The lab's cache folder has the package's name too. */
const PACKAGE = 'node_modules/n8n-nodes-capitole-mobile/';
const MEMORY_LIMIT_MB = 15;
/** The heap tells more exactly; what the package needs there are its descriptions. */
const HEAP_LIMIT_MB = 2;

/** What an n8n says of itself, whatever is installed; deprecations are of n8n's own settings. */
const warnings = (log: readonly string[]) =>
	log.filter(
		(line) =>
			/capitole|community|warn|error|fail|could not|lazy/i.test(line) &&
			!line.startsWith('probe: '),
	);

interface Start {
	/** Resident, in megabytes. */
	memory: number;
	/** In use after a garbage collection, in megabytes. */
	heap: number;
	log: string[];
	required: string[];
}

/** Starts an n8n, and when it has come to rest tells how it is. */
async function startAndRest(hasPackage: boolean): Promise<Start> {
	const bench = await Workbench.open({ hasPackage, isCredentialMade: false });
	try {
		const memory = await settledMemory(bench.n8n.pid);
		const { required, heap } = await bench.probe();
		return { memory, heap, log: bench.n8n.log, required };
	} finally {
		await bench.close();
	}
}

test('n8n starts with the package as without it: no warning, no module of it loaded, less than 15 MB more', async () => {
	const starts: Record<'with' | 'without', Start[]> = { with: [], without: [] };
	for (let round = 0; round < 2; round++) {
		starts.without.push(await startAndRest(false));
		starts.with.push(await startAndRest(true));
	}
	for (const [index, { log }] of starts.with.entries()) {
		expect(warnings(log)).toEqual(warnings(starts.without[index]?.log ?? []));
	}
	for (const { required } of starts.with) {
		expect(required.length).toBeGreaterThan(1000);
		expect(required.filter((file) => file.includes(PACKAGE))).toEqual([]);
	}
	const memory = (which: 'with' | 'without') => starts[which].map((start) => start.memory);
	const heap = (which: 'with' | 'without') => Math.min(...starts[which].map((start) => start.heap));
	const shown = (all: number[]) => all.map((each) => each.toFixed(1)).join(', ');
	const difference = Math.min(...memory('with')) - Math.min(...memory('without'));
	figure(
		`n8n ${VERSION}, idle, in MB: with the package ${shown(memory('with'))}; without ${shown(memory('without'))}; difference of the least ${difference.toFixed(1)}; of the heap ${(heap('with') - heap('without')).toFixed(2)}`,
	);
	expect(difference).toBeLessThan(MEMORY_LIMIT_MB);
	expect(heap('with') - heap('without')).toBeLessThan(HEAP_LIMIT_MB);
});
