import { createRequire } from 'node:module';
import path from 'node:path';

import type {
	IConnection,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IRun,
	IVersionedNodeType,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { additionalDataFor } from '../../test/engine/additionalData';
import { installedTypes, type Credential } from './installedTypes';
import type { Addresses } from './standIns';

/** The node that is measured. */
export interface Step {
	readonly name: string;
	readonly type: NodeTypeName;
	readonly typeVersion?: number;
	readonly parameters?: IDataObject;
	readonly credentials?: INode['credentials'];
}

export type NodeTypeName = 'items' | 'loop' | 'capitoleSms' | 'httpRequest' | 'twilio';

/** n8n's Loop Over Items around the one step of a workflow: so many items at a time. */
const LOOP = 'Loop Over Items';

/**
 * n8n's own engine and nodes, from an n8n that is installed, and our node from the package that is
 * installed: every one of them finds the same n8n-workflow, as in n8n.
 */
export class RealEngine {
	private readonly core: typeof import('n8n-core');
	private readonly workflow: typeof import('n8n-workflow');
	private readonly types: Readonly<Record<NodeTypeName, INodeType | IVersionedNodeType>>;
	private readonly credential: Credential;
	/** What the workflow starts with. */
	private items: INodeExecutionData[] = [];

	/**
	 * @param n8nModules where n8n's packages are
	 * @param packageFolder where ours is
	 */
	constructor(n8nModules: string, packageFolder: string) {
		const load = createRequire(path.join(n8nModules, 'n8n', 'package.json'));
		this.core = load('n8n-core') as typeof import('n8n-core');
		this.workflow = load('n8n-workflow') as typeof import('n8n-workflow');
		const builtIn = (file: string): Record<string, new () => INodeType> =>
			load(`n8n-nodes-base/dist/nodes/${file}.node.js`) as Record<string, new () => INodeType>;
		const ours = installedTypes(packageFolder, load);
		const make = (classes: Record<string, new () => INodeType>, name: string): INodeType => {
			const Type = classes[name];
			if (Type === undefined) throw new Error(`There is no class ${name} where it should be.`);
			return new Type();
		};
		const items = (): INodeExecutionData[] => this.items;
		this.types = {
			items: {
				description: {
					...make(builtIn('NoOp/NoOp'), 'NoOp').description,
					name: 'items',
					inputs: [],
				},
				async execute() {
					return await Promise.resolve([items()]);
				},
			},
			loop: make(builtIn('SplitInBatches/SplitInBatches'), 'SplitInBatches'),
			httpRequest: make(builtIn('HttpRequest/HttpRequest'), 'HttpRequest'),
			twilio: make(builtIn('Twilio/Twilio'), 'Twilio'),
			capitoleSms: ours.node,
		};
		this.credential = ours.credential;
	}

	/**
	 * Runs items through a node; gives what came out.
	 *
	 * @param atATime with n8n's Loop Over Items around the node, that many items in each round
	 * @throws Error with n8n's message when the execution did not succeed
	 */
	async run(
		items: INodeExecutionData[],
		step: Step,
		addresses: Addresses,
		atATime?: number,
	): Promise<INodeExecutionData[]> {
		this.items = items;
		const steps: readonly Step[] = [
			{ name: 'Items', type: 'items' },
			step,
			...(atATime === undefined
				? []
				: [
						{
							name: LOOP,
							type: 'loop' as const,
							typeVersion: 3,
							parameters: { batchSize: atATime, options: {} },
						},
					]),
		];
		const to = (name: string): IConnection[] => [{ node: name, type: 'main', index: 0 }];
		const workflow = new this.workflow.Workflow({
			id: 'workflow',
			active: false,
			nodeTypes: this.nodeTypes(),
			settings: { timezone: 'Europe/Paris' },
			nodes: steps.map((node) => ({
				id: node.name,
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
				...node,
			})) as INode[],
			connections:
				atATime === undefined
					? { Items: { main: [to(step.name)] } }
					: {
							Items: { main: [to(LOOP)] },
							[LOOP]: { main: [[], to(step.name)] },
							[step.name]: { main: [to(LOOP)] },
						},
		});
		const startNode = workflow.getNode('Items');
		if (startNode === null) throw new Error('The workflow has no start.');
		const execution = new this.core.WorkflowExecute(this.additionalData(addresses), 'trigger');
		const run = (await execution.run({ workflow, startNode })) as IRun;
		const { error, runData } = run.data.resultData;
		if (error) throw new Error(`${error.message} ${String(error.description ?? '')}`);
		const task = runData[atATime === undefined ? step.name : LOOP]?.at(-1);
		return task?.data?.main?.[0] ?? [];
	}

	private nodeTypes(): INodeTypes {
		const named = (type: string): INodeType | IVersionedNodeType =>
			this.types[type as NodeTypeName];
		return {
			getByName: named,
			getByNameAndVersion: (type, version) =>
				this.workflow.NodeHelpers.getVersionedNodeType(named(type), version),
			getKnownTypes: () => ({}),
		};
	}

	private additionalData(addresses: Addresses): IWorkflowExecuteAdditionalData {
		const { sendUrl, testUrl, twilio, username, password } = addresses;
		const data: Record<string, ICredentialDataDecryptedObject> = {
			capitoleMobileApi: { username, password, sendUrl, testUrl, callbackSecret: '' },
			twilioApi: { authType: 'authToken', accountSid: 'AC0', authToken: 'token' },
		};
		return additionalDataFor(this.core, {
			executionId: '1',
			credentialOf: (type) => data[type] ?? {},
			authenticate: async (values, type, options: IHttpRequestOptions & { uri?: string }) => {
				if (type !== 'twilioApi') return await this.credential.authenticate(values, options);
				// The Twilio node knows one address only. Here, where n8n completes the request anyhow, it
				// is led to the stand-in: the node is untouched, and spared TLS.
				return {
					...options,
					uri: options.uri?.replace('https://api.twilio.com', twilio),
					auth: { username: 'AC0', password: 'token' },
				} as IHttpRequestOptions;
			},
		});
	}
}
