import { hash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { isTool, noteCall, notedCall } from './toolCall';
import type { Deliveries, Ledger } from './ledger';

/** What makes a question the same one. Its link differs from execution to execution. */
export interface SameQuestion {
	/** International digits without `+`. */
	readonly phone: string;
	/** As the page shows it. */
	readonly text: string;
	readonly simulated: boolean;
}

/** A question that was sent, or may have been. */
interface AskedNote {
	readonly deliveries: Deliveries;
	/** What its link says, see `AskedQuestion`. */
	readonly number: number;
	readonly execution: string;
	/** Hash of the question. */
	readonly asked: string;
}

/**
 * What an earlier try did for a question, which must not be asked again: n8n runs the node again with
 * Retry On Fail, and when a person retries an execution that failed.
 *
 * - In the same execution and run it is the same question, whatever it says by now.
 * - When a person retries, it is the same question where it asks the same of the same person. One that
 *   was accepted is asked again: its link leads to the execution before.
 * - n8n counts every try of an agent's tool as another run: there it is the same call. In another call
 *   it is what it says, and a model may ask again for what was answered.
 */
export function askedEarlier(
	context: IExecuteFunctions,
	question: SameQuestion,
): AskedNote | undefined {
	const note = notesOf(context, question)[nameOf(context, question)];
	if (note === undefined) return undefined;
	const isUnknown = note.deliveries.outcomes.some(({ outcome }) => outcome === 'unknown');
	if (isUnknown && note.asked === printOf(question)) return note;
	const isAnotherTry = isTool(context.getNode())
		? notedCall(context, 0) !== undefined
		: note.execution === context.getExecutionId();
	return isAnotherTry ? note : undefined;
}

/**
 * Notes a question that was sent, or may have been: before anything is made of that.
 *
 * @param ledger of one item: the question
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
	const note: AskedNote = { deliveries, number, execution, asked: printOf(question) };
	// The run before is over.
	const others = isTool(context.getNode()) ? notesOf(context, question) : {};
	const name = nameOf(context, question);
	noteCall(context, 0, name);
	contextOf(context)[keptAs(question)] = { ...others, [name]: note };
}

/** Forgets the latest, once the execution waits for its answer: there will be no other try. */
export function forgetAsked(
	context: IExecuteFunctions,
	question: Pick<SameQuestion, 'simulated'>,
): void {
	if (!isTool(context.getNode())) delete contextOf(context)[keptAs(question)];
}

const keptAs = ({ simulated }: Pick<SameQuestion, 'simulated'>): string =>
	simulated ? 'askedSimulated' : 'asked';

type Asked = Readonly<Record<string, AskedNote>>;

const contextOf = (context: IExecuteFunctions): Record<string, Asked> =>
	context.getContext('node') as unknown as Record<string, Asked>;

const notesOf = (context: IExecuteFunctions, question: SameQuestion): Asked =>
	contextOf(context)[keptAs(question)] ?? {};

const nameOf = (context: IExecuteFunctions, question: SameQuestion): string =>
	isTool(context.getNode())
		? (notedCall(context, 0) ?? printOf(question))
		: String(context.getWorkflowDataProxy(0).$runIndex);

const printOf = ({ phone, text }: SameQuestion): string =>
	hash('sha256', JSON.stringify([phone, text]), 'base64');
