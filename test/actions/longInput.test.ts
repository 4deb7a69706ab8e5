import { setTimeout as wait } from 'node:timers/promises';

import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { fieldsOfGroup, SHOWN } from '../docs/editor';
import { execute } from '../engine/engine';
import { expectLinear, expectWithin } from '../pace';

jest.setTimeout(60_000);

const emulator = emulatorForTests();

// Runs without a request leave no time for background work such as the keys' writer.
afterEach(async () => await wait(1));

/** Units that make careless code take quadratic time or worse, each repeated and then joined. */
const WORST: Readonly<Record<string, readonly string[]>> = {
	'combining marks of two classes': ['\u0301', '\u0316'],
	'quotes and spaces': ['" '],
};
const worstOf = (units: readonly string[], length: number): string =>
	units.map((unit) => unit.repeat(length / units.length / unit.length)).join('');

/** Values of the other fields, chosen so that every field matters. */
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

/** Paths of all fields that a person can fill in for an operation. */
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

/** Every field and option of the sending operations, each once. */
const FIELDS = [
	...pathsOf('send').map((path) => ({ operation: 'send', path }) as const),
	...pathsOf('sendAndWait')
		.filter((path) => !pathsOf('send').includes(path))
		.map((path) => ({ operation: 'sendAndWait', path }) as const),
];

/** Valid parameters except for one. */
function filledIn({ operation, path }: (typeof FIELDS)[number], value: string): IDataObject {
	const parameters = structuredClone(GOOD[operation]);
	const names = path.split('.');
	const last = names.pop() ?? path;
	const group = names.reduce((within, name) => (within[name] ??= {}) as IDataObject, parameters);
	group[last] = value;
	return { resource: 'sms', operation, ...parameters };
}

/** Long enough for quadratic time to be a hundred times the limit. */
const LONG = 120_000;

/** Runs an item with input of this length, n8n's own work included. */
async function run(field: (typeof FIELDS)[number], units: readonly string[], length: number) {
	const ended = await execute(emulator, {
		items: [{ worst: worstOf(units, length) }],
		parameters: filledIn(field, '={{ $json.worst }}'),
		settings: { onError: 'continueRegularOutput' },
		// Some options apply only to an agent's tool.
		isTool: /allowedRecipients|PerCall/.test(field.path),
	});
	const row = JSON.stringify(ended.outputs[0]?.[0]?.[0]?.json);
	expect(row).toContain('"error"');
	expect(row.length).toBeLessThan(2000);
}

describe.each(FIELDS)('Long input in $path of $operation', (field) => {
	test.each(Object.entries(WORST))(
		'of %s: gives a short message, in time proportional to its length',
		async (_, units) => {
			// A key may be anything, so this SMS is refused for lack of credits.
			emulator.credits = 0;
			await expectLinear(LONG, async (length) => await run(field, units, length), 500);
		},
	);
});

test.each(['{', '$json['])(
	'%s in a fixed field takes time proportional to its length',
	async (unit) => {
		const parameters = { operation: 'sendAndWait', recipients: '0611223344' };
		const message = unit.repeat(250_000 / unit.length).padEnd(250_000);
		await expectWithin(30, async () => {
			const ended = await execute(emulator, {
				items: [{}],
				parameters: { ...parameters, message },
			});
			expect(ended.error?.message).toMatch(/^Message: The question has 250,000 characters/);
		});
	},
);

test('a text full of “null” beside a long item takes no longer than the item', async () => {
	const rows = Array.from({ length: 20_000 }, (_, row) => ({ row, name: 'Zoé' }));
	await expectWithin(100, async () => {
		const ended = await execute(emulator, {
			items: [{ text: 'null '.repeat(900), rows }],
			parameters: { recipients: '0611223344', text: '={{ $json.text.trim() }}' },
		});
		expect(ended.error?.message).toMatch(/^The text has 4,499 characters/);
	});
});
