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

/** What a workflow in a test is made of. */
export interface Flow {
	/** What comes into Capitole SMS; may hold what JSON cannot, such as a circle. */
	readonly items: readonly IDataObject[];
	/**
	 * Parameters of Capitole SMS; `sms: send` unless they say otherwise. What stands under `options` goes
	 * where the editor has it: there, or under `safeguards`.
	 */
	readonly parameters: IDataObject;
	/** Settings of Capitole SMS, such as `retryOnFail` and `onError`. */
	readonly settings?: Partial<INode>;
	readonly credentials?: Credential;
	/** Rounds of a loop around Capitole SMS; none by default. */
	readonly rounds?: number;
	/** The workflow's setting; null for none, which leaves it to n8n's own. Paris without it. */
	readonly timezone?: string | null;
	readonly executionId?: string;
	/** An expression that "After" evaluates for each of its items, into `read`. */
	readonly read?: string;
	/** What n8n makes of Capitole SMS for an AI agent: a tool, or the review of one. */
	readonly isTool?: boolean;
	readonly isReview?: boolean;
	/** The tool of an agent that calls it within itself, for each item: see `Agent`. */
	readonly isAgents?: boolean;
	/** What Capitole SMS is called in the workflow. */
	readonly name?: string;
	/** Capitole SMS as another process has loaded it. */
	readonly nodeType?: INodeType;
	/** What Capitole SMS finds in place of something that n8n gives it: a log, a call that throws. */
	readonly context?: Partial<IExecuteFunctions>;
}

export const SMS = 'Capitole SMS';
const TYPE = 'n8n-nodes-capitole-mobile.capitoleSms';

/**
 * Items → Capitole SMS → After, and Errors on its second output; with `rounds`, Loop around
 * Capitole SMS.
 */
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
 * n8n makes a node type of its own for that, and shows it the fields for `@tool`. Its only output is the
 * agent's there; here it keeps the others, so that every On Error can be seen.
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

/** A node that is executed with some members of n8n's context in exchange for others. */
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
