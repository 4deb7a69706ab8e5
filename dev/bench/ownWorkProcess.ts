/**
 * Runs Capitole SMS without n8n or a network, to measure only the package's own work: it reads parameters
 * and numbers, checks texts, counts parts, plans requests, builds and encodes documents, reads answers
 * and makes items. Needs `--expose-gc`.
 */
import { createRequire } from 'node:module';

import type { IDataObject } from 'n8n-workflow';

import { answerQuestions } from './companion';
import { installedTypes } from './installedTypes';
import { COMMON_TEXT, personalText, writtenNumber } from './messages';
import { stubContext } from './stubContext';

/** Asks for `count` items with one number each or, for a list, one item with `count` numbers. */
export interface Question {
	readonly kind: 'personalised' | 'list' | 'memory';
	readonly count: number;
}

const SAMPLE_MS = 50;

const [, packageFolder = ''] = process.argv.slice(2);
const types = installedTypes(packageFolder, createRequire(__filename));

function itemsFor({ kind, count }: Question): IDataObject[] {
	const numbers = Array.from({ length: count }, (_, index) => writtenNumber(index));
	const item = (recipients: string | string[], text: string) => ({ recipients, text, options: {} });
	if (kind === 'list') return [item(numbers, COMMON_TEXT)];
	return numbers.map((number, index) => item(number, personalText(index)));
}

async function run(items: IDataObject[], onSign = () => {}): Promise<unknown> {
	const outputs = await types.node.execute?.call(stubContext(types, items, onSign));
	const [out = []] = (outputs ?? []) as IDataObject[][];
	if (out.length === items.length) return outputs;
	throw new Error(`${out.length} items came out of ${items.length}`);
}

/** Returns the CPU milliseconds per item, or for the whole list, with garbage collection. */
async function work(question: Question): Promise<number> {
	const items = itemsFor(question);
	const times = Math.ceil(20_000 / question.count);
	const before = process.cpuUsage();
	for (let time = 0; time < times; time++) await run(items);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000 / times / items.length;
}

function inUse(): number {
	globalThis.gc?.();
	const { heapUsed, external } = process.memoryUsage();
	return (heapUsed + external) / 1e6;
}

/** Returns the peak in megabytes above the start. Timers do not fire meanwhile, so `onSign` measures. */
async function memory(question: Question): Promise<number> {
	const items = itemsFor(question);
	const before = inUse();
	let most = 0;
	let sampledAt = 0;
	const outputs = await run(items, () => {
		if (performance.now() - sampledAt < SAMPLE_MS) return;
		most = Math.max(most, inUse());
		sampledAt = performance.now();
	});
	most = Math.max(most, inUse());
	// Keeps the outputs in memory until here.
	if (outputs === null) throw new Error('Nothing came out');
	return most - before;
}

answerQuestions<Question>(async (question) =>
	question.kind === 'memory' ? await memory(question) : await work(question),
);
