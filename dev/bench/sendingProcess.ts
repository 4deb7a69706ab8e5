/** Runs one contestant in n8n's engine, with n8n's nodes and our installed node. */
import { createRequire } from 'node:module';
import path from 'node:path';

import type {
	IConnections,
	IDataObject,
	INode,
	INodeType,
	IRun,
	IVersionedNodeType,
} from 'n8n-workflow';

import { additionalDataFor } from '../../test/engine/additionalData';
import { MemoryDeduplicator } from '../../test/engine/memoryDeduplicator';
import { answerQuestions } from './companion';
import { installedTypes } from './installedTypes';
import { personalText, readyBody, writtenNumber } from './messages';

export interface Sending {
	readonly name: ContestantName;
	readonly messages: number;
	readonly account: Record<'sendUrl' | 'testUrl' | 'username' | 'password', string>;
}

export type ContestantName = keyof typeof CONTESTANTS;

const ours = (parallelRequests: number, safeguards: IDataObject = {}) => ({
	loop: undefined,
	node: (): Partial<INode> => ({
		type: 'capitoleSms',
		credentials: { capitoleMobileApi: { id: '1', name: 'Account' } },
		parameters: {
			resource: 'sms',
			operation: 'send',
			recipients: '={{ $json.phone }}',
			text: '={{ $json.text }}',
			safeguards: safeguards as INode['parameters'],
			options: { parallelRequests },
		},
	}),
});

/** HTTP Request gets ready-made XML. Only a loop limits how many requests run in parallel. */
const inLoop = (loop: number) => ({
	loop,
	node: (url: string): Partial<INode> => ({
		type: 'httpRequest',
		typeVersion: 4.5,
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			contentType: 'raw',
			rawContentType: 'application/x-www-form-urlencoded',
			body: '={{ $json.body }}',
			options: {},
		},
	}),
});

const CONTESTANTS = {
	ours4: ours(4),
	ours50: ours(50),
	keys50: ours(50, { idempotencyKey: '={{ $json.key }}' }),
	loop4: inLoop(4),
	loop50: inLoop(50),
};

const [n8nModules = '', packageFolder = ''] = process.argv.slice(2);
const load = createRequire(path.join(n8nModules, 'n8n', 'package.json'));
const core = load('n8n-core') as typeof import('n8n-core');
const { Workflow, NodeHelpers } = load('n8n-workflow') as typeof import('n8n-workflow');
const { node: capitoleSms, credential } = installedTypes(packageFolder, load);

type Made = INodeType | IVersionedNodeType;
function builtIn(folder: string, name: string): Made {
	const file = `n8n-nodes-base/dist/nodes/${folder}/${name}.node.js`;
	const { [name]: Type } = load(file) as Record<string, new () => Made>;
	if (Type === undefined) throw new Error(`There is no class ${name} in ${file}.`);
	return new Type();
}

let input: IDataObject[] = [];
const items = builtIn('NoOp', 'NoOp') as INodeType;
items.description.inputs = [];
items.execute = async () => await Promise.resolve([input.map((json) => ({ json }))]);
const TYPES: Readonly<Record<string, Made>> = {
	items,
	capitoleSms,
	loop: builtIn('SplitInBatches', 'SplitInBatches'),
	httpRequest: builtIn('HttpRequest', 'HttpRequest'),
};

let used = 0;

/** Returns the milliseconds of the whole execution. */
async function run({ name, messages, account }: Sending): Promise<number> {
	const { loop, node } = CONTESTANTS[name];
	input = Array.from({ length: messages }, (_, index) => ({
		phone: writtenNumber(index),
		text: personalText(index),
		body: readyBody(index, account),
		key: `order-${used++}`,
	}));
	const to = (target: string) => [{ node: target, type: 'main' as const, index: 0 }];
	const connections: IConnections = {
		Items: { main: [to(loop === undefined ? 'Send' : 'Loop')] },
		...(loop !== undefined && { Loop: { main: [[], to('Send')] }, Send: { main: [to('Loop')] } }),
	};
	const made = (id: string, more: Partial<INode>): INode =>
		({ id, name: id, typeVersion: 1, position: [0, 0], parameters: {}, ...more }) as INode;
	const workflow = new Workflow({
		id: 'workflow',
		active: false,
		nodeTypes: {
			getByName: (type) => TYPES[type] as Made,
			getByNameAndVersion: (type, version) =>
				NodeHelpers.getVersionedNodeType(TYPES[type] as Made, version),
			getKnownTypes: () => ({}),
		},
		settings: { timezone: 'Europe/Paris' },
		nodes: [
			made('Items', { type: 'items' }),
			made('Send', node(account.sendUrl)),
			made('Loop', { type: 'loop', typeVersion: 3, parameters: { batchSize: loop, options: {} } }),
		],
		connections,
	});
	const additionalData = additionalDataFor(core, {
		executionId: '1',
		credentialOf: () => ({ ...account, callbackSecret: '' }),
		authenticate: async (data, _type, options) => await credential.authenticate(data, options),
	});
	const startNode = workflow.getNode('Items') as INode;
	const begun = performance.now();
	const execution = new core.WorkflowExecute(additionalData, 'trigger');
	const { data } = (await execution.run({ workflow, startNode })) as IRun;
	const { error } = data.resultData;
	if (error) throw new Error(`${error.message} ${String(error.description ?? '')}`);
	return performance.now() - begun;
}

const ready = core.DataDeduplicationService.init(new MemoryDeduplicator());
answerQuestions<Sending>(async (sending) => {
	await ready;
	return await run(sending);
});
