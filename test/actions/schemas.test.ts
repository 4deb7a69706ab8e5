import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { CapitoleSms } from '../../nodes/CapitoleMobile/CapitoleSms/CapitoleSms.node';
import type { Misbehaviour } from '../../dev/emulator/emulator';
import { emulatorForTests } from '../../dev/emulator/forTests';
import { deduplicator, execute, type Flow } from '../engine/engine';

const emulator = emulatorForTests();
afterEach(() => {
	deduplicator.records.clear();
});

const FOLDER = path.join(__dirname, '../../nodes/CapitoleMobile/CapitoleSms/__schema__/v1.0.0');
const ONE = '33611223344';
const TWO = '33622334455';

/** The part of JSON Schema that the editor reads, to offer fields before a first run. */
interface Schema {
	readonly type: string | readonly string[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly items?: Schema;
	readonly version?: number;
}

const fileOf = (resource: string, operation: string): string =>
	path.join(FOLDER, resource, `${operation}.json`);
const schemaOf = (resource: string, operation: string): Schema =>
	JSON.parse(readFileSync(fileOf(resource, operation), 'utf8')) as Schema;

function typesOf(value: unknown): string[] {
	if (value === null) return ['null'];
	if (Array.isArray(value)) return ['array'];
	return Number.isInteger(value) ? ['number', 'integer'] : [typeof value];
}

/** Values that do not match their schema, including keys that the schema lacks. */
function* deviations(
	value: unknown,
	schema: Schema,
	at: string,
	seen: Set<string>,
): Generator<string> {
	const allowed = [schema.type].flat();
	if (!typesOf(value).some((type) => allowed.includes(type))) {
		yield `${at} is ${typesOf(value).join()}, not ${allowed.join()}`;
	} else if (Array.isArray(value)) {
		if (!schema.items) yield `${at} has no items in the schema`;
		else for (const item of value) yield* deviations(item, schema.items, `${at}[]`, seen);
	} else if (typeof value === 'object' && value !== null) {
		for (const [key, field] of Object.entries(value)) {
			const known = schema.properties?.[key];
			seen.add(`${at}.${key}`);
			if (known) yield* deviations(field, known, `${at}.${key}`, seen);
			else yield `${at}.${key} is not in the schema`;
		}
	}
}

function* fieldsOf({ properties = {}, items }: Schema, at: string): Generator<string> {
	if (items) yield* fieldsOf(items, `${at}[]`);
	for (const [name, schema] of Object.entries(properties)) {
		yield `${at}.${name}`;
		yield* fieldsOf(schema, `${at}.${name}`);
	}
}

const run = async (flow: Partial<Flow>): Promise<IDataObject[]> => {
	const { after, errors } = await execute(emulator, {
		items: [{}],
		...flow,
		parameters: {
			recipients: ONE,
			text: 'Bonjour',
			...flow.parameters,
			options: { simplify: true, ...(flow.parameters?.options as IDataObject) },
		},
		settings: { onError: 'continueRegularOutput', ...flow.settings },
	});
	return [...after, ...errors].map(({ json }) => json);
};

/** Expects every key of the schema in some output, and every key of the outputs in the schema. */
function expectToFit(outputs: readonly IDataObject[], resource: string, operation: string): void {
	const seen = new Set<string>();
	const schema = schemaOf(resource, operation);
	for (const output of outputs) {
		expect([...deviations(output, schema, '$', seen)]).toEqual([]);
	}
	expect([...fieldsOf(schema, '$')].filter((field) => !seen.has(field))).toEqual([]);
}

it('every operation has a schema where the editor looks for it', () => {
	const properties: INodeProperties[] = new CapitoleSms().description.properties;
	const operations = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) =>
			options.map((option) => [
				String(displayOptions?.show?.resource?.[0]),
				'value' in option ? String(option.value) : '',
			]),
		);
	expect(operations).toHaveLength(5);
	for (const [resource = '', operation = ''] of operations) {
		expect(existsSync(fileOf(resource, operation))).toBe(true);
		expect(schemaOf(resource, operation)).toMatchObject({ type: 'object', version: 1 });
	}
});

