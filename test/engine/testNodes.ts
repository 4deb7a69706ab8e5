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

/** Starts a workflow with the given items. */
export class Items implements INodeType {
	description = describe('items', { group: ['trigger'], inputs: [] });

	constructor(private readonly items: readonly IDataObject[]) {}

	/** Bound, because n8n calls it with its own `this`. */
	execute = async (): Promise<INodeExecutionData[][]> =>
		await Promise.resolve([this.items.map((json) => ({ json }))]);
}

export class NoOp implements INodeType {
	description = describe('noOp', {});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Passes its items on, each with the value of its expression in `read`, if set. */
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

/** Sends its first input around `rounds` times, then out of its first output. */
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

/** Calls its tool once per item, with the item's fields as the model's arguments, like agents up to version 2. */
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
