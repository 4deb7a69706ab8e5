/**
 * A process that runs Capitole SMS without n8n and network, so that what it takes is the package's
 * own: parameters read, numbers read, text checked, parts counted, requests planned, documents built,
 * encoded and escaped, answers read, items made. Needs `--expose-gc`.
 */
import { createRequire } from 'node:module';

import type { IDataObject } from 'n8n-workflow';

import { answerQuestions } from './companion';
import { installedTypes } from './installedTypes';
import { COMMON_TEXT, personalText, writtenNumber } from './messages';
import { stubContext, type Given } from './stubContext';

/** `count` items of one number each, or one item of `count` numbers. */
export interface Question {
	readonly kind: 'personalised' | 'combined' | 'list';
	readonly count: number;
	readonly perRequest: number;
}

export interface Worked {
	/** Milliseconds of the processor for one run, the garbage collector's included. */
	readonly cpuMs: number;
}

/** Bytes more than before the execution, garbage not counted. */
export interface Memory {
	/** The most that was in use at any of the looks. */
	readonly mostInUse: number;
	/** What is in use when the execution is over: the items that came out. */
	readonly inUseAfter: number;
}

const LOOK_EVERY_MS = 100;

/** Messages, or numbers, for one figure of the processor's time. */
const LEAST = 20_000;

const [, packageFolder = ''] = process.argv.slice(2);
const types = installedTypes(packageFolder, createRequire(__filename));

function itemsFor({ kind, count, perRequest }: Question): IDataObject[] {
	const numbers = Array.from({ length: count }, (_, index) => writtenNumber(index));
	const options = { maxRecipients: perRequest, combineItems: kind === 'combined' };
	if (kind === 'list') return [{ recipients: numbers, text: COMMON_TEXT, options }];
	return numbers.map((recipients, index) => ({
		recipients,
		text: kind === 'personalised' ? personalText(index) : COMMON_TEXT,
		options,
	}));
}

async function run(given: Given): Promise<unknown> {
	const outputs = await types.node.execute?.call(stubContext(types, given));
	const items = (outputs as IDataObject[][] | null | undefined)?.[0] ?? [];
	if (items.length === given.items.length) return outputs;
	throw new Error(`${items.length} items came out of ${given.items.length}`);
}

/** Short lists several times, so that each figure is of as much work as the others. */
async function work(question: Question): Promise<Worked> {
	const items = itemsFor(question);
	const times = Math.ceil(LEAST / question.count);
	const before = process.cpuUsage();
	for (let time = 0; time < times; time++) await run({ items });
	const { user, system } = process.cpuUsage(before);
	return { cpuMs: (user + system) / 1000 / times };
}

function inUse(): number {
	globalThis.gc?.();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** A timer could not look while code runs without a pause: this looks when the node asks something. */
async function memory(question: Question): Promise<Memory> {
	const items = itemsFor(question);
	const before = inUse();
	let most = 0;
	let lookedAt = 0;
	const onSign = (): void => {
		if (performance.now() - lookedAt < LOOK_EVERY_MS) return;
		most = Math.max(most, inUse());
		lookedAt = performance.now();
	};
	const outputs = await run({ items, onSign });
	const after = inUse();
	// Held until here.
	if (outputs === null) throw new Error('Nothing came out');
	return { mostInUse: Math.max(most, after) - before, inUseAfter: after - before };
}

answerQuestions<Question & { readonly look: boolean }>(async ({ look, ...question }) =>
	look ? await memory(question) : await work(question),
);
