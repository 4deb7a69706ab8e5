import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

const describe = (name: string, more: Partial<INodeTypeDescription>): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: '',
	defaults: { name },
	inputs: ['main'],
	outputs: ['main'],
	properties: [],
	...more,
});

/** Starts a workflow with the items it is made with. */
export class Items implements INodeType {
	description = describe('items', { group: ['trigger'], inputs: [] });

	constructor(private readonly items: readonly IDataObject[]) {}

	/** Bound, because n8n calls it with a `this` of its own. */
	execute = async (): Promise<INodeExecutionData[][]> =>
		await Promise.resolve([this.items.map((json) => ({ json }))]);
}

export class NoOp implements INodeType {
	description = describe('noOp', {});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Passes its items on, each with what its expression gives for it in `read`, if there is one. */
export class Read implements INodeType {
	description = describe('read', {
		properties: [{ displayName: 'Expression', name: 'expression', type: 'string', default: '' }],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getNode().parameters.expression === '') return [this.getInputData()];
		const items = this.getInputData().map(({ json }, item) => ({
			json: { ...json, read: this.getNodeParameter('expression', item) as string },
			pairedItem: { item },
		}));
		return [items];
	}
}

/** Sends the items that first came in around `rounds` times, then out of its first output. */
export class Loop implements INodeType {
	description = describe('loop', {
		outputs: ['main', 'main'],
		properties: [{ displayName: 'Rounds', name: 'rounds', type: 'number', default: 0 }],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const context = this.getContext('node');
		context.items ??= this.getInputData().map(({ json }) => json);
		context.round = Number(context.round ?? 0) + 1;
		const items = (context.items as IDataObject[]).map((json, item) => ({
			json,
			pairedItem: { item },
		}));
		const rounds = this.getNodeParameter('rounds', 0) as number;
		return Number(context.round) > rounds ? [items, []] : [[], items];
	}
}

/**
 * An agent that keeps its tool's calls within itself, as all up to version 2 do: calls it for each item,
 * whose fields are what the model fills in.
 */
export class Agent implements INodeType {
	description = describe('agent', { inputs: ['main', 'ai_tool'] });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const [tool] = (await this.getInputConnectionData('ai_tool', 0)) as Tool[];
		const answers: INodeExecutionData[] = [];
		for (const { json } of this.getInputData()) {
			const answer = await tool?.invoke(json).catch(({ message }: Error) => message);
			answers.push({ json: { answer } });
		}
		return [answers];
	}
}

interface Tool {
	invoke(filledIn: IDataObject): Promise<string>;
}
