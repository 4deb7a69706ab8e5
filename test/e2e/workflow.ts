import { randomUUID } from 'node:crypto';

export type Json = Record<string, unknown>;

/** A node in the format of n8n's API. */
export interface FlowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Json;
	webhookId?: string;
	credentials?: Record<string, { id: string; name: string }>;
	[setting: string]: unknown;
}

/** A workflow in the format of n8n's API. */
export interface Flow {
	name: string;
	nodes: FlowNode[];
	connections: Record<
		string,
		{ main: Array<Array<{ node: string; type: 'main'; index: number }>> }
	>;
	settings: Json;
	active: boolean;
}

export const SMS = 'n8n-nodes-capitole-mobile.capitoleSms';
export const TRIGGER = 'n8n-nodes-capitole-mobile.capitoleSmsTrigger';

export function node(
	name: string,
	type: string,
	parameters: Json = {},
	settings: Json = {},
): FlowNode {
	return {
		id: randomUUID(),
		name,
		type,
		typeVersion: type === TRIGGER ? 2 : 1,
		position: [0, 0],
		parameters,
		...settings,
	};
}

/** Nodes in a line. If the last element is an array, each of its nodes is behind one output of the node before. */
export function flow(name: string, ...line: Array<FlowNode | FlowNode[]>): Flow {
	const connections: Flow['connections'] = {};
	for (const [index, step] of line.entries()) {
		const next = line[index + 1];
		if (Array.isArray(step) || next === undefined) continue;
		const targets = Array.isArray(next) ? next : [next];
		connections[step.name] = {
			main: targets.map((target) => [{ node: target.name, type: 'main', index: 0 }]),
		};
	}
	const nodes = line.map((step) => (Array.isArray(step) ? step : [step]));
	for (const [column, steps] of nodes.entries()) {
		for (const [row, step] of steps.entries()) step.position = [column * 220, row * 180];
	}
	return {
		name,
		nodes: nodes.flat(),
		connections,
		settings: { executionOrder: 'v1' },
		active: false,
	};
}

/** A manual start that returns these items. */
export const startWith = (items: Json[]): [FlowNode, FlowNode, FlowNode] => [
	node('Start', 'n8n-nodes-base.manualTrigger'),
	node(
		'Data',
		'n8n-nodes-base.set',
		{ mode: 'raw', jsonOutput: JSON.stringify({ items }), options: {} },
		{ typeVersion: 3.4 },
	),
	node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'items', options: {} }),
];

export const noOp = (name: string) => node(name, 'n8n-nodes-base.noOp');
