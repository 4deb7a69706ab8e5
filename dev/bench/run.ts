/**
 * `npm run bench`: how fast, against what a user would pick instead. Prints a report, and keeps it
 * in test/output/bench.md and .json. Nothing is asserted: a machine may be slow. `--quick` takes
 * less of everything, for a look in some minutes. `--against FILE.tgz` measures own work and memory of
 * that package too, such as the last release's, and gives the ratios.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { ROOT } from '../lab/build';
import { step } from '../lab/progress';
import { KIND_NAMES, type KindName } from '../simulation/simulate';
import { measureCallbacks } from './callbacks';
import { measureKeys } from './keys';
import { measureOwnWork } from './ownWork';
import { report } from './report';
import { requireTimes } from './requireTime';
import { targets, type Results } from './results';
import { measureSending, type Plan } from './sending';
import { measureSharedKeys } from './sharedKeys';
import { measureSimulation } from './simulated';
import { setUpWorkshop, type Workshop } from './workshop';

interface Extent {
	readonly sending: readonly Plan[];
	readonly ownWork: { readonly rounds: number; readonly most: number; readonly items: number };
	readonly requires: number;
	readonly callbacks: { readonly rounds: number; readonly seconds: number };
	readonly keys: { readonly messages: number; readonly rounds: number };
	readonly simulated: { readonly schedules: number; readonly kinds: readonly KindName[] };
}

const FULL: Extent = {
	sending: [
		{ name: 'ours', messages: 1_000, rounds: 3 },
		{ name: 'httpLoop', messages: 1_000, rounds: 3 },
		{ name: 'httpSame', messages: 1_000, rounds: 3 },
		{ name: 'oursMost', messages: 1_000, rounds: 3 },
		{ name: 'httpLoopMost', messages: 1_000, rounds: 3 },
		{ name: 'httpSameMost', messages: 1_000, rounds: 3 },
		{ name: 'http', messages: 1_000, rounds: 3 },
		// The pauses are all of its time, and they do not vary.
		{ name: 'httpBatched', messages: 100, rounds: 1 },
		{ name: 'httpBatchedMost', messages: 1_000, rounds: 1 },
		{ name: 'oursCombined', messages: 10_000, rounds: 3 },
		{ name: 'twilio', messages: 1_000, rounds: 2 },
	],
	ownWork: { rounds: 5, most: 100_000, items: 50_000 },
	requires: 15,
	callbacks: { rounds: 4, seconds: 2 },
	keys: { messages: 5_000, rounds: 3 },
	simulated: { schedules: 40_000, kinds: KIND_NAMES },
};

const QUICK: Extent = {
	sending: [
		{ name: 'ours', messages: 100, rounds: 1 },
		{ name: 'httpLoop', messages: 100, rounds: 1 },
		{ name: 'httpSame', messages: 100, rounds: 1 },
		{ name: 'oursMost', messages: 300, rounds: 1 },
		{ name: 'httpLoopMost', messages: 300, rounds: 1 },
		{ name: 'httpSameMost', messages: 300, rounds: 1 },
		{ name: 'http', messages: 300, rounds: 1 },
		{ name: 'httpBatched', messages: 40, rounds: 1 },
		{ name: 'httpBatchedMost', messages: 100, rounds: 1 },
		{ name: 'oursCombined', messages: 10_000, rounds: 1 },
		{ name: 'twilio', messages: 50, rounds: 1 },
	],
	ownWork: { rounds: 3, most: 10_000, items: 10_000 },
	requires: 3,
	callbacks: { rounds: 1, seconds: 1 },
	keys: { messages: 500, rounds: 1 },
	// The other kinds beyond the limit need more schedules to find anything.
	simulated: { schedules: 2_000, kinds: ['quiet', 'hostile', 'two', 'beyondTwo'] },
};

async function measure(workshop: Workshop, extent: Extent): Promise<Results> {
	return {
		sending: await step('Sending', (say) => measureSending(workshop, extent.sending, say)),
		ownWork: await step('Own work and memory', () => measureOwnWork(workshop, extent.ownWork)),
		requireTimes: await step('Loading', () => requireTimes(extent.requires)),
		callbacks: await step('Callbacks', (say) => measureCallbacks(workshop, extent.callbacks, say)),
		keys: await step('Keys in real n8n', (say) => measureKeys(workshop, extent.keys, say)),
		sharedKeys: await step('Keys that processes share', () => measureSharedKeys(1_000)),
		simulated: await step('Keys under every schedule', (say) =>
			measureSimulation(extent.simulated, say),
		),
	};
}

async function main(): Promise<void> {
	// Each companion has a listener of its own.
	process.setMaxListeners(30);
	const { values } = parseArgs({
		options: { quick: { type: 'boolean', default: false }, against: { type: 'string' } },
	});
	const workshop = await step('Building and installing the package', () =>
		setUpWorkshop(values.against),
	);
	try {
		const results = await measure(workshop, values.quick ? QUICK : FULL);
		const text = report(results, values.against);
		const output = path.join(ROOT, 'test', 'output');
		await mkdir(output, { recursive: true });
		await writeFile(path.join(output, 'bench.md'), text);
		const data = { ...results, targets: targets(results) };
		await writeFile(path.join(output, 'bench.json'), `${JSON.stringify(data, null, '\t')}\n`);
		process.stdout.write(`\n${text}\nKept in test/output/bench.md and bench.json\n`);
	} finally {
		await workshop.remove();
	}
}

void main();
