/**
 * A process that runs Capitole SMS without n8n and network, so that what it takes is the package's own:
 * parameters and numbers read, texts checked, parts counted, requests planned, documents built and
 * encoded, answers read, items made. Needs `--expose-gc`.
 */
import { createRequire } from 'node:module';

import type { IDataObject } from 'n8n-workflow';

import { answerQuestions } from './companion';
import { installedTypes } from './installedTypes';
import { COMMON_TEXT, personalText, writtenNumber } from './messages';
import { stubContext } from './stubContext';

/** `count` items of one number each, or one item of `count` numbers. */
export interface Question {
	readonly kind: 'personalised' | 'list' | 'memory';
	readonly count: number;
}

const LOOK_EVERY_MS = 50;

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

/** Milliseconds of the processor, the garbage collector's included: for an item, or for the list. */
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

/** Megabytes more than before. No timer runs while code does: it looks when the node asks something. */
async function memory(question: Question): Promise<number> {
	const items = itemsFor(question);
	const before = inUse();
	let most = 0;
	let lookedAt = 0;
	const outputs = await run(items, () => {
		if (performance.now() - lookedAt < LOOK_EVERY_MS) return;
		most = Math.max(most, inUse());
		lookedAt = performance.now();
	});
	most = Math.max(most, inUse());
	// Held until here.
	if (outputs === null) throw new Error('Nothing came out');
	return most - before;
}

answerQuestions<Question>(async (question) =>
	question.kind === 'memory' ? await memory(question) : await work(question),
);
