import {
	Workflow,
	type IConnections,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';

import { CapitoleSms } from '../../nodes/CapitoleMobile/CapitoleSms/CapitoleSms.node';
import { COLLECTIONS } from '../../nodes/CapitoleMobile/actions/sms/options';
import type { Credential } from './credential';
import { Agent, Items, Loop, NoOp, Read } from './testNodes';

/** The settings of a test workflow. */
export interface Flow {
	/** The input of Capitole SMS; may hold values that JSON cannot, such as a cycle. */
	readonly items: readonly IDataObject[];
	/**
	 * Parameters of Capitole SMS; `sms: send` by default. Entries of `options` go where the editor puts them:
	 * there or under `safeguards`.
	 */
	readonly parameters: IDataObject;
	/** Settings of Capitole SMS, such as `retryOnFail` and `onError`. */
	readonly settings?: Partial<INode>;
	readonly credentials?: Credential;
	/** Rounds of a loop around Capitole SMS; none by default. */
	readonly rounds?: number;
	/** The workflow's time zone; null for n8n's own. Paris by default. */
	readonly timezone?: string | null;
	readonly executionId?: string;
	/** An expression that "After" evaluates into `read` for each of its items. */
	readonly read?: string;
	/** Runs Capitole SMS as n8n adapts it for an AI agent: as a tool, or as the review of one. */
	readonly isTool?: boolean;
	readonly isReview?: boolean;
	/** Runs Capitole SMS as the tool of an agent that calls it for each item: see `Agent`. */
	readonly isAgents?: boolean;
	/** The node's name in the workflow. */
	readonly name?: string;
	/** Capitole SMS as loaded by another process. */
	readonly nodeType?: INodeType;
	/** Replaces parts of n8n's context: a log, a call that throws. */
	readonly context?: Partial<IExecuteFunctions>;
}

export const SMS = 'Capitole SMS';
const TYPE = 'n8n-nodes-capitole-mobile.capitoleSms';

/** Items → Capitole SMS → After, and Errors on its second output; with `rounds`, a Loop around Capitole SMS. */
export function workflowOf(flow: Flow): Workflow {
	const node = (name: string, type: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	const toTool = [{ node: 'Agent', type: 'ai_tool' as const, index: 0 }];
	const { name: sms = SMS } = flow;
	const isLoop = flow.rounds !== undefined;
	const first = isLoop ? 'Loop' : sms;
	const connections: IConnections = {
		Items: { main: [to(flow.isAgents === true ? 'Agent' : first)] },
		[sms]: { main: [to(isLoop ? 'Loop' : 'After'), to('Errors')], ai_tool: [toTool] },
		Loop: { main: [to('After'), to(sms)] },
	};
	return new Workflow({
		id: 'workflow',
		nodes: [
			node('Items', 'test.items'),
			node(sms, typeOf(flow), {
				parameters: {
					resource: 'sms',
					operation: 'send',
					...sorted(flow.parameters),
				} as INode['parameters'],
				credentials:
					flow.credentials === 'none' ? {} : { capitoleMobileApi: { id: '1', name: 'Account' } },
				waitBetweenTries: 1,
				...flow.settings,
			}),
			node('After', 'test.read', { parameters: { expression: flow.read ?? '' } }),
			node('Errors', 'test.noOp'),
			node('Agent', 'test.agent'),
			node('Loop', 'test.loop', { parameters: { rounds: flow.rounds ?? 0 } }),
		],
		connections,
		active: false,
		nodeTypes: nodeTypesOf(flow),
		settings: flow.timezone === null ? {} : { timezone: flow.timezone ?? 'Europe/Paris' },
	});
}

function typeOf({ isTool = false, isReview = false, isAgents = false }: Flow): string {
	if (isReview) return `${TYPE}HitlTool`;
	return isTool || isAgents ? `${TYPE}Tool` : TYPE;
}

const SAFEGUARDS: readonly string[] = COLLECTIONS.safeguards.map(({ field }) => field.name);

function sorted({ options = {}, ...parameters }: IDataObject): IDataObject {
	if (typeof options !== 'object' || options === null) return { ...parameters, options };
	const entries = Object.entries(options);
	const those = (isSafeguard: boolean): IDataObject =>
		Object.fromEntries(entries.filter(([name]) => SAFEGUARDS.includes(name) === isSafeguard));
	return { safeguards: those(true), options: { simplify: false, ...those(false) }, ...parameters };
}

function nodeTypesOf({ items, nodeType = new CapitoleSms(), context }: Flow): INodeTypes {
	const sms = context ? within(nodeType, context) : nodeType;
	const types: Readonly<Record<string, INodeType>> = {
		[TYPE]: sms,
		[`${TYPE}Tool`]: asTool(sms),
		[`${TYPE}HitlTool`]: asTool(sms),
		'test.agent': new Agent(),
		'test.items': new Items(items),
		'test.loop': new Loop(),
		'test.noOp': new NoOp(),
		'test.read': new Read(),
	};
	const find = (type: string): INodeType => {
		const found = types[type];
		if (found === undefined) throw new Error(`No node type ${type} in the tests`);
		return found;
	};
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}

/**
 * Adapts a node type as n8n does for tools, showing the fields for `@tool`. In n8n the agent's output is the only
 * one; here the others remain, to show every On Error.
 */
function asTool(type: INodeType): INodeType {
	const { description } = type;
	return {
		description: { ...description, name: `${description.name}Tool`, outputs: ['main', 'ai_tool'] },
		async execute(this: IExecuteFunctions) {
			return (await type.execute?.call(this)) ?? [];
		},
	};
}

/** Executes a node with parts of n8n's context replaced. */
function within(type: INodeType, changes: Partial<IExecuteFunctions>): INodeType {
	return {
		description: type.description,
		async execute(this: IExecuteFunctions) {
			const members = Object.getOwnPropertyDescriptors(changes);
			const context = Object.create(this, members) as IExecuteFunctions;
			return (await type.execute?.call(context)) ?? [];
		},
	};
}
