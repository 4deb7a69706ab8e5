import { hash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { isTool, noteCall, notedCall } from './toolCall';
import type { Deliveries, Ledger } from './ledger';

/** Identifies a question. Its link does not: it differs between executions. */
export interface SameQuestion {
	/** International digits without `+`. */
	readonly phone: string;
	readonly text: string;
	readonly simulated: boolean;
}

/** A question that was or may have been sent. */
interface AskedNote {
	readonly deliveries: Deliveries;
	/** The number in its link, see `AskedQuestion`. */
	readonly number: number;
	readonly execution: string;
	/** Hash of the question. */
	readonly asked: string;
}

/**
 * The note of an earlier try, whose question must not be asked again. n8n runs the node again with
 * Retry On Fail, and when a user retries a failed execution.
 *
 * - Within one execution and run, it is the same question even if its text has changed.
 * - When a user retries, it is the same if person and text are the same. An accepted one is asked
 *   again, because its link leads to the earlier execution.
 * - For an agent's tool, n8n counts every try as another run; the tool call identifies the question. In
 *   another call, its text does, and a model may ask again once it is answered.
 */
export function askedEarlier(
	context: IExecuteFunctions,
	question: SameQuestion,
): AskedNote | undefined {
	const note = notesOf(context, question)[nameOf(context, question)];
	if (note === undefined) return undefined;
	const isUnknown = note.deliveries.outcomes.some(({ outcome }) => outcome === 'unknown');
	if (isUnknown && note.asked === hashOf(question)) return note;
	const isAnotherTry = isTool(context.getNode())
		? notedCall(context, 0) !== undefined
		: note.execution === context.getExecutionId();
	return isAnotherTry ? note : undefined;
}

/**
 * Notes a question that was or may have been sent, before anything else can fail.
 *
 * @param ledger holds one item, the question
 */
export function noteAsked(
	context: IExecuteFunctions,
	question: SameQuestion,
	number: number,
	ledger: Ledger,
): void {
	if (!ledger.hasLeft(0)) return;
	const deliveries = ledger.deliveriesOf(0);
	const execution = context.getExecutionId();
	const note: AskedNote = { deliveries, number, execution, asked: hashOf(question) };
	// A new run replaces the previous run's note.
	const others = isTool(context.getNode()) ? notesOf(context, question) : {};
	const name = nameOf(context, question);
	noteCall(context, 0, name);
	contextOf(context)[contextKey(question)] = { ...others, [name]: note };
}

/** Forgets the latest question once the execution waits for its answer: no try follows. */
export function forgetAsked(
	context: IExecuteFunctions,
	question: Pick<SameQuestion, 'simulated'>,
): void {
	if (!isTool(context.getNode())) delete contextOf(context)[contextKey(question)];
}

const contextKey = ({ simulated }: Pick<SameQuestion, 'simulated'>): string =>
	simulated ? 'askedSimulated' : 'asked';

type Asked = Readonly<Record<string, AskedNote>>;

const contextOf = (context: IExecuteFunctions): Record<string, Asked> =>
	context.getContext('node') as unknown as Record<string, Asked>;

const notesOf = (context: IExecuteFunctions, question: SameQuestion): Asked =>
	contextOf(context)[contextKey(question)] ?? {};

const nameOf = (context: IExecuteFunctions, question: SameQuestion): string =>
	isTool(context.getNode())
		? (notedCall(context, 0) ?? hashOf(question))
		: String(context.getWorkflowDataProxy(0).$runIndex);

const hashOf = ({ phone, text }: SameQuestion): string =>
	hash('sha256', JSON.stringify([phone, text]), 'base64');
