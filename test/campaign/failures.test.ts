import { emulatorForTests } from '../../dev/emulator/forTests';
import type { Ended } from '../engine/engine';
import { reportOf, type Report } from '../engine/report';
import { executeIn, ON_ERROR, SITUATIONS, type SituationName } from '../engine/situations';

jest.setTimeout(60_000);

const emulator = emulatorForTests();

type OnError = keyof typeof ON_ERROR;
type OutputPer = 'item' | 'recipient' | 'run';

/** Send's result in a situation that concerns the second of three items, or all of them. */
interface Expected {
	/** One line per item, see `reportOf`; `!` marks items with `error`. */
	readonly item: readonly string[];
	/** One line per number, if different. */
	readonly recipient?: readonly string[];
	/** The line with one item per run. */
	readonly run: string;
	/** The title of the error that ends the execution with Stop; absent if nothing failed. */
	readonly thrown?: RegExp;
	/** Not a failure with Stop. */
	readonly goesOn?: true;
	readonly requests: number;
	/** With Stop, nothing is sent if an item is known to be invalid beforehand. */
	readonly requestsWithStop?: 0;
}

const OK = (item: number): string => `${String(item)}: accepted SENDING_OK`;
const ALL_OK: Expected = { item: [0, 1, 2].map(OK), run: 'all: 3 accepted', requests: 3 };

/** The second item fails without affecting the others. */
const second = (failure: string, thrown: RegExp, more: Partial<Expected> = {}): Expected => ({
	item: [OK(0), `!1: ${failure}`, OK(2)],
	run: `!all: 2 accepted, 1 ${failure}`,
	thrown,
	requests: 3,
	...more,
});
/** The provider refuses the second number, which is no reason to stop the run. */
const refusedNumber = (requests: number): Expected => ({
	item: [OK(0), '!1: rejected IS_BLACKLISTED', OK(2)],
	run: '!all: 2 accepted, 1 rejected IS_BLACKLISTED',
	goesOn: true,
	requests,
});
const invalid = (code: string, thrown: RegExp): Expected =>
	second(`rejected ${code}`, thrown, { requests: 2, requestsWithStop: 0 });
/** Nothing leaves, for a reason unrelated to the items. */
const none = (code: string, thrown: RegExp): Expected => ({
	item: [0, 1, 2].map((item) => `!${String(item)}: notSent ${code}`),
	run: `!all: 3 notSent ${code}`,
	thrown,
	requests: 0,
});

const TABLE: Readonly<Record<SituationName, Expected>> = {
	'all well': ALL_OK,
	'credential missing': none('CREDENTIAL_NOT_READ', /credential could not be read: Node does not/),
	'credential deleted': none('CREDENTIAL_NOT_READ', /could not be read: Credential with ID "1"/),
	'credential unreadable': none('CREDENTIAL_NOT_READ', /could not be read: Credentials could not/),
	'URL none': none('INVALID_URL', /^The Sending URL must start with https:\/\/$/),
	'run option bad': none('INVALID_INPUT', /^Timeout: -5 is not a whole number/),
	'item option bad': invalid('INVALID_INPUT', /^Invalid Recipients: “Refuse” is not one of/),
	'item bad': invalid('NOT_A_NUMBER', /^Recipients: .*“demain”/),
	'item circular': invalid('INVALID_INPUT', /^Input: The data of this item contains itself/),
	'expression fails': invalid(
		'INVALID_INPUT',
		/^(Text: n8n could not evaluate the expression: )?Referenced node doesn't exist/,
	),
	'partial by credits': {
		item: [OK(0), '!1: partial NOT_ENOUGH_CREDITS', '!2: notSent STOPPED_EARLIER'],
		recipient: [
			OK(0),
			...[OK(1), OK(1)],
			...['!1: rejected NOT_ENOUGH_CREDITS', '!1: rejected NOT_ENOUGH_CREDITS'],
			'!1: notSent STOPPED_EARLIER',
			'!2: notSent STOPPED_EARLIER',
		],
		run: '!all: 3 accepted, 2 rejected NOT_ENOUGH_CREDITS, 2 notSent STOPPED_EARLIER',
		thrown:
			/^3 people already have this SMS: .* 2 of 5 numbers accepted\. .*too few credits.*\(NOT_ENOUGH_CREDITS\)$/,
		requests: 3,
	},
	'partial by blacklist': {
		item: [OK(0), '1: partial IS_BLACKLISTED', OK(2)],
		recipient: [OK(0), OK(1), '1: rejected IS_BLACKLISTED', OK(1), OK(1), OK(1), OK(2)],
		run: 'all: 6 accepted, 1 rejected IS_BLACKLISTED',
		requests: 3,
	},
	'all refused': refusedNumber(3),
	combined: refusedNumber(1),
	'over Maximum SMS': none(
		'OVER_MAX_SMS',
		/^This run would cost 3 SMS; Maximum SMS is 2\. Nothing/,
	),
	'not reached': {
		item: [
			'!0: notSent COULD_NOT_CONNECT',
			'!1: notSent STOPPED_EARLIER',
			'!2: notSent STOPPED_EARLIER',
		],
		run: '!all: 2 notSent STOPPED_EARLIER, 1 notSent COULD_NOT_CONNECT',
		thrown: /\(COULD_NOT_CONNECT\)$/,
		requests: 0,
	},
	'no answer': second('unknown NO_ANSWER', /\(NO_ANSWER\)$/),
	'unexpected exception': none(
		'UNEXPECTED',
		/unexpected happened in this node: Cannot read properties of undef/,
	),
};

