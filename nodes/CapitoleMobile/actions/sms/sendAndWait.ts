import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError, SEND_AND_WAIT_OPERATION, WAIT_INDEFINITELY } from 'n8n-workflow';

import { KeyStore } from '../../campaign/keys/keyStore';
import { itemResult } from '../../campaign/itemResult';
import type { Deliveries } from '../../campaign/ledger';
import { runCampaign } from '../../campaign/runCampaign';
import { inputFailure, type ItemFailure } from '../../n8n/itemFailure';
import { onErrorOf } from '../../n8n/onError';
import type { Composition } from '../../sms/composition';
import { readAccount } from '../../transport/account';
import { postWith } from '../../transport/post';
import type { Operation } from '../operation';
import { ASK_FIELDS } from './askFields';
import {
	answerOf,
	earlierDoubt,
	keepDoubt,
	keepQuestion,
	type AskedQuestion,
} from './askedQuestion';
import { readIdempotencyKey } from './message';
import { aboutMessage, isReview, readQuestion, type QuestionToAsk } from './questionToAsk';
import { resultFailure } from './resultFailure';
import { readSettings } from './settings';

/**
 * Sends one SMS with a link, and puts the execution to wait until its page is answered: n8n then
 * calls `answerPage`, and what that gives is this node's output. It waits for an SMS that was
 * accepted, and for no other.
 */
export const sendAndWait: Operation = {
	entry: {
		name: 'Send and Wait for Response',
		value: SEND_AND_WAIT_OPERATION,
		description: 'Send an SMS with a link to answer, and go on with the answer',
		action: 'Send SMS and wait for response',
	},
	fields: ASK_FIELDS,
	async execute(context) {
		const items = context.getInputData();
		const failure = await ask(context, items);
		if (failure === null) return items;
		const { message, description } = failure;
		const isLeftToN8n = isReview(context) && context.getNode().onError === undefined;
		if (onErrorOf(context.getNode()) === 'stop' && !isLeftToN8n) {
			throw new NodeOperationError(context.getNode(), message, { itemIndex: 0, description });
		}
		return items.map((_, item) => ({
			json: { error: { ...failure }, ...wordsForAgent(context, `${message}. ${description}`) },
			pairedItem: { item },
		}));
	},
};

/** Null where the person was asked and the execution waits. */
async function ask(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Promise<ItemFailure | null> {
	if (items.length > 1) return severalItems(items.length);
	let asked: QuestionToAsk;
	let sent: ItemFailure | null;
	try {
		asked = readQuestion(context);
		sent = await send(context, asked.composition);
	} catch (reason) {
		return inputFailure(aboutMessage(reason));
	}
	if (sent !== null) return sent;
	for (const message of asked.warnings) {
		context.logger.warn(`Capitole SMS: ${message}`);
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
	keepQuestion(context, asked.question);
	goOnWithoutAnswer(context, asked.question);
	const { until } = asked.question;
	await context.putExecutionToWait(until === null ? WAIT_INDEFINITELY : new Date(until));
	return null;
}

/** n8n's own nodes ask for the first item and drop the others, which nobody sees. */
function severalItems(count: number): ItemFailure {
	return {
		message: `${String(count)} items came in, and only one question can wait at a time`,
		description:
			'To ask about each of them, put Loop Over Items before this node. To ask once for all, turn on Execute Once in its settings. Nothing was sent.',
	};
}

/** What is to be said when the SMS was not accepted; null when it was. */
async function send(
	context: IExecuteFunctions,
	composition: Composition,
): Promise<ItemFailure | null> {
	const { text } = composition.message;
	const doubt = earlierDoubt(context, text);
	if (doubt !== null) return doubt;
	const settings = readSettings(context);
	const account = await readAccount(context);
	const item = { itemIndex: 0, composition, idempotencyKey: readIdempotencyKey(context, 0) };
	const deliveries = await runCampaign([item], new Map(), settings, {
		post: postWith(context, account, settings),
		keys: new KeyStore(context, randomUUID(), settings.timeout),
		isCancelled: () => context.getExecutionCancelSignal()?.aborted === true,
		log: (line) => context.logger.info(line),
	});
	const [delivered = NOTHING_KNOWN] = deliveries.values();
	const result = itemResult(composition, delivered);
	if (result.outcome === 'duplicate') return ASKED_BEFORE;
	const failure = resultFailure(result);
	if (failure !== null && result.outcome === 'unknown') keepDoubt(context, text, failure);
	return failure;
}

const NOTHING_KNOWN: Deliveries = { outcomes: [], creditsLeft: null, warnings: [] };

/** The link in the SMS of another execution leads to that execution: here nobody could answer. */
const ASKED_BEFORE: ItemFailure = {
	message: 'This person was asked before under the same Idempotency Key (DUPLICATE)',
	description: 'The link they have answers that execution. Use another key to ask again.',
};

/**
 * What n8n hands on when the time limit passes: it resumes the node disabled, which passes its input
 * through. So the input becomes what is to be said then; the output of the node before keeps its own.
 */
function goOnWithoutAnswer(context: IExecuteFunctions, asked: AskedQuestion): void {
	const output = { ...answerOf(asked, null), ...wordsForAgent(context, NO_ANSWER) };
	context.getExecuteData().data = { main: [[{ json: output, pairedItem: { item: 0 } }]] };
}

const NO_ANSWER = 'Nobody answered the SMS in time. Nothing was approved.';

/** n8n tells an agent why its tool did not run by this key, else that a person refused. */
function wordsForAgent(context: IExecuteFunctions, chatInput: string): IDataObject {
	return isReview(context) ? { chatInput } : {};
}
