import type { IDataObject } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { COLLECTIONS } from '../../nodes/CapitoleMobile/actions/sms/options';
import { deduplicator, execute, itemsOf, type Ended, type Flow } from '../engine/engine';

jest.setTimeout(60_000);

const emulator = emulatorForTests();
afterEach(() => deduplicator.records.clear());

const LABELS: ReadonlyMap<string, string> = new Map(
	COLLECTIONS.safeguards.map(({ field }) => [field.name, field.displayName]),
);
const NAMES = [...LABELS.keys()];
const labelOf = (name: string): string => LABELS.get(name) ?? '';

async function run(parameters: IDataObject, flow: Partial<Flow> = {}): Promise<Ended> {
	return await execute(emulator, {
		items: [{}],
		parameters: {
			recipients: '0639980000',
			text: 'Bonjour',
			message: `${'Bonjour '.repeat(8)}?`,
			...parameters,
		},
		...flow,
	});
}

async function refusal(name: string, value: unknown, flow?: Partial<Flow>): Promise<string> {
	const { error } = await run({ options: { [name]: value } as IDataObject }, flow);
	expect(emulator.requests).toHaveLength(0);
	return `${String(error?.message)} ${String(error?.description)}`;
}

describe('An added but empty safeguard is refused by name', () => {
	test.each(
		NAMES.flatMap((name) =>
			['', ' ', '=', '= ', '={{ }}', '={{}}', null, ', ;', []].map((value) => ({ name, value })),
		),
	)('$name: $value', async ({ name, value }) => {
		const told = `${labelOf(name)}: It was added and left empty Fill it in`;
		expect((await refusal(name, value)).slice(0, told.length)).toBe(told);
	});

	test.each(
		NAMES.flatMap((name) =>
			['null', 'undefined', '$json.nothing', '"   "'].map((code) => ({ name, code })),
		).filter(({ name, code }) => !(name === 'doNotContact' && code.includes('"'))),
	)('$name by an expression: {{ $code }}', async ({ name, code }) => {
		expect(await refusal(name, `={{ ${code} }}`)).toContain(`${labelOf(name)}: `);
	});
});

describe('A model cannot choose a safeguard', () => {
	const SPELLINGS = [
		"={{ $fromAI('limit') }}",
		"={{ $fromai('limit') }}",
		"={{ $fromAi ('limit') }}",
		"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('limit', ``, 'string') }}",
		"=33{{ $FROMAI('limit') }}",
	];
	const LIMITS = NAMES.filter((name) => name !== 'idempotencyKey');
	// n8n evaluates no expression for a whole group.
	const SINGLE = LIMITS.filter((name) => name !== 'sendingWindow');
	test.each(SINGLE.flatMap((name) => SPELLINGS.map((value) => ({ name, value }))))(
		'$name: $value',
		async ({ name, value }) => {
			for (const isTool of [true, false])
				expect(await refusal(name, value, { isTool })).toContain(`${labelOf(name)}: An AI model`);
		},
	);

	test('nor a field within a group', async () => {
		const value = { window: { hours: "={{ $fromAI('hours') }}" } };
		expect(await refusal('sendingWindow', value)).toContain('Sending Window: An AI model');
	});

	test('but can choose the key, which limits nothing', async () => {
		const idempotencyKey = "={{ true || $fromAI('order') ? '4711' : '' }}";
		const [item] = itemsOf(await run({ options: { idempotencyKey } }));
		expect(item).toMatchObject({ outcome: 'accepted' });
	});
});

test.each(['N', 'M'])('The Sending Window applies to route %s', async (route) => {
	const sendingWindow = { window: {} };
	await run({ route, prog: '2099-07-05T22:00:00', options: { sendingWindow } });
	expect(emulator.requests.map(({ document }) => document?.prog)).toEqual(['2099-07-06 08:00:00']);
});

test.each(['send', 'sendAndWait', 'preview'])(
	'%s accepts every safeguard and option, with or without effect',
	async (operation) => {
		const defaults = Object.values(COLLECTIONS)
			.flatMap((options) => options.map(({ field }) => field))
			.map(({ name, default: value }) => [name, value]);
		const options = {
			...(Object.fromEntries(defaults) as IDataObject),
			allowedRecipients: '06',
			doNotContact: '0639980001',
			idempotencyKey: 'a',
			sendingWindow: { window: { days: 'everyDay', hours: '00:00-24:00', publicHolidays: true } },
		};
		const { error, status } = await run({ operation, options });
		expect([error, status]).toEqual([null, operation === 'sendAndWait' ? 'waiting' : 'success']);
	},
);

test('Test Request accepts them all except Simulate, which allows no request', async () => {
	const parameters = { operation: 'testRequest', options: { maxSms: 0, outputPer: 'run' } };
	expect((await run(parameters)).status).toBe('success');
	const { error } = await run({ ...parameters, options: { simulate: true } });
	expect(error?.message).toMatch(/^Simulate: Test Request always contacts the provider/);
	expect(emulator.requests).toHaveLength(1);
});

describe('A whole list given as an expression is refused, since n8n never evaluates it', () => {
	test.each(
		['safeguards', 'options'].flatMap((name) =>
			(['send', 'sendAndWait', 'preview', 'testRequest'] as const).flatMap((operation) =>
				(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const).map(
					(onError) => ({ name, operation, onError }),
				),
			),
		),
	)('$name of $operation, $onError', async ({ name, operation, onError }) => {
		const parameters = { operation, [name]: '={{ ({ maxSms: 0, simulate: true }) }}' };
		const ended = await run(parameters, { settings: { onError } });
		const told = [ended.error, itemsOf(ended), ended.errors];
		expect(JSON.stringify(told)).toMatch(/(Safeguards|Options): The whole list is an expression/);
		expect(emulator.requests).toEqual([]);
	});
});

describe('An unknown name in a list, possible in JSON, is refused: it would protect nothing', () => {
	test.each([
		['Safeguards', 'maxSMS', { safeguards: { maxSMS: 1 } }],
		['Safeguards', 'allowedRecipient', { safeguards: { maxSms: 10, allowedRecipient: '06' } }],
		['Safeguards', 'sendingWindows', { safeguards: { sendingWindows: {} } }],
		['Safeguards', 'combineItems', { safeguards: { combineItems: true } }],
		['Options', 'combineItem', { options: { combineItem: true } }],
	])('%s: %s', async (label, name, lists) => {
		for (const operation of ['send', 'sendAndWait', 'preview', 'testRequest']) {
			const { error } = await run({ operation, ...lists });
			expect(error?.message).toBe(`${label}: There is no “${name}” in this list`);
		}
		expect(emulator.requests).toEqual([]);
	});
});
