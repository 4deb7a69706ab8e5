import { NodeHelpers, type IDataObject, type INode, type Logger } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { CapitoleSms } from '../../nodes/CapitoleMobile/CapitoleSms/CapitoleSms.node';
import { SIMULATED_CREDITS } from '../../nodes/CapitoleMobile/campaign/simulation';
import { FICTIONAL_NUMBERS } from '../../nodes/CapitoleMobile/sms/codes';
import { CLOSED, reached } from '../engine/closed';
import { deduplicator, execute, itemsOf, start, type Ended, type Flow } from '../engine/engine';
import { reportOf } from '../engine/report';
import { executeIn, ON_ERROR } from '../engine/situations';

jest.setTimeout(60_000);

const emulator = emulatorForTests();
beforeEach(() => {
	emulator.credits = SIMULATED_CREDITS;
	deduplicator.records.clear();
	reached.length = 0;
});

const fictional = (ending: string): string => `336399800${ending}`;
const ANYONE = '33611223344';

/** The items of both outputs, after checking and removing the fields that a simulation adds. */
function jsonOf(ended: Ended, simulated: boolean): object[] {
	return (ended.outputs.at(-1) ?? []).flat().map(({ json, pairedItem }) => {
		const isInError = json.outcome === undefined && json.items === undefined;
		const known = (isInError ? json.error : json) as IDataObject;
		const { simulated: mark, ...others } = known;
		expect(mark).toBe(simulated ? true : undefined);
		return { ...(isInError ? { error: others } : others), pairedItem };
	});
}

interface Both {
	readonly simulated: Ended;
	readonly real: Ended;
}

type Run = (more: Pick<Flow, 'context' | 'credentials'>, options: IDataObject) => Promise<Ended>;

/** A summary's line on costs and balance, as a simulation words it. */
const asSimulated = <Said extends string | null | undefined>(line: Said) =>
	line?.replace(/(\d+ credits?) spent/, 'would cost $1').replace(/ · [\d,]+ left\b/, '');

/** Runs a simulation and a real run against the emulator, and expects the same output. */
async function both(run: Run): Promise<Both> {
	const simulated = await run({ context: CLOSED, credentials: 'none' }, { simulate: true });
	expect([reached, emulator.requests]).toEqual([[], []]);
	const real = await run({}, {});
	expect(jsonOf(simulated, true)).toEqual(
		JSON.parse(JSON.stringify(jsonOf(real, false)), (_name, value: unknown) =>
			typeof value === 'string' ? asSimulated(value) : value,
		),
	);
	// A simulation summarizes even one accepted item.
	const isMore = simulated.hints.length > real.hints.length;
	expect(simulated.hints).toEqual([
		...(isMore ? [expect.stringMatching(/^Simulated: \d accepted/)] : []),
		...real.hints.map((hint) => `Simulated: ${asSimulated(hint)}`),
	]);
	const { thrown, ...report } = reportOf(real);
	expect(reportOf(simulated)).toEqual({
		...report,
		requests: 0,
		thrown: thrown === null ? null : `Simulated: ${thrown}`,
	});
	expect(simulated.error?.description).toBe(asSimulated(real.error?.description));
	return { simulated, real };
}

const sending =
	(recipients: readonly string[], more: IDataObject = {}, settings: Partial<INode> = {}): Run =>
	async (given, options) =>
		await execute(emulator, {
			items: recipients.map((to) => ({ to })),
			parameters: {
				recipients: '={{ $json.to }}',
				text: 'Bonjour',
				options: { parallelRequests: 1, ...more, ...options },
			},
			settings: { onError: 'continueRegularOutput', ...settings },
			...given,
		});

