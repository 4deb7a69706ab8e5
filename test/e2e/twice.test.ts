import { prepareN8n } from '../../dev/lab/instance';
import { until } from '../../dev/lab/until';
import { figure } from './figures';
import { Workbench, VERSION, type Execution } from './workbench';
import { flow, node, SMS, startWith, type Flow, type Json } from './workflow';

jest.setTimeout(240_000);

/** Slow enough to kill n8n midway. */
const ANSWER_MS = 50;
const PARALLEL = 5;
const MESSAGES = 120;
/** Keys rest between writes, and longer on a busy machine. */
const LIMIT_MS = 120_000;

let bench: Workbench;
beforeAll(async () => {
	// In production n8n waits for ten seconds after a kill.
	bench = await Workbench.open({ env: { NODE_ENV: undefined } });
}, 300_000);
afterAll(async () => await bench?.close());
beforeEach(() => {
	bench.emulator.reset();
	bench.emulator.misbehave(() => ({ kind: 'slow', ms: ANSWER_MS }));
});

/** SMS to consecutive numbers, each with its number as its key. */
function campaign(name: string, first: number): Flow {
	const phones = Array.from({ length: MESSAGES }, (_, item) => ({ phone: String(first + item) }));
	const parameters = {
		resource: 'sms',
		operation: 'send',
		recipients: '={{ $json.phone }}',
		text: '=Votre colis {{ $json.phone }} est arrivé.',
		safeguards: { idempotencyKey: '={{ $json.phone }}' },
		options: { parallelRequests: PARALLEL, timeout: 2000 },
	};
	const settings = { ...bench.credentials, onError: 'continueRegularOutput' };
	return flow(name, ...startWith(phones), node('Send', SMS, parameters, settings));
}

function accepted(): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { number } of bench.emulator.messages) {
		counts.set(number, (counts.get(number) ?? 0) + 1);
	}
	return counts;
}

const mostToOne = (): number => Math.max(0, ...accepted().values());
const rows = ({ runs }: Execution): Json[] => runs.Send?.[0]?.outputs[0] ?? [];
const having = (execution: Execution, code: string): string[] =>
	rows(execution).flatMap((row) => (row.code === code ? [String(row.recipient)] : []));

test('two n8n processes with the same campaign and database send one SMS to each number', async () => {
	const id = await bench.create(campaign('Two processes', 33612002000));
	const other = await prepareN8n({ version: VERSION, userFolder: bench.n8n.userFolder });
	const there = other.cli(['execute', `--id=${id}`]);
	await until(
		'the first SMS of the other process',
		async () => accepted().size,
		(size) => size > 0,
		LIMIT_MS,
	);
	const here = await bench.run(id, LIMIT_MS);
	await there;
	expect(mostToOne()).toBe(1);
	expect(accepted().size).toBe(MESSAGES);
	const [sent, duplicates, inDoubt] = ['SENDING_OK', 'DUPLICATE_KEY', 'KEY_IN_DOUBT'].map(
		(code) => having(here, code).length,
	);
	// If the other process had sent none, the two did not overlap.
	expect(sent).toBeLessThan(MESSAGES);
	figure(
		`n8n ${VERSION} and a second process with the same ${MESSAGES} keys: of the first ` +
			`${sent} were sent, ${duplicates} sent before, ${inDoubt} in doubt.`,
	);
});

test('a campaign killed midway and run again sends nothing twice and leaves few in doubt', async () => {
	const id = await bench.create(campaign('Killed', 33612001000));
	const killed = bench.run(id, LIMIT_MS).catch(() => null);
	await until(
		'the middle of the campaign',
		async () => accepted().size,
		(size) => size >= MESSAGES / 3,
	);
	process.kill(-(bench.n8n.pid ?? Number.NaN), 'SIGKILL');
	await bench.n8n.ended();
	await bench.restart();
	await killed;
	const before = accepted();
	expect(before.size).toBeLessThan(MESSAGES);

	const again = await bench.run(id, LIMIT_MS);
	expect(mostToOne()).toBe(1);
	// Every SMS that had left is either a duplicate or in doubt.
	const inDoubt = having(again, 'KEY_IN_DOUBT');
	const duplicates = having(again, 'DUPLICATE_KEY');
	expect(inDoubt.length).toBeLessThanOrEqual(4 * PARALLEL);
	const goneInDoubt = inDoubt.filter((number) => before.has(number));
	expect([...duplicates, ...goneInDoubt].sort()).toEqual([...before.keys()].sort());
	expect(rows(again)).toHaveLength(MESSAGES);
	// Any SMS that has not left by now is reported as in doubt.
	const gone = accepted();
	const notGone = rows(again).filter(({ recipient }) => !gone.has(String(recipient)));
	expect(notGone.filter(({ code }) => code !== 'KEY_IN_DOUBT')).toEqual([]);
	figure(
		`n8n ${VERSION} killed after ${before.size} of ${MESSAGES} SMS, ${PARALLEL} at a time, and the campaign run again: ` +
			`${duplicates.length} sent before, ${inDoubt.length} in doubt, ${goneInDoubt.length} of which had gone.`,
	);

	// Retrying the killed execution in n8n's list sends no second SMS either.
	const [first = ''] = await bench.executionIds(id);
	await bench.retry(first, false).catch(() => null);
	expect(mostToOne()).toBe(1);
});
