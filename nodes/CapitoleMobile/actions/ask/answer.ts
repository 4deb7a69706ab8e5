import type {
	IDataObject,
	IExecuteFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { mark } from '../sms/output';
import { linkParameters } from './link';
import {
	noticePage,
	PAGE_HEADERS,
	questionPage,
	readReply,
	type Question,
	type Reply,
	languageOf,
} from './page';

/** The question that an execution waits for, as it was asked: the page evaluates nothing anew. */
export interface AskedQuestion {
	/** Which of this node's questions in the execution, from 1: in a loop, an old link answers nothing. */
	readonly number: number;
	/** International digits without `+`. */
	readonly phone: string;
	readonly question: Question;
	/** Milliseconds since the epoch. */
	readonly askedAt: number;
	/** The same, null for no limit. */
	readonly until: number | null;
	/** Whether the link was shown to whoever builds the workflow, in place of an SMS. */
	readonly simulated: boolean;
	/** Whether the output has the input's fields, with an answer and without one. */
	readonly includesInput: boolean;
}

/** What a person said, as the workflow goes on with it. */
type GivenAnswer = { readonly approved: boolean } | { readonly text: string };

/**
 * This node's output, in the shape of n8n's own nodes that ask.
 *
 * @param answer null where nobody answered in time
 */
export function outputOfAnswer(
	{ phone, question, simulated }: AskedQuestion,
	answer: GivenAnswer | null,
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

/** Whether n8n runs the node to review an AI agent's tool: n8n names such a node like this. */
export const isReview = (context: IExecuteFunctions | IWebhookFunctions): boolean =>
	context.getNode().type.endsWith('HitlTool');

/**
 * The page behind the link of Send and Wait. n8n has checked the signature, and calls this only
 * while the execution waits at this node.
 *
 * Phones and operators open links by themselves: a GET shows the question, and only a POST answers.
 */
export async function answerPage(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject();
	const language = languageOf(request.headers['accept-language']);
	const asked = askedQuestion(context);
	if (asked === null || request.query.n !== linkParameters(asked.number).n) {
		return show(context, 410, noticePage('answeredBefore', language));
	}
	const reply = request.method === 'POST' ? await readPost(context, asked.question) : null;
	const link = `${String(request.query.signature)} ${String(asked.askedAt)}`;
	const before = lately(link);
	if (before !== undefined) {
		return reply === null || before === JSON.stringify(reply)
			? show(context, 200, noticePage('thanks', language))
			: show(context, 410, noticePage('answeredBefore', language));
	}
	// n8n looks once a minute whether a wait is over.
	if (asked.until !== null && asked.until <= Date.now()) {
		return show(context, 410, noticePage('timedOut', language));
	}
	if (reply === null) return show(context, 200, questionPage(asked.question, language));
	if (reply.type === 'unreadable') return show(context, 400, noticePage('unreadable', language));
	if (reply.type === 'refused') {
		return show(context, 422, questionPage(asked.question, language, reply));
	}

	answers.set(link, { reply: JSON.stringify(reply), at: Date.now() });
	const answer = reply.type === 'approval' ? { approved: reply.approved } : { text: reply.text };
	const json = { ...inputOf(context, asked), ...outputOfAnswer(asked, answer) };
	// n8n answers, once it has the execution to itself: of two answers at once, one is thanked for.
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
	return {
		webhookResponse: noticePage('thanks', language),
		workflowData: [[{ json, pairedItem: { item: 0 } }]],
	};
}

async function readPost(context: IWebhookFunctions, { answer }: Question): Promise<Reply> {
	const request = context.getRequestObject();
	const contentType = request.headers['content-type'] ?? '';
	if (!/^application\/x-www-form-urlencoded\b/i.test(contentType)) return { type: 'unreadable' };
	try {
		await request.readRawBody();
	} catch {
		return { type: 'unreadable' };
	}
	const body: unknown = request.rawBody;
	return body instanceof Uint8Array ? readReply(body, answer) : { type: 'unreadable' };
}

function show(context: IWebhookFunctions, status: number, page: string): IWebhookResponseData {
	const response = context.getResponseObject();
	response.writeHead(status, PAGE_HEADERS);
	response.end(page);
	return { noWebhookResponse: true };
}

/**
 * What was answered in the last seconds. n8n goes on calling this node until
 * the execution is under way again: a second tap gets a page of ours, not n8n's JSON.
 */
const answers = new Map<string, { readonly reply: string; readonly at: number }>();

const LATELY = 5_000;

function lately(link: string): string | undefined {
	for (const [other, { at }] of answers) if (at + LATELY <= Date.now()) answers.delete(other);
	return answers.get(link)?.reply;
}

/** What this node keeps in its context, which n8n keeps with the execution. */
interface Kept {
	smsQuestion?: AskedQuestion;
}

export const numberOfNext = (context: IExecuteFunctions): number =>
	(keptIn(context).smsQuestion?.number ?? 0) + 1;

export function keepQuestion(context: IExecuteFunctions, question: AskedQuestion): void {
	keptIn(context).smsQuestion = question;
}

function keptIn(context: IExecuteFunctions): Kept {
	return context.getContext('node') as IDataObject as Kept;
}

/** Null where n8n lost it. */
function askedQuestion(context: IWebhookFunctions): AskedQuestion | null {
	// Escaped, since an expression ends at `}}`, and n8n allows some words in none of them.
	const name = context.getNode().name.replace(/[^]/g, (unit) => {
		return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
	const kept = evaluated(context, `{{ $("${name}").context.smsQuestion }}`);
	return (kept as AskedQuestion | null | undefined) ?? null;
}

/** The input's fields where they are to be kept; what waits at this node has them. */
function inputOf(context: IWebhookFunctions, { includesInput }: AskedQuestion): IDataObject {
	if (!includesInput) return {};
	const fields = { ...(evaluated(context, '{{ $json }}') as IDataObject | null) };
	if (isReview(context)) delete fields.chatInput;
	return fields;
}

/**
 * A webhook is given neither its node's context nor its input; an expression reads them. Never throws:
 * n8n would go on with the workflow as if it was answered.
 */
function evaluated(context: IWebhookFunctions, expression: string): unknown {
	try {
		return context.evaluateExpression(expression) as unknown;
	} catch (reason) {
		context.logger.error(`Capitole SMS: the question cannot be read: ${String(reason)}`);
		return null;
	}
}