describe('the output of Send', () => {
	const MISBEHAVIOURS: ReadonlyArray<readonly [outcome: string, Misbehaviour | null]> = [
		['accepted', null],
		['rejected', { kind: 'answer', body: `${ONE}_IS_BLACKLISTED;12` }],
		['unknown', { kind: 'html' }],
		['unknown', { kind: 'closeWithoutAnswer' }],
		['rejected', { kind: 'answer', body: 'AUTH_FAILED' }],
	];

	it.each(['item', 'recipient'])(
		'matches its schema with one item per %s, for every outcome',
		async (outputPer) => {
			const outputs: IDataObject[] = [];
			for (const [outcome, misbehaviour] of MISBEHAVIOURS) {
				emulator.misbehave(...(misbehaviour === null ? [] : [misbehaviour]));
				const given = await run({ parameters: { options: { outputPer } } });
				expect(given.map((output) => output.outcome)).toEqual([outcome]);
				outputs.push(...given);
			}
			emulator.misbehave({ kind: 'answer', body: 'NOT_ENOUGH_CREDITS;0' });
			const keyed = { parameters: { options: { outputPer, idempotencyKey: 'key' } } };
			const every = {
				recipients: `${ONE}, abc, ${TWO}`,
				text: 'ça, c’est écrit',
				prog: '2099-07-01 09:00:00',
				id: 'ID1',
				options: { outputPer, invalidRecipients: 'skip' },
			};
			const flows = [
				{
					items: [{ to: ONE }, { to: TWO }],
					parameters: {
						recipients: '={{ $json.to }}',
						options: { outputPer, parallelRequests: 1 },
					},
				},
				...[keyed, keyed],
				{ parameters: { options: { outputPer, simulate: true } } },
				{ parameters: every },
			];
			for (const flow of flows) outputs.push(...(await run(flow)));
			const outcomes = new Set(outputs.map(({ outcome }) => outcome));
			for (const outcome of ['accepted', 'duplicate', 'notSent', 'rejected', 'unknown'])
				expect(outcomes).toContain(outcome);
			expect(outcomes.has('partial')).toBe(outputPer === 'item');
			expectToFit(outputs, 'sms', 'send');
		},
	);

	it('is brief on the error output, with the credits spent if any were', async () => {
		const errorOf = async (answer: string) => {
			emulator.misbehave({ kind: 'answer', body: answer });
			const [output] = await run({
				parameters: { recipients: `${ONE}, ${TWO}` },
				settings: { onError: 'continueErrorOutput' },
			});
			expect(Object.keys(output ?? {})).toEqual(['error']);
			return Object.keys(output?.error as IDataObject).sort();
		};
		const least = ['code', 'description', 'message', 'outcome', 'recipient'];
		expect(await errorOf('TOO_LONG_MESSAGE')).toEqual(least);
		const spent = ['accepted', 'credits', 'creditsLeft'];
		expect(await errorOf(`SENDING_OK;9\n${TWO}_IS_STOP`)).toEqual([...spent, ...least].sort());
	});
});

it('the output of Preview matches its schema', async () => {
	const operation = 'preview';
	const outputs = [
		...(await run({ parameters: { operation } })),
		...(await run({ parameters: { operation, text: '={{ "" }}' } })),
		...(await run({
			parameters: {
				operation,
				recipients: `${ONE}, abc`,
				text: 'ça',
				route: 'M',
				prog: '2099-07-01 09:00:00',
				options: { invalidRecipients: 'skip' },
			},
		})),
	];
	expectToFit(outputs, 'sms', operation);
});

it('the output of Send and Wait matches its schema, answered or not', async () => {
	const operation = 'sendAndWait';
	const outputs: IDataObject[] = [];
	for (const responseType of ['approval', 'freeText']) {
		const parameters = { operation, recipients: ONE, message: 'Oui ?', responseType };
		const options = { simulate: true };
		const { run: waiting } = await execute(emulator, {
			items: [{}],
			parameters: { ...parameters, options },
		});
		// n8n's output if nobody answers, which has the shape of an answer.
		const [entry] = waiting.data.executionData?.nodeExecutionStack ?? [];
		outputs.push(...(entry?.data.main?.[0] ?? []).map(({ json }) => json));
		const settings = { onError: 'continueErrorOutput' } as const;
		const refused = { ...parameters, recipients: '06 39 98 00 21', options };
		outputs.push(...(await run({ parameters: refused, settings })));
	}
	expect(outputs).toHaveLength(4);
	expectToFit(outputs, 'sms', operation);
});

it('the output of Test Request matches its schema', async () => {
	const operation = 'testRequest';
	const outputs = [
		...(await run({ parameters: { operation, text: 'ça, 5€' } })),
		...(await run({ parameters: { operation, text: '={{ "" }}' } })),
	];
	emulator.configure({ echoLayout: 'utf8Encoded' });
	// Operators may refuse this sender, which gives a warning.
	outputs.push(...(await run({ parameters: { operation, text: '5€', sender: 'INFO' } })));
	emulator.configure({ echoLayout: () => Buffer.alloc(0) });
	outputs.push(...(await run({ parameters: { operation } })));
	expect(outputs.map(({ matches }) => matches)).toEqual([true, undefined, false, null]);
	expectToFit(outputs, 'sms', operation);
});

it('the output of Get Balance matches its schema', async () => {
	const parameters = { resource: 'account', operation: 'getBalance' };
	const outputs = await run({ parameters });
	emulator.misbehave({ kind: 'answer', body: 'EMPTY_MESSAGE' });
	outputs.push(...(await run({ parameters })));
	emulator.misbehave({ kind: 'answer', body: 'AUTH_FAILED' });
	outputs.push(...(await run({ parameters })));
	expect(outputs.map(({ creditsLeft }) => creditsLeft)).toEqual([10_000, null, undefined]);
	expectToFit(outputs, 'account', 'getBalance');
});
