import type {
	IDataObject,
	IExecuteFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { simulatedFlag } from '../sms/output';
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

/** The question that an execution waits for, as it was sent: the page does not evaluate it again. */
export interface AskedQuestion {
	/** Counts this node's questions in the execution from 1, so that old links in a loop answer nothing. */
	readonly number: number;
	/** International digits without `+`. */
	readonly phone: string;
	readonly question: Question;
	/** Milliseconds since the epoch. */
	readonly askedAt: number;
	/** Milliseconds since the epoch; null for no limit. */
	readonly until: number | null;
	/** Whether the link was shown in the editor instead of sent by SMS. */
	readonly simulated: boolean;
	/** Whether the output includes the input's fields, answered or not. */
	readonly includesInput: boolean;
}

/** The answer, as the workflow gets it. */
type GivenAnswer = { readonly approved: boolean } | { readonly text: string };

/**
 * The output, in the shape of n8n's own send-and-wait nodes.
 *
 * @param answer null if nobody answered in time
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
		...simulatedFlag(simulated),
	};
}

/** Whether n8n runs the node to review an AI agent's tool: such nodes have this type name. */
export const isReview = (context: IExecuteFunctions | IWebhookFunctions): boolean =>
	context.getNode().type.endsWith('HitlTool');

/**
 * The page behind the link of Send and Wait. n8n has checked the signature, and calls this only while
 * the execution waits at this node.
 *
 * Phones and carriers open links automatically: GET shows the question, and only POST answers it.
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
	const before = recentReply(link);
	if (before !== undefined) {
		return reply === null || before === JSON.stringify(reply)
			? show(context, 200, noticePage('thanks', language))
			: show(context, 410, noticePage('answeredBefore', language));
	}
	// n8n ends expired waits once a minute.
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
	// n8n responds after it has locked the execution: of two simultaneous answers, one gets this page.
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
 * Answers of the last seconds. n8n keeps calling this node until the execution has resumed: a second
 * tap gets our page, not n8n's JSON.
 */
const answers = new Map<string, { readonly reply: string; readonly at: number }>();

const REPEAT_MS = 5_000;

function recentReply(link: string): string | undefined {
	for (const [other, { at }] of answers) if (at + REPEAT_MS <= Date.now()) answers.delete(other);
	return answers.get(link)?.reply;
}

/** NodeContext in the node's context, which n8n stores with the execution. */
interface NodeContext {
	smsQuestion?: AskedQuestion;
}

export const numberOfNext = (context: IExecuteFunctions): number =>
	(nodeContext(context).smsQuestion?.number ?? 0) + 1;

export function keepQuestion(context: IExecuteFunctions, question: AskedQuestion): void {
	nodeContext(context).smsQuestion = question;
}

function nodeContext(context: IExecuteFunctions): NodeContext {
	return context.getContext('node') as IDataObject as NodeContext;
}

/** Null if n8n has lost it. */
function askedQuestion(context: IWebhookFunctions): AskedQuestion | null {
	// Escaped: an expression ends at `}}`, and n8n forbids some words in all of them.
	const name = context.getNode().name.replace(/[^]/g, (unit) => {
		return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
	const kept = evaluated(context, `{{ $("${name}").context.smsQuestion }}`);
	return (kept as AskedQuestion | null | undefined) ?? null;
}

/** The input's fields, if the output includes them; the waiting item has them. */
function inputOf(context: IWebhookFunctions, { includesInput }: AskedQuestion): IDataObject {
	if (!includesInput) return {};
	const fields = { ...(evaluated(context, '{{ $json }}') as IDataObject | null) };
	if (isReview(context)) delete fields.chatInput;
	return fields;
}

/**
 * Webhooks have no access to the node's context or input, but an expression does. Never throws: n8n
 * would continue the workflow as if the question were answered.
 */
function evaluated(context: IWebhookFunctions, expression: string): unknown {
	try {
		return context.evaluateExpression(expression) as unknown;
	} catch (reason) {
		context.logger.error(`Capitole SMS: the question cannot be read: ${String(reason)}`);
		return null;
	}
}