describe('each fictional number has the same outcome in a simulation and with the emulator', () => {
	test.each(FICTIONAL_NUMBERS)('$ending alone: $outcome $code', async (number) => {
		const { simulated } = await both(sending([fictional(number.ending)]));
		const [item] = itemsOf(simulated);
		const { outcome, code } = number;
		expect(item).toMatchObject({ outcome, code, simulated: true });
		expect(Object.keys(item ?? {}).slice(0, 2)).toEqual(['outcome', 'simulated']);
	});

	test.each(FICTIONAL_NUMBERS)('$ending among others of one item', async ({ ending }) => {
		await both(sending([[ANYONE, fictional(ending), fictional('21')].join()]));
	});

	test.each(FICTIONAL_NUMBERS)('$ending in a request of several items', async ({ ending }) => {
		const recipients = [ANYONE, fictional(ending), `${fictional('22')},${fictional('00')}`];
		await both(sending(recipients, { combineItems: true }));
	});

	test.each(FICTIONAL_NUMBERS)('$ending before other items', async ({ ending }) => {
		await both(sending([fictional(ending), ANYONE, fictional('00')]));
	});

	test('52, too many requests, is repeated five times and no more', async () => {
		await both(sending([fictional('52'), ANYONE]));
		expect(emulator.requests).toHaveLength(6);
	});

	test('all in one run, which some of them stop', async () => {
		const all = FICTIONAL_NUMBERS.map(({ ending }) => fictional(ending));
		const { simulated } = await both(sending(all));
		expect(itemsOf(simulated).at(-1)).toMatchObject({ code: 'STOPPED_EARLIER' });
	});
});

// test/campaign/failures.test.ts simulates everything that goes wrong before a request.
describe('every setting has the same effect in a simulation and with the emulator', () => {
	const CASES: ReadonlyArray<[string, string, IDataObject?]> = [
		['a number is refused', fictional('21')],
		['a request is refused', fictional('15')],
		['credits are short', fictional('12')],
		['there is no answer', fictional('41')],
		['the provider is not reached', fictional('51')],
		['a number of several is refused', `${ANYONE},${fictional('22')}`],
		['one of several is unknown', `${ANYONE},${fictional('42')}`, { maxRecipients: 1 }],
	];

	describe.each(CASES)('%s', (_case, second, options = {}) => {
		for (const outputPer of ['item', 'recipient', 'run']) {
			test.each(Object.entries(ON_ERROR))(`%s, output per ${outputPer}`, async (_name, onError) => {
				await both(async ({ context }, simulate) => {
					return await executeIn('all well', emulator, {
						settings: { onError },
						parameters: { recipients: `={{ $json.name === "Ana" ? "${second}" : $json.phone }}` },
						options: { outputPer, ...options, ...simulate },
						...(context && { context }),
					});
				});
			});
		}
	});
});

