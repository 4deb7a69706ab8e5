import { cpus, totalmem } from 'node:os';
import path from 'node:path';

import { medianRate, rateRatio } from './callbacks';
import { MOST_IN_PARALLEL, type ContestantName } from './contestants';
import { median, medianRatio } from './median';
import { figuresOf } from './ownWork';
import { describeRequireTimes } from './requireTime';
import { targets, timesFaster, type Results } from './results';
import { readable } from './target';

const RECEIVERS = [
	['trigger', 'Capitole SMS Trigger'],
	['webhook', 'Webhook'],
	['webhookWithExpression', 'Webhook with an expression in its options'],
] as const;

/**
 * The whole report, in Markdown.
 *
 * @param against the file of the package that own work is compared with
 */
export function report(results: Results, against?: string): string {
	const { sending, ownWork, requireTimes } = results;
	const [cpu] = cpus();
	const faster = (ours: ContestantName, theirs: ContestantName): string =>
		readable(1 / timesFaster(sending, ours, theirs));
	return [
		'# Benchmark',
		'',
		`${new Date().toISOString().slice(0, 16)} UTC, ${cpus().length} × ${cpu?.model ?? 'processor'}, ${readable(totalmem() / 1024 ** 3)} GB. Compare figures of one run only.`,
		'',
		"## Sending, in n8n 2.41.1's engine",
		'',
		"All against one process that answers after 50 ms: the provider's emulator, and for Twilio a stand-in without TLS, to which the test's credential leads the untouched node. HTTP Request gets its XML ready-made. The time is the whole execution's, the median of the rounds; the contestants take turns. Under way: the most requests at the same time, as the answering side saw it. Processor: for each message. Memory: the most the process had, about 200 MB of it n8n's engine.",
		'',
		...table(
			[
				'',
				'messages',
				'requests',
				'under way',
				'time',
				'a second',
				'processor',
				'memory',
				'rounds',
			],
			sending.map((entry) => [
				entry.title,
				entry.messages.toLocaleString('en'),
				entry.requests.toLocaleString('en'),
				entry.mostUnderWay.toLocaleString('en'),
				`${readable(entry.median / 1000)} s`,
				readable((entry.messages * 1000) / entry.median),
				`${readable(entry.cpuMs / entry.messages)} ms`,
				`${Math.round(entry.peakBytes / 1e6)} MB`,
				entry.rounds.map((ms) => readable(ms / 1000)).join(', '),
			]),
		),
		'',
		"HTTP Request has no setting for how many requests are under way. Without options it starts all at once; Batching starts so many every so often and does not wait for answers; only Loop Over Items around it keeps to a number, so that is the same parallelism as our node's.",
		'',
		`HTTP Request tuned, so many times as fast as our node with 4 requests at a time and with ${MOST_IN_PARALLEL}: in Loop Over Items ${faster('ours', 'httpLoop')} and ${faster('oursMost', 'httpLoopMost')}; with Batching every 50 ms, which has up to twice as many under way, ${faster('ours', 'httpSame')} and ${faster('oursMost', 'httpSameMost')}; without options, all at once, ${faster('ours', 'http')} and ${faster('oursMost', 'http')}. It reads no numbers, checks no text, counts no parts, holds back nothing after a refused login, and takes every answer with status 200 for a success.`,
		'',
		'## Own work and memory, without n8n and network',
		'',
		"The node class that the package's manifest names, run with a stub of n8n's context whose every request is accepted at once. Time of the processor, the garbage collector's included: parameters and numbers read, text checked, parts counted, requests planned, documents built, encoded and escaped, answers read, items made. Memory: in use more than before, garbage not counted, what comes out included.",
		'',
		...table(
			['', 'median', ...(against === undefined ? [] : [`to ${path.basename(against)}`]), 'rounds'],
			figuresOf(ownWork).map(({ what, unit, rounds, ratio }) => [
				what,
				`${readable(median(rounds))}${unit}`,
				...(ratio === undefined ? [] : [`${readable(ratio)} times`]),
				rounds.map(readable).join(', '),
			]),
		),
		'',
		'## Loading',
		'',
		'```',
		describeRequireTimes(requireTimes),
		'```',
		'',
		'## Callbacks',
		'',
		'Delivery reports to a published workflow in real n8n with SQLite, ten at a time: a second, answered / answered and executed. n8n 2.x makes a sandbox for expressions with each call of a webhook, and spares it only its own Webhook node (`webhookPhaseNeedsIsolate` in its live webhooks), as long as that has no expression. With `N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true` it makes one only where an expression is.',
		'',
		...table(
			['n8n', ...RECEIVERS.map(([, title]) => title), 'ours to Webhook'],
			results.callbacks.map(({ setting, answered, executed }) => [
				setting.title,
				...RECEIVERS.map(
					([receiver]) =>
						`${readable(medianRate(answered, receiver))} / ${readable(medianRate(executed, receiver))}`,
				),
				`${readable(rateRatio(answered))} / ${readable(rateRatio(executed))}`,
			]),
		),
		'',
		'## Never Send Twice (Key)',
		'',
		`SMS a second with a key for each and without, in turns, ${MOST_IN_PARALLEL} at a time, in real n8n: from ordering a campaign by webhook to its result. PostgreSQL where its programs and Redis are installed.`,
		'',
		...table(
			['n8n 2.41.1', 'messages', 'with', 'without', 'ratio', 'rounds with', 'rounds without'],
			results.keys.map(({ setting, messages, ...rates }) => [
				setting,
				messages.toLocaleString('en'),
				readable(median(rates.with)),
				readable(median(rates.without)),
				readable(medianRatio(rates.with, rates.without)),
				rates.with.map(readable).join(', '),
				rates.without.map(readable).join(', '),
			]),
		),
		'',
		'Schedules of the key protocol, simulated (dev/simulation): processes that only run, kills and writes that fail, two processes of that sort; then over the limit, where a second SMS has to be found. Doubts: keys that were told to be in doubt although all was accepted.',
		'',
		...table(
			['kind', 'schedules', 'seconds', 'first seed', 'broken', 'doubts'],
			results.simulated.map(({ kind, schedules, seconds, seed, broken, falseDoubts }) => [
				kind,
				schedules.toLocaleString('en'),
				readable(seconds),
				String(seed),
				broken.toLocaleString('en'),
				falseDoubts.toLocaleString('en'),
			]),
		),
		'',
		'## Targets',
		'',
		...table(
			['', 'measured', ''],
			targets(results).map(({ aim, measured, holds }) => [
				aim,
				measured,
				holds ? 'holds' : '**missed**',
			]),
		),
		'',
	].join('\n');
}

function table(heading: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
	const widths = heading.map((title, column) =>
		Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const line = (cells: readonly string[]): string =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
	return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
