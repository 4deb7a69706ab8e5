import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { SEND_AND_WAIT_OPERATION, WAIT_INDEFINITELY } from 'n8n-workflow';

import { keyUse } from '../../campaign/keys/claims';
import { Ledger, type Deliveries } from '../../campaign/ledger';
import { itemEntry } from '../../campaign/outcome/entry';
import { askedEarlier, forgetAsked, noteAsked } from '../../campaign/questionNotes';
import { failedJson, type Failure, failureOf, nodeError, onErrorOf } from '../../n8n/failure';
import { giveHint } from '../../n8n/hints';
import type { Composition } from '../../sms/composition';
import { creditsOf } from '../../sms/credits';
import { escapeHtml } from '../../sms/escapes';
import type { Operation } from '../operation';
import { GivenOptions } from '../sms/givenOptions';
import { simulatedFlag, prefixSimulated } from '../sms/output';
import { sendAll } from '../sms/sendAll';
import { ASK_FIELDS } from './fields';
import { ofQuestion, readQuestion, type QuestionToAsk } from './question';
import { outputOfAnswer, isReview, keepQuestion, type AskedQuestion } from './answer';

/**
 * Sends one SMS with a link and puts the execution to wait if the SMS was accepted. When its page is
 * answered, n8n calls `answerPage`, whose result is this node's output.
 */
export const sendAndWait: Operation = {
	entry: {
		name: 'Send and Wait for Response',
		value: SEND_AND_WAIT_OPERATION,
		description: 'Send an SMS with a link to answer, and go on with the answer',
		action: 'Send question and wait for response',
		builderHint: { propertyHint: 'For one item. To ask several people, loop over the items first' },
	},
	fields: ASK_FIELDS,
	async execute(context) {
		const items = context.getInputData();
		const options = new GivenOptions(context);
		const simulated = options.isSimulated();
		const failed = await ask(context, options, inputFields(options, items[0]), simulated);
		if (failed === null) return items;
		const failure = { ...failed, meaning: prefixSimulated(failed.meaning, simulated) };
		const node = context.getNode();
		const onError = onErrorOf(node);
		const isLeftToN8n = isReview(context) && node.onError === undefined;
		if (onError === 'stop' && !isLeftToN8n) throw nodeError(node, failure);
		const words = wordsForAgent(context, [failure.meaning, failure.remedy].join('. '));
		return items.map((one, item) => {
			const known = { ...inputFields(options, one), ...simulatedFlag(simulated) };
			const json = failedJson(known, failure, onError === 'errorOutput' ? onError : 'continue');
			return { json: { ...json, ...words }, pairedItem: { item } };
		});
	},
};

/** Empty without the option. Leaves out names that the output uses. */
function inputFields(options: GivenOptions, item: INodeExecutionData | undefined): IDataObject {
	try {
		if (!options.read('includeInput', 0)) return {};
	} catch {
		// Reading the question reports it.
		return {};
	}
	const fields = Object.entries(item?.json ?? {});
	return Object.fromEntries(fields.filter(([name]) => !RESULT_NAMES.includes(name)));
}

/** The approval of an earlier question must not look like an answer to this one. */
const RESULT_NAMES = ['data', 'phone', 'code', 'error', 'simulated'];

/** Returns null once the execution waits. */
async function ask(
	context: IExecuteFunctions,
	options: GivenOptions,
	input: IDataObject,
	simulated: boolean,
): Promise<Failure | null> {
	const count = context.getInputData().length;
	if (count > 1) return severalItems(count);
	let asked: QuestionToAsk;
	let sent: Sent;
	try {
		asked = readQuestion(context, options, simulated);
		sent = await sendQuestion(context, options, asked);
	} catch (reason) {
		return failureOf(ofQuestion(reason));
	}
	if (sent.failure !== null) return sent.failure;
	for (const message of asked.warnings) {
		context.logger.warn(`Capitole SMS: ${message}`);
		giveHint(context, message);
	}
	if (simulated) showLink(context, asked);
	keepQuestion(context, { ...asked.question, number: sent.number });
	goOnWithoutAnswer(context, asked.question, input);
	const { until } = asked.question;
	await context.putExecutionToWait(until === null ? WAIT_INDEFINITELY : new Date(until));
	forgetAsked(context, asked.question);
	return null;
}