describe('Retry On Fail', () => {
	test.each([
		['Stop', 'stopWorkflow', fictional('15'), 4],
		['Stop', 'stopWorkflow', fictional('41'), 2],
		['Continue', 'continueRegularOutput', fictional('15'), 4],
		['error output', 'continueErrorOutput', `${ANYONE},${fictional('15')}`, 5],
	] as const)(
		'%s has the same effect in a simulation: %s, %s',
		async (_, onError, first, requests) => {
			const settings = { onError, retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
			// With Continue, n8n tries again if the first item failed.
			const run = sending([first, ANYONE], { maxRecipients: 1 }, settings);
			const simulated = await run({ context: CLOSED }, { simulate: true });
			const real = await run({}, {});
			expect(reached).toEqual([]);
			expect(emulator.requests).toHaveLength(requests);
			// Each try has a new made-up account.
			const withoutBalance = (items: readonly object[]): unknown =>
				JSON.parse(JSON.stringify(items), (key, value: unknown) =>
					key === 'creditsLeft' ? undefined : value,
				);
			expect(withoutBalance(jsonOf(simulated, true))).toEqual(withoutBalance(jsonOf(real, false)));
			expect(simulated.error?.description).toBe(asSimulated(real.error?.description));
		},
	);
});

describe('idempotency keys', () => {
	const keyed = { idempotencyKey: '={{ $itemIndex < 2 ? "a" : "b" }}' };
	const run = sending([ANYONE, ANYONE, fictional('21'), ANYONE], keyed);
	const outcomes = ['accepted', 'duplicate', 'rejected', 'accepted'];

	test('have the same effect within the run, but are neither claimed nor settled', async () => {
		const { simulated } = await both(run);
		expect(itemsOf(simulated).map(({ outcome }) => outcome)).toEqual(outcomes);
	});

	test('are free after a simulation, and a simulation may use them again', async () => {
		for (const options of [{ simulate: true }, {}, { simulate: true }]) {
			const given = 'simulate' in options ? { context: CLOSED } : {};
			const ended = await run(given, options);
			expect(itemsOf(ended).map(({ outcome }) => outcome)).toEqual(outcomes);
		}
		expect(emulator.messages).toHaveLength(2);
	});
});

describe('the option', () => {
	test('sends if switched off', async () => {
		const ended = await sending([ANYONE])({}, { simulate: false });
		expect(itemsOf(ended)).toEqual([expect.not.objectContaining({ simulated: true })]);
		expect(emulator.messages).toHaveLength(1);
	});

	test.each(['Simulate', '', -1, null])(
		'sends nothing if it is %j, neither yes nor no',
		async (bad) => {
			const ended = await sending([ANYONE])({}, { simulate: bad });
			expect(itemsOf(ended)[0]).toMatchObject({ code: 'INVALID_INPUT', outcome: 'notSent' });
			expect(emulator.requests).toEqual([]);
		},
	);

	test.each([
		[{ simulate: true }, false],
		[{ simulate: false }, true],
		[{}, true],
	])('with %j makes the editor ask for a credential: %s', (options, isAsked) => {
		const { description } = new CapitoleSms();
		const [credential] = description.credentials ?? [];
		if (credential === undefined) throw new Error('The node has no credential.');
		const parameters = { resource: 'sms', operation: 'send', safeguards: options };
		const node = { typeVersion: 1 } as INode;
		expect(NodeHelpers.displayParameter(parameters, credential, node, description)).toBe(isAsked);
	});

	test('refuses items that differ from the first, to send none by accident', async () => {
		for (const first of ['true', 'false']) {
			const recipients = first === 'true' ? [ANYONE, fictional('00')] : [fictional('00'), ANYONE];
			const simulate = `={{ $json.to === "${ANYONE}" }}`;
			const ended = await sending(recipients)({}, { simulate });
			expect(itemsOf(ended).map(({ code }) => code)).toEqual(['SENDING_OK', 'INVALID_INPUT']);
		}
		expect(emulator.messages.map(({ number }) => number)).toEqual([fictional('00')]);
	});
});

describe('the log', () => {
	const lines: string[] = [];
	const logger = { info: (line: string) => lines.push(line) } as unknown as Logger;
	beforeEach(() => (lines.length = 0));

	test('identifies a stopped run as a simulation', async () => {
		const { ended, cancel } = await start(emulator, {
			items: Array.from({ length: 2000 }, () => ({ to: ANYONE })),
			parameters: { recipients: '={{ $json.to }}', text: 'Bonjour', options: { simulate: true } },
			settings: { onError: 'continueRegularOutput' },
			context: { logger },
		});
		while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		cancel();
		expect((await ended).run.status).toBe('canceled');
		expect(lines.at(-1)).toMatch(
			/^Simulated: Capitole SMS was stopped\. .* accepted · .* not tried \(rows .* · would cost .* credits$/,
		);
	});

	test('identifies a simulation in every line', async () => {
		const recipients = Array.from({ length: 500 }, () => ANYONE);
		await sending(recipients)({ context: { ...CLOSED, logger } }, { simulate: true });
		expect(lines).toEqual([
			'Simulated: Capitole SMS: 500 of 500 requests are done. 500 accepted · would cost 500 credits',
		]);
		expect(reached).toEqual([]);
	});
});
