import type { IExecuteFunctions, INode } from 'n8n-workflow';

/** Whether an AI agent calls the node: n8n gives a tool, and a review of tools, these names. */
export const isTool = ({ type }: INode): boolean => type.endsWith('Tool');

/** By what came in, the names under which tools' calls are noted. */
const noted = new WeakMap<object, string>();

/**
 * What an earlier try of the same call of a tool was noted under. n8n counts every try as another run, but
 * gives all tries of a call the same object, and each call its own (n8n-core, `makeHandleToolInvocation`
 * and the tries in `WorkflowExecute`). So a try is known again whatever an expression gives by then.
 */
export const notedCall = (context: IExecuteFunctions, itemIndex: number): string | undefined =>
	noted.get(inputObject(context, itemIndex));

export function noteCall(context: IExecuteFunctions, itemIndex: number, name: string): void {
	noted.set(inputObject(context, itemIndex), name);
}

const inputObject = (context: IExecuteFunctions, itemIndex: number): object =>
	context.getInputData()[itemIndex]?.json ?? {};
