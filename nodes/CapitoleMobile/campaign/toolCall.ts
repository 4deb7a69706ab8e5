import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

/** Whether an AI agent calls the node: n8n gives tools and their reviews such type names. */
export const isTool = ({ type }: INode): boolean => type.endsWith('Tool');

/** Names of noted tool calls, by input object. */
const noted = new WeakMap<object, string>();

/**
 * The name noted by an earlier try of the same tool call. n8n counts every try as another run, but
 * passes the same object to all tries of a call (n8n-core, `makeHandleToolInvocation` and the tries in
 * `WorkflowExecute`). So a try is recognised even if its expressions resolve differently.
 */
export const notedCall = (context: IExecuteFunctions, itemIndex: number): string | undefined =>
	noted.get(inputObject(context, itemIndex));

export function noteCall(context: IExecuteFunctions, itemIndex: number, name: string): void {
	noted.set(inputObject(context, itemIndex), name);
}

const inputObject = (context: IExecuteFunctions, itemIndex: number): object =>
	context.getInputData()[itemIndex]?.json ?? {};

type Execute = (context: IExecuteFunctions) => Promise<INodeExecutionData[]>;

/** The latest call in each execution, by the node's context. */
const latest = new WeakMap<object, Promise<unknown>>();

/**
 * Runs the calls of an agent's tool one after another. A model may make two with the same message at
 * once, and the second must see what the first sent.
 */
export const callsInTurn =
	(execute: Execute): Execute =>
	async (context) => {
		if (!isTool(context.getNode())) return await execute(context);
		const node = context.getContext('node');
		const before = latest.get(node) ?? Promise.resolve();
		const call = before.then(async () => await execute(context));
		latest.set(
			node,
			call.catch(() => undefined),
		);
		return await call;
	};
