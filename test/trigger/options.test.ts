import type { INodeParameters } from 'n8n-workflow';

import { CapitoleSmsTrigger } from '../../nodes/CapitoleMobile/CapitoleSmsTrigger/CapitoleSmsTrigger.node';
import { fieldsOf } from '../docs/editor';
import { TriggerServer, type Exchange } from './triggerServer';

/** A callback that shows an option's effect: the expected result without it and with it as added. */
interface Row {
	readonly query: string;
	readonly see: (server: TriggerServer, exchange: Exchange) => unknown;
	readonly without: unknown;
	readonly added: unknown;
}

const same = (seen: unknown) => ({ without: seen, added: seen });
const item = ({ result }: Exchange) => result?.workflowData?.[0]?.[0]?.json;

const TABLE: Readonly<Record<string, Row>> = {
	// Empty allows all addresses, as its description says.
	ipWhitelist: {
		query: 'num=33610203040&message=Bonjour',
		see: (_, { status, body }) => [status, body],
		...same([200, 'OK']),
	},
	splitOutputs: {
		query: 'num=33610203040&message=STOP',
		see: (server, { result }) => [
			server.outputs(),
			result?.workflowData?.map((items) => items.length),
		],
		without: [[''], [1]],
		added: [
			['Opt-Out (STOP)', 'Reply Received'],
			[1, 0],
		],
	},
	simplify: {
		query: 'num=33610203040&message=Bonjour',
		see: (_, exchange) => 'raw' in (item(exchange) ?? {}),
		without: false,
		added: true,
	},
	// Empty adds no keyword to those that always count.
	stopKeywords: {
		query: 'num=33610203040&message=plus+rien',
		see: (_, exchange) => item(exchange)?.event,
		...same('reply'),
	},
	timezone: {
		query: 'gsm=33610203040&status=DELIVERED&date=2020-03-10+09:20:10',
		see: (_, exchange) => item(exchange)?.date,
		...same('2020-03-10T09:20:10+01:00'),
	},
};

const [, ...OPTIONS] = fieldsOf(
	new CapitoleSmsTrigger().description.properties.filter(({ type }) => type === 'collection'),
);

test('the table has a row for every option of the description, and no other', () => {
	expect(Object.keys(TABLE).sort()).toEqual(OPTIONS.map(({ name }) => name).sort());
});

describe('an option that is added and left unchanged does what its label says', () => {
	test.each(OPTIONS)('$displayName', async ({ name, default: value }) => {
		const row = TABLE[name];
		if (row === undefined) throw new Error(`No row for ${name}`);
		for (const [options, expected] of [
			[{}, row.without],
			[{ [name]: value } as INodeParameters, row.added],
		] as const) {
			const events = ['stop', 'reply', ...(name === 'timezone' ? ['delivered'] : [])];
			const server = await new TriggerServer({ parameters: { events, options } }).start();
			const exchange = await server.get(row.query);
			await server.stop();
			expect(row.see(server, exchange)).toEqual(expected);
		}
	});
});

test.each([
	['given as an expression', '={{ ({ ipWhitelist: "192.0.2.1" }) }}'],
	['whose name is mistyped', { ipWhiteList: '192.0.2.1' }],
])('Options %s do not open the trigger to all', async (_, options) => {
	const server = await new TriggerServer({ parameters: { options } }).start();
	try {
		const { status, result } = await server.get('num=33610203040&message=Bonjour');
		expect([status, result?.workflowData]).toEqual([503, undefined]);
	} finally {
		await server.stop();
	}
});
