import { DataDeduplicationService, ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	Workflow,
	type IConnections,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { CapitoleMobileApi } from '../../credentials/CapitoleMobileApi.credentials';
import { CapitoleSms } from '../../nodes/CapitoleMobile/CapitoleSms/CapitoleSms.node';
import type { Emulator } from '../../dev/emulator/emulator';
import { additionalDataFor } from './additionalData';
import { MemoryDeduplicator } from './memoryDeduplicator';
import { Items, Loop, NoOp, Read } from './testNodes';

const NODE_TYPES: Readonly<Record<string, INodeType>> = {
	'n8n-nodes-capitole-mobile.capitoleSms': new CapitoleSms(),
	'test.items': new Items(),
	'test.loop': new Loop(),
	'test.noOp': new NoOp(),
	'test.read': new Read(),
};

const nodeTypesOf = ({ nodeType: sms }: Flow): INodeTypes => {
	const find = (type: string): INodeType =>
		type.endsWith('.capitoleSms') && sms !== undefined ? sms : nodeType(type);
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
};

function nodeType(type: string): INodeType {
	const found = NODE_TYPES[type];
	if (found === undefined) throw new Error(`No node type ${type} in the tests`);
	return found;
}

/** What a workflow in a test is made of. */
export interface Flow {
	/** What comes into Capitole SMS. */
	readonly items: readonly IDataObject[];
	/** Parameters of Capitole SMS; `sms: send` unless they say otherwise. */
	readonly parameters: IDataObject;
	/** Settings of Capitole SMS, such as `retryOnFail` and `onError`. */
	readonly settings?: Partial<INode>;
	/** Rounds of a loop around Capitole SMS; none by default. */
	readonly rounds?: number;
	readonly timezone?: string;
	readonly credentials?: Partial<ICredentialDataDecryptedObject>;
	readonly executionId?: string;
	/** An expression that "After" evaluates for each of its items, into `read`. */
	readonly read?: string;
	/** Capitole SMS as another process has loaded it. */
	readonly nodeType?: INodeType;
}

/** How an execution ended, and what came out of Capitole SMS, each try's last. */
export interface Ended {
	readonly run: IRun;
	/** By run of the node, then by output. */
	readonly outputs: ReadonlyArray<ReadonlyArray<readonly INodeExecutionData[]>>;
	readonly error: { readonly message: string; readonly description: string } | null;
	/** What "After" and "Errors" behind Capitole SMS got. */
	readonly after: readonly INodeExecutionData[];
	readonly errors: readonly INodeExecutionData[];
}

export const deduplicator = new MemoryDeduplicator();
const ready = DataDeduplicationService.init(deduplicator);

/** Runs a workflow with Capitole SMS in n8n's real engine, against a provider. */
export async function execute(emulator: Emulator, flow: Flow): Promise<Ended> {
	return await (
		await start(emulator, flow)
	).ended;
}

/** The same, with a hand on the button that stops the execution. */
export async function start(
	emulator: Emulator,
	flow: Flow,
): Promise<{ readonly ended: Promise<Ended>; readonly cancel: () => void }> {
	await ready;
	const workflow = workflowOf(flow);
	const execution = new WorkflowExecute(additionalData(emulator, flow), 'trigger');
	const running = startOf(execution, workflow);
	return {
		ended: Promise.resolve(running).then((run) => endedOf(run as IRun)),
		cancel: () => {
			running.cancel();
		},
	};
}

function endedOf(run: IRun): Ended {
	const outputs = (name: string) =>
		(run.data.resultData.runData[name] ?? []).map((task) =>
			(task.data?.main ?? []).map((items) => items ?? []),
		);
	const error = run.data.resultData.error;
	return {
		run,
		outputs: outputs('Capitole SMS'),
		error: error
			? {
					message: error.message,
					description: String('description' in error ? error.description : ''),
				}
			: null,
		after: outputs('After').flat(2),
		errors: outputs('Errors').flat(2),
	};
}

/** The items of the only output of the only run. */
export function itemsOf(ended: Ended): IDataObject[] {
	return (ended.outputs[0]?.[0] ?? []).map(({ json }) => json);
}

/** What n8n calls PCancelable. */
type Running = PromiseLike<unknown> & { cancel(): void };

function startOf(execution: WorkflowExecute, workflow: Workflow): Running {
	const startNode = workflow.getNode('Items') ?? undefined;
	const run = execution.run.bind(execution) as (...given: unknown[]) => Running;
	// n8n-core 2 takes one object, n8n-core 1 a list.
	return execution.run.length > 1 ? run(workflow, startNode) : run({ workflow, startNode });
}

function workflowOf(flow: Flow): Workflow {
	const node = (name: string, type: string, more: Partial<INode>): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const nodes = [
		node('Items', 'test.items', {
			parameters: { items: flow.items } as unknown as INode['parameters'],
		}),
		node('Capitole SMS', 'n8n-nodes-capitole-mobile.capitoleSms', {
			parameters: { resource: 'sms', operation: 'send', ...flow.parameters } as INode['parameters'],
			credentials: { capitoleMobileApi: { id: '1', name: 'Account' } },
			waitBetweenTries: 1,
			...flow.settings,
		}),
		node('After', 'test.read', { parameters: { expression: flow.read ?? '' } }),
		node('Errors', 'test.noOp', {}),
		node('Loop', 'test.loop', { parameters: { rounds: flow.rounds ?? 0 } }),
	];
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	const isLoop = flow.rounds !== undefined;
	const connections: IConnections = {
		Items: { main: [to(isLoop ? 'Loop' : 'Capitole SMS')] },
		'Capitole SMS': { main: [to(isLoop ? 'Loop' : 'After'), to('Errors')] },
		Loop: { main: [to('After'), to('Capitole SMS')] },
	};
	const timezone = flow.timezone ?? 'Europe/Paris';
	return new Workflow({
		id: 'workflow',
		nodes,
		connections,
		active: false,
		nodeTypes: nodeTypesOf(flow),
		settings: { timezone },
	});
}

function additionalData(emulator: Emulator, flow: Flow): IWorkflowExecuteAdditionalData {
	const type = new CapitoleMobileApi();
	return additionalDataFor(
		{ ExecutionLifecycleHooks },
		{
			executionId: flow.executionId ?? '1',
			credentialOf: () => ({
				username: 'demo',
				password: 'demo-password',
				sendUrl: emulator.sendUrl,
				testUrl: emulator.testUrl,
				callbackSecret: '',
				...flow.credentials,
			}),
			authenticate: async (data, _type, options) => await type.authenticate(data, options),
		},
	);
}
