import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { answerOf, askedQuestion, isLinkOf } from './kept';
import { noticePage, PAGE_HEADERS, questionPage, readReply, type Reply } from './page';
import type { Question } from './question';
import { languageOf } from './words';

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
	if (asked === null || !isLinkOf(asked, request.query.n)) {
		return show(context, 410, noticePage('answeredBefore', language));
	}
	// n8n looks once a minute whether a wait is over.
	if (asked.until !== null && asked.until <= Date.now()) {
		return show(context, 410, noticePage('timedOut', language));
	}
	if (request.method !== 'POST') return show(context, 200, questionPage(asked.question, language));

	const reply = await readPost(context, asked.question);
	if (reply.type === 'unreadable') return show(context, 400, noticePage('unreadable', language));
	if (reply.type === 'refused') {
		return show(context, 422, questionPage(asked.question, language, reply));
	}
	const answer = reply.type === 'approval' ? { approved: reply.approved } : { text: reply.text };
	// n8n answers, once it has the execution to itself: of two answers at once, one is thanked for.
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
	return {
		webhookResponse: noticePage('thanks', language),
		workflowData: [[{ json: answerOf(asked, answer), pairedItem: { item: 0 } }]],
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
