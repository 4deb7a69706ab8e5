/**
 * `npm run bench`: compares this package with what users would pick instead, and with an older tarball of
 * it (`--against FILE.tgz`). The ratios matter: both sides take turns in one run. Nothing is asserted,
 * because a machine may be slow. `--quick` runs fewer rounds and messages.
 */
import { parseArgs } from 'node:util';

import { step } from '../lab/progress';
import { runMain } from '../lab/shutdown';
import { measureOwnWork } from './ownWork';
import { measureSending } from './sending';
import { setUpWorkshop } from './workshop';

/** One measurement: one figure per round for each side. */
export interface Figure {
	readonly what: string;
	readonly unit: string;
	readonly ours: readonly number[];
	readonly beside?: { readonly name: string; readonly rounds: readonly number[] };
}

const readable = (figure: number): string => Number(figure.toPrecision(3)).toLocaleString('en');

function median(figures: readonly number[]): number {
	const sorted = [...figures].sort((a, b) => a - b);
	const middle = (sorted.length - 1) / 2;
	return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/** Compares figures of the same round, so that a slow round affects both sides. */
function lineOf({ what, unit, ours, beside }: Figure): string {
	const own = `${what}: ${readable(median(ours))} ${unit}`;
	if (beside === undefined) return own;
	const ratios = ours.map((figure, round) => figure / (beside.rounds[round] ?? NaN));
	const rounds = ratios.map(readable).join(', ');
	return `${own}, ${readable(median(ratios))} times ${beside.name} (rounds: ${rounds})`;
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
Own work, without n8n or a network: CPU time and memory, output included
${own.map(lineOf).join('\n')}

Sending to a provider that answers after 50 ms, in the engine of n8n 2.41.1: messages a second
${sent.map(lineOf).join('\n')}`);
	return 0;
});
