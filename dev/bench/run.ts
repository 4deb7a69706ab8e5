/**
 * `npm run bench`: this package beside what a user would pick instead, and beside an older tarball of it
 * (`--against FILE.tgz`). Ratios count: both sides take turns in one run, and nothing is asserted, because a
 * machine may be slow. `--quick` takes less of everything.
 */
import { parseArgs } from 'node:util';

import { step } from '../lab/progress';
import { median, medianRatio } from './median';
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

function lineOf({ what, unit, ours, beside }: Figure): string {
	const own = `${what}: ${readable(median(ours))} ${unit}`;
	if (beside === undefined) return own;
	const ratios = ours.map((figure, round) => readable(figure / (beside.rounds[round] ?? NaN)));
	const ratio = readable(medianRatio(ours, beside.rounds));
	return `${own}, ${ratio} times that of ${beside.name} (rounds: ${ratios.join(', ')})`;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { quick: { type: 'boolean', default: false }, against: { type: 'string' } },
	});
	const rounds = values.quick ? 2 : 5;
	const workshop = await step('Building and installing the package', () =>
		setUpWorkshop(values.against),
	);
	try {
		const own = await step('Own work and memory', () => measureOwnWork(workshop, rounds));
		const sent = await step('Sending in n8n’s engine', (say) =>
			measureSending(workshop, { rounds, messages: values.quick ? 200 : 2_000 }, say),
		);
		process.stdout.write(
			[
				'',
				'Own work, without n8n and network: processor time and memory in use, what comes out included',
				...own.map(lineOf),
				'',
				'Sending to a provider that answers after 50 ms, in the engine of n8n 2.41.1: messages a second',
				...sent.map(lineOf),
				'',
			].join('\n'),
		);
	} finally {
		await workshop.remove();
	}
}

void main();