/** Shows the link in the editor instead of sending it. The log does not get the link. */
function showLink(context: IExecuteFunctions, { link, composition }: QuestionToAsk): void {
	const unsent = `Nobody got the question, which would cost ${String(creditsOf(composition.message, composition.recipients))} SMS.`;
	const anchor = `<a href="${escapeHtml(link)}" target="_blank">Open its link and answer</a>`;
	const message = prefixSimulated(`${unsent} ${anchor}`, true);
	context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
	context.logger.info(
		prefixSimulated(`Capitole SMS: ${unsent} Its link is shown above the output.`, true),
	);
}

/** n8n's own nodes ask about the first item and drop the others silently. */
function severalItems(count: number): Failure {
	return {
		code: 'INVALID_INPUT',
		meaning: `${String(count)} items came in, and only one question can wait at a time`,
		remedy:
			'To ask about each of them, put Loop Over Items before this node. To ask once for all, turn on Execute Once in its settings. Nothing was sent.',
	};
}

interface Sent {
	/** Null if the SMS was accepted. */
	readonly failure: Failure | null;
	/** The number in its link. */
	readonly number: number;
}

/** Sends the question, unless an earlier try did or may have. */
async function sendQuestion(
	context: IExecuteFunctions,
	options: GivenOptions,
	{ question, composition }: QuestionToAsk,
): Promise<Sent> {
	const { phone, simulated, number } = question;
	const asked = { phone, simulated, text: question.question.text };
	const earlier = askedEarlier(context, asked);
	if (earlier) return { ...earlier, failure: failureToAsk(composition, earlier.deliveries) };
	const settings = options.ofRun();
	const key = keyUse(options.read('idempotencyKey', 0), composition);
	const ledger = new Ledger([{ itemIndex: 0, composition, key }]);
	await sendAll(context, settings, ledger);
	noteAsked(context, asked, number, ledger);
	return { number, failure: failureToAsk(composition, ledger.deliveriesOf(0)) };
}

function failureToAsk(
	composition: Composition,
	{ outcomes, ...known }: Deliveries,
): Failure | null {
	const [recipient = ''] = composition.recipients;
	const ofThis = outcomes.map((outcome) => ({ ...outcome, recipient }));
	const { row, failure } = itemEntry(composition, { ...known, outcomes: ofThis });
	// KEY_REUSED too: the links of two executions differ, and so do their messages.
	if (row.outcome === 'duplicate' || row.code === 'KEY_REUSED') return ASKED_BEFORE;
	return failure && { code: row.code, ...failure };
}

/** The earlier link answers the earlier execution, never this one. */
const ASKED_BEFORE: Failure = {
	code: 'DUPLICATE_KEY',
	meaning: 'This person was already asked under the same key (DUPLICATE_KEY)',
	remedy: 'The link they have answers that execution. Use another key to ask again.',
};

/**
 * Replaces the input with the output for a timeout: after the time limit, n8n resumes the node
 * disabled, which passes its input through. The previous node's output stays unchanged.
 */
function goOnWithoutAnswer(
	context: IExecuteFunctions,
	asked: AskedQuestion,
	input: IDataObject,
): void {
	const output = { ...input, ...outputOfAnswer(asked, null), ...wordsForAgent(context, NO_ANSWER) };
	context.getExecuteData().data = { main: [[{ json: output, pairedItem: { item: 0 } }]] };
}

const NO_ANSWER = 'Nobody answered the SMS in time. Nothing was approved.';

/** n8n tells an agent by this key why its tool did not run; without it, that a person refused. */
function wordsForAgent(context: IExecuteFunctions, chatInput: string): IDataObject {
	return isReview(context) ? { chatInput } : {};
}
