import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { CapitoleSms } from '../../nodes/CapitoleMobile/CapitoleSms/CapitoleSms.node';
import { Parameters } from '../../nodes/CapitoleMobile/n8n/parameters';
import { execute, itemsOf } from '../engine/engine';

jest.setTimeout(120_000);

const emulator = emulatorForTests();

/** Our reading of an item's parameter and n8n's: the value or the error. */
interface Read {
	readonly ours: unknown;
	readonly n8n: unknown;
	/** Whether our reading asked n8n. */
	readonly isAsked: boolean;
}

/** A node that reads `id` of every item in both ways. */
const both = Object.assign(Object.create(CapitoleSms.prototype) as INodeType, new CapitoleSms(), {
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		let asked = 0;
		const parameters = new Parameters(
			new Proxy(this, {
				get: (target, name) => {
					if (name === 'getNodeParameter') asked++;
					const value = Reflect.get(target, name) as unknown;
					return typeof value === 'function' ? value.bind(target) : value;
				},
			}),
		);
		const items = this.getInputData().map((_, item) => {
			const before = asked;
			const ours = resultOf(() => parameters.read('id', item, 'none'));
			const n8n = resultOf(() => this.getNodeParameter('id', item, 'none'));
			return { json: { read: { ours, n8n, isAsked: asked > before } } as unknown as IDataObject };
		});
		return await Promise.resolve([items]);
	},
});

function resultOf(read: () => unknown): unknown {
	try {
		return { value: read() };
	} catch (error) {
		return { thrown: (error as Error).message };
	}
}

async function readBoth(id: unknown, items: readonly IDataObject[]): Promise<Read[]> {
	const parameters = { recipients: '0639980000', text: 'a', id, options: {} } as IDataObject;
	const flow = { items, parameters, nodeType: both };
	return itemsOf(await execute(emulator, flow)).map(({ read }) => read as unknown as Read);
}

const FIELDS = [
	['={{ $json.phone }}', { phone: '0639980000' }],
	['={{ $json["First name"] }}', { 'First name': 'Zoé' }],
	["={{ $json['Numéro de téléphone'] }}", { 'Numéro de téléphone': '={{ 1 + 1 }}' }],
	['={{ $json.body.contact["mobile"] }}', { body: { contact: { mobile: '0639980000' } } }],
	['={{ $json.phone }}', { phone: '\ud800 \u0000 €' }],
	['=Bonjour {{ $json.name }}, 5 € !', { name: 'Zoé' }],
	['={{ $json.orderId }}-shipped', { orderId: 4711 }],
	['={{ $json.a }}{{ $json.a }}', { a: 1e21 }],
	['=$5 `$ $json.a "\'\r\n\u2028{{ $json.a }}', { a: '{{ $json.a }}' }],
] as const;

describe('a parameter of text and fields', () => {
	it.each(FIELDS)('%j of %j is read from the item as n8n reads it', async (text, json) => {
		const [read] = await readBoth(text, [json]);
		expect(read).toEqual({ ours: read?.n8n, n8n: read?.n8n, isAsked: false });
		expect(read?.n8n).toHaveProperty('value');
	});

	it.each([
		['nothing', {}],
		['null', { phone: null }],
		['a list', { phone: ['0639980000'] }],
		['an object', { phone: { a: 1 } }],
	])('is left to n8n if it is %s', async (_, json) => {
		const [read] = await readBoth('={{ $json.phone }}', [json as IDataObject]);
		expect(read).toEqual({ ours: read?.n8n, n8n: read?.n8n, isAsked: true });
	});
});

it.each([
	'={{ $json.phone.trim() }}',
	'=a } {{ $json.phone }}',
	'={{ $json.phone }} {{ $now.year }}',
	'=constructor {{ $json.phone }}',
	'=Bonjour',
	'={{ $json.phone ?? "" }}',
	'={{ $json?.phone }}',
	'={{ $json["\\u0070hone"] }}',
	'={{ $json.constructor }}',
	'={{ $json.list.length }}',
	'={{ $json["__proto__"] }}',
	'={{ $("Items").item.json.phone }}',
	'{{ $json.phone }}',
	'',
])('%j is left to n8n', async (text) => {
	const [read] = await readBoth(text, [
		{ phone: '0639980000', 0: 'a', ab: 'b', valueOf: 'c', list: [] },
	] as unknown as IDataObject[]);
	expect(read).toEqual({ ours: read?.n8n, n8n: read?.n8n, isAsked: true });
});

it('is read as n8n reads it, for any items and expression', async () => {
	const name = fc.oneof(
		{ weight: 9, arbitrary: fc.constantFrom('a', 'A b') },
		{ weight: 2, arbitrary: fc.constantFrom('é', '$json', 'length', '0', 'if') },
		{ weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
	);
	const step = name.chain((one) =>
		fc.constantFrom(`["${one}"]`, `['${one}']`, `["${one}"]`, `.${one}`, `[${one}]`, `?.${one}`),
	);
	const text = fc.oneof(
		{ weight: 6, arbitrary: fc.constant('') },
		{ weight: 1, arbitrary: fc.constantFrom(' ', 'a', '5 € ', '\r\n', '`$', '"', '{', '}}', '\\') },
		{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
	);
	const code = fc
		.tuple(
			fc.constantFrom('{{ ', '{{', '{{ ', '{{ ', '', '{'),
			fc.array(step, { minLength: 1, maxLength: 2 }),
			fc.constantFrom(' }}', '}}', ' }}', ' }}', ' + 1 }}', '() }}', ''),
		)
		.map(([before, steps, after]) => `${before}$json${steps.join('')}${after}`);
	const expression = fc
		.tuple(fc.constantFrom('=', '=', '=', ''), text, code, text, fc.oneof(text, code))
		.map((all) => all.join(''));
	const value = fc.letrec((tie) => ({
		value: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true },
			{ weight: 5, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
			fc.double(),
			fc.constantFrom(null, true, '', '={{ $json.a }}'),
			fc.dictionary(name, tie('value'), { maxKeys: 3 }),
			fc.array(tie('value'), { maxLength: 2 }),
		),
	})).value;
	const json = fc
		.tuple(fc.record({ a: value, 'A b': value }), fc.dictionary(name, value, { maxKeys: 3 }))
		.map(([always, more]) => ({ ...more, ...always }));
	const items = fc.array(json, { minLength: 5, maxLength: 20 });
	await fc.assert(
		fc.asyncProperty(expression, items, async (text, jsons) => {
			for (const read of await readBoth(text, jsons as IDataObject[])) {
				expect(read.ours).toEqual(read.n8n);
			}
		}),
		{ numRuns: 80 },
	);
});