/** Situations of the credential or the network, which a simulation does not need: all goes well. */
const NOT_SIMULATED: readonly SituationName[] = [
	'credential missing',
	'credential deleted',
	'credential unreadable',
	'URL none',
	'not reached',
];
/** A simulation gives the same result, without a request. */
const simulatedRow = (situation: SituationName): Expected => ({
	...(NOT_SIMULATED.includes(situation) ? ALL_OK : TABLE[situation]),
	requests: 0,
});

function expectedReport(expected: Expected, onError: OnError, outputPer: OutputPer): Report {
	const { thrown, requests, requestsWithStop = requests } = expected;
	if (onError === 'Stop' && thrown) {
		return {
			status: 'error',
			thrown: expect.stringMatching(thrown) as string,
			success: [],
			error: [],
			requests: requestsWithStop,
		};
	}
	const marked = {
		item: expected.item,
		recipient: expected.recipient ?? expected.item,
		run: [expected.run],
	}[outputPer];
	const isFailed = (line: string): boolean => line.startsWith('!');
	const isFine = onError === 'Stop' && expected.goesOn === true;
	const plain = (line: string): string => line.replace(/^!(.*)$/, isFine ? '$1' : '$1, failed');
	const toErrors = onError === 'error output' ? isFailed : () => false;
	return {
		status: 'success',
		thrown: null,
		success: marked.filter((line) => !toErrors(line)).map(plain),
		error: marked.filter(toErrors).map(plain),
		requests,
	};
}

/** Expects that the node never returns input as if it had been sent. */
function expectToldOfAll({ outputs: [outputs = []], after, errors }: Ended, outputPer: OutputPer) {
	const [success = []] = outputs;
	const isTold = ({ outcome, accepted }: Record<string, unknown>) =>
		outputPer === 'run' ? typeof accepted === 'number' : typeof outcome === 'string';
	expect(success.filter(({ json }) => !isTold(json))).toEqual([]);
	// The engine passes on what the node returned.
	expect([after.length, errors.length]).toEqual([success.length, outputs[1]?.length ?? 0]);
}

const CELLS = Object.keys(SITUATIONS).flatMap((situation) =>
	Object.keys(ON_ERROR).flatMap((onError) =>
		['item', 'recipient', 'run'].map((outputPer) => ({ situation, onError, outputPer })),
	),
) as ReadonlyArray<{ situation: SituationName; onError: OnError; outputPer: OutputPer }>;

