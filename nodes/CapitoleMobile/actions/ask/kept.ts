import type { IDataObject, IExecuteFunctions, INode, IWebhookFunctions } from 'n8n-workflow';

import type { Failure } from '../../n8n/itemFailure';
import { mark } from '../sms/output';
import type { Question } from './question';

/** The question that an execution waits for, as it was asked: the page evaluates nothing anew. */
export interface AskedQuestion {
	/** Which of this node's questions in the execution, from 1: in a loop, an old link answers nothing. */
	readonly number: number;
	/** International digits without `+`. */
	readonly phone: string;
	readonly question: Question;
	/** Milliseconds since the epoch, null for no limit. */
	readonly until: number | null;
	/** Whether the link was shown to whoever builds the workflow, in place of an SMS. */
	readonly simulated: boolean;
}

/** What a person said, as the workflow goes on with it. */
export type Answer = { readonly approved: boolean } | { readonly text: string };

/**
 * This node's output, in the shape of n8n's own nodes that ask.
 *
 * @param answer null where nobody answered in time
 */
export function answerOf(
	{ phone, question, simulated }: AskedQuestion,
	answer: Answer | null,
): IDataObject {
	const none = question.answer.type === 'approval' ? { approved: false } : { text: null };
	return {
		data: {
			...(answer ?? none),
			respondedAt: answer === null ? null : new Date().toISOString(),
			timedOut: answer === null,
		},
		phone,
		...mark(simulated),
	};
}

/** What this node keeps in its context, which n8n keeps with the execution. */
interface Kept {
	smsQuestion?: AskedQuestion;
	smsInDoubt?: InDoubt;
}

/** An SMS that may have been sent, which Retry On Fail must not send again. */
interface InDoubt {
	readonly run: number;
	readonly text: string;
	readonly failure: Failure;
}

/** What an earlier try of this run said of the same SMS, where that may have been sent. */
export function earlierDoubt(context: IExecuteFunctions, text: string): Failure | null {
	const doubt = keptIn(context).smsInDoubt;
	return doubt?.run === runOf(context) && doubt.text === text ? doubt.failure : null;
}

export function keepDoubt(context: IExecuteFunctions, text: string, failure: Failure): void {
	keptIn(context).smsInDoubt = { run: runOf(context), text, failure };
}

const runOf = (context: IExecuteFunctions): number =>
	Number(context.getWorkflowDataProxy(0).$runIndex);

export const numberOfNext = (context: IExecuteFunctions): number =>
	(keptIn(context).smsQuestion?.number ?? 0) + 1;

export function keepQuestion(context: IExecuteFunctions, question: AskedQuestion): void {
	keptIn(context).smsQuestion = question;
}

function keptIn(context: IExecuteFunctions): Kept {
	return context.getContext('node') as IDataObject as Kept;
}

/** Null where n8n lost it. Never throws: n8n would go on with the workflow as if it was answered. */
export function askedQuestion(context: IWebhookFunctions): AskedQuestion | null {
	try {
		// A webhook has no `getContext`; an expression reads the same.
		const kept = context.evaluateExpression(expressionFor(context.getNode())) as unknown;
		return (kept as AskedQuestion | null | undefined) ?? null;
	} catch (reason) {
		context.logger.error(`Capitole SMS: the question cannot be read: ${String(reason)}`);
		return null;
	}
}

const expressionFor = ({ name }: INode): string =>
	`{{ $node[${JSON.stringify(name)}].context.smsQuestion }}`;

/** What a link carries besides n8n's signature: nothing for a first question, since it costs. */
export function linkParameters(number: number): Record<string, string> {
	return number === 1 ? {} : { n: String(number) };
}

/** @param n the link's parameter of that name */
export function isLinkOf({ number }: AskedQuestion, n: unknown): boolean {
	return number === 1 ? n === undefined : n === String(number);
}
