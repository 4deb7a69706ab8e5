import { setTimeout as wait } from 'node:timers/promises';

import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { fieldsOfGroup, SHOWN } from '../docs/editor';
import { execute } from '../engine/engine';
import { expectLinear, expectWithin } from '../pace';

jest.setTimeout(60_000);

const emulator = emulatorForTests();

// Runs without a request leave no turn to what goes on in the background, such as the keys' writer.
afterEach(async () => await wait(1));

/** What careless code takes quadratic time for, or worse: each of these so often, one after the other. */
const WORST: Readonly<Record<string, readonly string[]>> = {
	'combining marks of two classes': ['\u0301', '\u0316'],
	'quotes and spaces': ['" '],
};
const worstOf = (units: readonly string[], length: number): string =>
	units.map((unit) => unit.repeat(length / units.length / unit.length)).join('');

/** What the fields hold beside the one that is filled with the worst: all that makes them matter. */
const GOOD: Readonly<Record<'send' | 'sendAndWait', IDataObject>> = {
	send: {
		recipients: '0611223344',
		text: 'Bonjour',
		route: 'M',
		prog: '2099-07-01T09:00:00',
		safeguards: { sendingWindow: { window: { days: 'chosen', chosenDays: [1] } } },
	},
	sendAndWait: {
		recipients: '0611223344',
		message: 'Oui ?',
		approvalOptions: { values: { approvalType: 'double' } },
		options: {},
	},
};

/** Paths of all that a person can fill in for an operation. */
const pathsOf = (operation: string): string[] =>
	SHOWN.node.properties
		.filter(({ displayOptions: { show = {} } = {} }) =>
			show.resource?.includes('sms') ? (show.operation?.includes(operation) ?? true) : false,
		)
		.flatMap(pathsWithin);

function pathsWithin(property: INodeProperties): string[] {
	const { name, type, options = [] } = property;
	if (type === 'notice' || type === 'hidden') return [];
	if (type === 'collection') {
		return (options as INodeProperties[]).flatMap(pathsWithin).map((path) => `${name}.${path}`);
	}
	if (type !== 'fixedCollection') return [name];
	return fieldsOfGroup(property).map((field) => [name, options[0]?.name, field.name].join('.'));
}

/** Every field and option of the operations that send, each once. */
const FIELDS = [
	...pathsOf('send').map((path) => ({ operation: 'send', path }) as const),
	...pathsOf('sendAndWait')
		.filter((path) => !pathsOf('send').includes(path))
		.map((path) => ({ operation: 'sendAndWait', path }) as const),
];

/** Parameters of which all are good but one. */
function filledIn({ operation, path }: (typeof FIELDS)[number], value: string): IDataObject {
	const parameters = structuredClone(GOOD[operation]);
	const names = path.split('.');
	const last = names.pop() ?? path;
	const group = names.reduce((within, name) => (within[name] ??= {}) as IDataObject, parameters);
	group[last] = value;
	return { resource: 'sms', operation, ...parameters };
}

/** So long that what takes quadratic time takes a hundred times as long as it may. */
const LONG = 120_000;

/** An item with so much of it: n8n's own work, and the node's. */
async function run(field: (typeof FIELDS)[number], units: readonly string[], length: number) {
	const ended = await execute(emulator, {
		items: [{ worst: worstOf(units, length) }],
		parameters: filledIn(field, '={{ $json.worst }}'),
		settings: { onError: 'continueRegularOutput' },
		// Some options are read for an agent's tool only.
		isTool: /allowedRecipients|PerCall/.test(field.path),
	});
	const row = JSON.stringify(ended.outputs[0]?.[0]?.[0]?.json);
	expect(row).toContain('"error"');
	expect(row.length).toBeLessThan(2000);
}

describe.each(FIELDS)('Long input in $path of $operation', (field) => {
	test.each(Object.entries(WORST))(
		'of %s: told shortly, in time by its length',
		async (_, units) => {
			// A key may be anything: that SMS is refused for its credits.
			emulator.credits = 0;
			await expectLinear(LONG, async (length) => await run(field, units, length), 500);
		},
	);
});

test('braces that nobody closed, typed into a fixed field: in time by their length', async () => {
	const parameters = { operation: 'sendAndWait', recipients: '0611223344' };
	const message = '{'.repeat(250_000);
	await expectWithin(100, async () => {
		const ended = await execute(emulator, { items: [{}], parameters: { ...parameters, message } });
		expect(ended.error?.message).toMatch(/^Message: The question has 250,000 characters/);
	});
});
