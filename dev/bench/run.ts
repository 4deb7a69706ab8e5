/**
 * `npm run bench`: this package beside what a user would pick instead, and beside an older tarball of it
 * (`--against FILE.tgz`). Ratios count: both sides take turns in one run, and nothing is asserted, because a
 * machine may be slow. `--quick` takes less of everything.
 */
import { parseArgs } from 'node:util';

import { step } from '../lab/progress';
import { runMain } from '../lab/shutdown';
import { measureOwnWork } from './ownWork';
import { measureSending } from './sending';
import { setUpWorkshop } from './workshop';

/** One measurement: a figure for each round, beside the other side's figure of the same round. */
export interface Figure {
	readonly what: string;
	readonly unit: string;
	readonly ours: readonly number[];
	readonly beside?: { readonly name: string; readonly rounds: readonly number[] };
}

const readable = (figure: number): string => Number(figure.toPrecision(3)).toLocaleString('en');

/** The middle of several figures; the mean of the middle two where there is no middle one. */
function median(figures: readonly number[]): number {
	const sorted = [...figures].sort((a, b) => a - b);
	const middle = (sorted.length - 1) / 2;
	return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/** Ratios are of figures from the same round, so that a slow round hurts both. */
function lineOf({ what, unit, ours, beside }: Figure): string {
	const own = `${what}: ${readable(median(ours))} ${unit}`;
	if (beside === undefined) return own;
	const ratios = ours.map((figure, round) => figure / (beside.rounds[round] ?? NaN));
	const rounds = ratios.map(readable).join(', ');
	return `${own}, ${readable(median(ratios))} times that of ${beside.name} (rounds: ${rounds})`;
}

runMain(async () => {
	const { values } = parseArgs({
		options: { quick: { type: 'boolean', default: false }, against: { type: 'string' } },
	});
	const rounds = values.quick ? 2 : 5;
	const workshop = await step('Building and installing the package', () =>
		setUpWorkshop(values.against),
	);
	const own = await step('Own work and memory', () => measureOwnWork(workshop, rounds));
	const sent = await step<Figure[]>('Sending in n8n’s engine', (say) =>
		measureSending(workshop, { rounds, messages: values.quick ? 200 : 2_000 }, say),
	);
	console.log(`
Own work, without n8n and network: processor time and memory in use, what comes out included
${own.map(lineOf).join('\n')}

Sending to a provider that answers after 50 ms, in the engine of n8n 2.41.1: messages a second
${sent.map(lineOf).join('\n')}`);
	return 0;
});
