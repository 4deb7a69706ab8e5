/** A process that measures the memory of one execution; needs `--expose-gc`. */
import type { INodeExecutionData } from 'n8n-workflow';

import { answerQuestions } from './companion';
import { CONTESTANTS } from './contestants';
import { COMMON_TEXT, writtenNumber } from './messages';
import { RealEngine } from './realEngine';
import type { Addresses } from './standIns';

export interface Question {
	readonly node: 'capitoleSms' | 'noOp';
	readonly recipients: number;
	readonly addresses: Addresses;
}

/** Bytes more than before the execution. */
export interface Memory {
	/** The most that was in use at any of the looks, garbage not counted. */
	readonly mostInUse: number;
	/** What is in use when the execution is over and n8n holds its data. */
	readonly inUseAfter: number;
	/** The most that the process had, garbage and all (RSS). */
	readonly peak: number;
}

const LOOK_EVERY_MS = 300;

const [n8nModules = '', packageFolder = ''] = process.argv.slice(2);
const engine = new RealEngine(n8nModules, packageFolder);

let mostInUse = 0;
function look(): number {
	globalThis.gc?.();
	const { heapUsed, external } = process.memoryUsage();
	mostInUse = Math.max(mostInUse, heapUsed + external);
	return heapUsed + external;
}

/**
 * A timer cannot look while code runs without a pause, as at the end, when results become items.
 * Just before that our node asks whether the execution was cancelled: then, too, is looked.
 */
let lookedAt = 0;
engine.watch((context) => {
	const ask = context.getExecutionCancelSignal.bind(context);
	context.getExecutionCancelSignal = () => {
		if (performance.now() - lookedAt > LOOK_EVERY_MS / 3) {
			look();
			lookedAt = performance.now();
		}
		return ask();
	};
});

async function measure({ node, recipients, addresses }: Question): Promise<Memory> {
	const step =
		node === 'noOp'
			? { name: 'Send', type: 'noOp' as const }
			: CONTESTANTS.oursCombined.step(addresses);
	const items = (count: number): INodeExecutionData[] =>
		Array.from({ length: count }, (_, index) => ({
			json: { phone: writtenNumber(index), text: COMMON_TEXT },
		}));
	await engine.run(items(1000), step, addresses);
	const before = look();
	const peakBefore = process.resourceUsage().maxRSS * 1024;
	mostInUse = 0;
	const timer = setInterval(look, LOOK_EVERY_MS);
	const sent = await engine.run(items(recipients), step, addresses);
	clearInterval(timer);
	const after = look();
	if (sent.length !== recipients) throw new Error(`${sent.length} items came out`);
	return {
		mostInUse: mostInUse - before,
		inUseAfter: after - before,
		peak: process.resourceUsage().maxRSS * 1024 - peakBefore,
	};
}

answerQuestions<Question>(measure);