describe('The output of Send', () => {
	test.each(CELLS)(
		'$situation, with $onError, one output per $outputPer',
		async ({ situation, onError, outputPer }) => {
			const settings = { onError: ON_ERROR[onError] };
			const ended = await executeIn(situation, emulator, { settings, options: { outputPer } });
			expect(reportOf(ended)).toEqual(expectedReport(TABLE[situation], onError, outputPer));
			expectToldOfAll(ended, outputPer);
		},
	);

	test.each(CELLS)(
		'simulated, with Retry On Fail: $situation, with $onError, one output per $outputPer',
		async ({ situation, onError, outputPer }) => {
			const settings = { onError: ON_ERROR[onError], retryOnFail: true, maxTries: 2 };
			const options = { outputPer, simulate: true };
			const ended = await executeIn(situation, emulator, { settings, options });
			const { thrown, ...report } = reportOf(ended);
			expect({ ...report, thrown: thrown?.replace(/^Simulated: /, '') ?? null }).toEqual(
				expectedReport(simulatedRow(situation), onError, outputPer),
			);
			expect(thrown ?? 'Simulated: ').toMatch(/^Simulated: /);
			// On the error output, the row is inside `error`.
			const rows = (ended.outputs.at(-1) ?? []).flat().map(({ json: { error, ...row } }) => ({
				...row,
				...(typeof error === 'object' && error),
			}));
			expect(rows.filter((row) => !('simulated' in row))).toEqual([]);
			expectToldOfAll(ended, outputPer);
		},
	);
});

/** Failures of the provider; all others are the user's to correct. */
const OF_PROVIDER: readonly SituationName[] = ['partial by credits', 'not reached', 'no answer'];
test.each((Object.keys(TABLE) as SituationName[]).filter((name) => TABLE[name].thrown))(
	'With Stop, the class of the error tells n8n whose fault it is: %s',
	async (situation) => {
		const { run } = await executeIn(situation, emulator, { settings: { onError: 'stopWorkflow' } });
		const isProvider = OF_PROVIDER.includes(situation);
		expect(run.data.resultData.error?.name).toBe(
			isProvider ? 'NodeApiError' : 'NodeOperationError',
		);
	},
);

test("With Stop, the error has the provider's HTTP status", async () => {
	emulator.misbehave({ kind: 'status', status: 503 });
	const { run } = await executeIn('all well', emulator, { settings: { onError: 'stopWorkflow' } });
	expect(run.data.resultData.error).toMatchObject({ name: 'NodeApiError', httpCode: '503' });
});

function expectSentOnce({ requests }: Ended): void {
	const numbers = requests
		.filter(({ accepted, misbehaviour }) => accepted > 0 || misbehaviour === 'closeWithoutAnswer')
		.flatMap(({ document }) => document?.recipients ?? []);
	expect(numbers).toEqual([...new Set(numbers)]);
}

describe('Retry On Fail', () => {
	const retry = { retryOnFail: true, maxTries: 2 } as const;

	test.each(CELLS)(
		'sends nothing twice and reports the same: $situation, with $onError, one output per $outputPer',
		async ({ situation, onError, outputPer }) => {
			const settings = { onError: ON_ERROR[onError], ...retry };
			const ended = await executeIn(situation, emulator, { settings, options: { outputPer } });
			const expected = expectedReport(TABLE[situation], onError, outputPer);
			expect(reportOf(ended)).toEqual({ ...expected, requests: expect.any(Number) });
			expectToldOfAll(ended, outputPer);
			expectSentOnce(ended);
		},
	);

	test.each(CELLS.filter(({ outputPer }) => outputPer === 'item'))(
		'of a tool with a new Send At on each try sends nothing twice: $situation, with $onError',
		async ({ situation, onError }) => {
			const ended = await executeIn(situation, emulator, {
				settings: { onError: ON_ERROR[onError], ...retry },
				parameters: { prog: '={{ $now.plus({ hours: 1 }).toISO() }}' },
				isTool: true,
			});
			// A tool does not depend on the agent's own input.
			const isFine = situation === 'item circular';
			const row = isFine ? TABLE['all well'] : TABLE[situation];
			const expected = expectedReport(row, onError, 'item');
			expect(reportOf(ended)).toEqual({ ...expected, requests: expect.any(Number) });
			expectSentOnce(ended);
		},
	);
});

test('the report shows n8n’s handling of a node that throws: the input comes out as if all went well', async () => {
	const context = {
		getInputData() {
			throw new Error('Thrown by the test');
		},
	};
	for (const onError of [ON_ERROR.Continue, ON_ERROR['error output']]) {
		const ended = await executeIn('all well', emulator, { settings: { onError }, context });
		expect(reportOf(ended)).toEqual({
			status: 'success',
			thrown: null,
			success: ['0: the input', '1: the input', '2: the input'],
			error: [],
			requests: 0,
		});
	}
});
