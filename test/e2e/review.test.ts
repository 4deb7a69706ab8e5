import { randomUUID } from 'node:crypto';

import { createActive } from '../../dev/lab/publish';
import { until } from '../../dev/lab/until';
import { Asking, post, type Asked } from './asking';
import { ChatModel } from './chatModel';
import { readExample } from './example';
import { nodeOf } from './recipes';
import { node, type Flow, type Json } from './workflow';
import { Workbench, type Execution } from './workbench';

jest.setTimeout(180_000);

/** Runs with n8n 2.x, since n8n 1.x has no human review. */
let bench: Workbench;
let asking: Asking;
let model: ChatModel;
let openAi: Awaited<ReturnType<ChatModel['credential']>>;

beforeAll(async () => {
	model = await ChatModel.start();
	bench = await Workbench.open();
	asking = new Asking(bench);
	openAi = await model.credential(bench);
}, 240_000);

beforeEach(() => bench.emulator.reset());

afterAll(async () => {
	await bench?.close();
	await model?.close();
});

const CUSTOMER = '33639981011';
const MANAGER = '33639981030';
const TEXT = 'Bonjour Élodie, nous vous remboursons 39 €.';

/** The example with a webhook instead of its manual start, to run like a published workflow. */
async function start(parameters: Json = {}, text = TEXT): Promise<string> {
	model.play(
		{ calls: [{ tool: 'Text_the_Customer', args: arguments_('06 39 98 10 11', text) }] },
		{ answer: 'Done.' },
	);
	const flow: Flow & { id?: string } = readExample('review-agent-tool.json');
	delete flow.id;
	const path = randomUUID();
	const settings = { typeVersion: 2, webhookId: path, id: nodeOf(flow, 'Start').id };
	Object.assign(
		nodeOf(flow, 'Start'),
		node('Start', 'n8n-nodes-base.webhook', { path, httpMethod: 'POST', options: {} }, settings),
	);
	nodeOf(flow, 'OpenAI Chat Model').credentials = openAi;
	for (const name of ['Review by SMS', 'Text the Customer']) {
		Object.assign(nodeOf(flow, name), bench.credentials);
	}
	Object.assign(nodeOf(flow, 'Review by SMS').parameters, parameters);
	const id = await createActive(bench.n8n.session, flow);
	await until(
		`the webhook of workflow ${id}`,
		async () => await fetch(`${bench.n8n.url}/webhook/${path}`, { method: 'POST' }),
		({ status }) => status !== 404,
	);
	return id;
}

/** The model fills in only the tool's parameters, not the review's. */
const arguments_ = (Recipient: string, Text: string): Json => ({
	toolParameters: { Recipient, Text },
	hitlParameters: {},
});

const sent = () => bench.emulator.messages.map(({ number, text }) => [number, text] as const);

async function endOf({ executionId }: Asked): Promise<Execution> {
	return await bench.ended(executionId, 90_000);
}

test('n8n lists the node among the channels of human review, with suitable fields', async () => {
	// The file that n8n's editor loads.
	const types = await bench.rest<Array<{ name: string; properties: Json[]; codex?: Json }>>(
		'GET',
		'/types/nodes.json',
	);
	const review = types.find(({ name }) => name.endsWith('.capitoleSmsHitlTool'));
	// Like n8n's own: the panel "Human review" lists this subcategory.
	const slack = types.find(({ name }) => name === 'n8n-nodes-base.slackHitlTool');
	expect(slack?.codex?.subcategories).toMatchObject({ Tools: ['Human in the Loop'] });
	expect(review?.codex?.subcategories).toEqual(slack?.codex?.subcategories);
	// The hidden twins of collections only mark a whole collection as an expression.
	const hidden = (review?.properties ?? []).filter(
		({ name, type }) => type === 'hidden' && !['safeguards', 'options'].includes(String(name)),
	);
	expect(new Set(hidden.map((field) => `${String(field.name)}: ${String(field.default)}`))).toEqual(
		new Set(['resource: sms', 'operation: sendAndWait', 'responseType: approval']),
	);
});

test('the tool runs after approval', async () => {
	const asked = await asking.asked(await start());
	expect(sent()).toHaveLength(1);
	expect(sent()[0]?.[0]).toBe(MANAGER);
	expect(sent()[0]?.[1]).toContain('Text_the_Customer');
	expect(sent()[0]?.[1]).toContain('39 €');
	expect(await (await post(asked.link, 'answer=approve')).text()).toContain('Thank you');
	const execution = await endOf(asked);
	expect(execution.status).toBe('success');
	expect(sent()[1]).toEqual([CUSTOMER, TEXT]);
	expect(model.toolAnswers).toEqual([expect.stringContaining('"outcome":"accepted"')]);
});

test('the tool does not run after a refusal, and the agent learns it', async () => {
	const asked = await asking.asked(await start());
	await post(asked.link, 'answer=decline');
	expect((await endOf(asked)).status).toBe('success');
	expect(sent()).toHaveLength(1);
	expect(model.toolAnswers).toEqual([
		expect.stringMatching(/rejected the tool call to Text the Customer/),
	]);
});

test('a long input is shortened in the SMS, and complete on the page with its emoji', async () => {
	const text = `${'Bonjour Élodie, voilà une très longue lettre. '.repeat(40)}🎉 fin`;
	const asked = await asking.asked(await start({}, text));
	const [[, sms] = ['', '']] = sent();
	expect(sms.length).toBeLessThanOrEqual(612);
	expect(sms).toContain(' ... ');
	const page = await (await fetch(asked.link)).text();
	expect(page).toContain(text);
	await post(asked.link, 'answer=decline');
	await endOf(asked);
});

test('hidden characters in a tool’s input are visible, and its {link} is text', async () => {
	const asked = await asking.asked(await start({}, 'Pay \u202E001 € {link}\u200B'));
	const page = await (await fetch(asked.link)).text();
	expect(page).toContain('Pay [U+202E]001 € {link}[U+200B]');
	await post(asked.link, 'answer=decline');
	await endOf(asked);
});

test('the tool does not run without an answer in time, and the agent learns it', async () => {
	const maxDateAndTime = '={{ $now.plus({ seconds: 5 }) }}';
	const limit = { limitType: 'atSpecifiedTime', maxDateAndTime };
	const options = { limitWaitTime: { values: limit } };
	const asked = await asking.asked(await start({ options }));
	expect((await endOf(asked)).status).toBe('success');
	expect(sent()).toHaveLength(1);
	expect(model.toolAnswers).toEqual([expect.stringContaining('Nobody answered the SMS in time')]);
});

test('the tool does not run if the SMS is refused, and the agent learns why', async () => {
	bench.emulator.misbehave({ kind: 'answer', body: `${MANAGER}_IS_BLACKLISTED` });
	await bench.newest(await start(), 1);
	expect(sent()).toHaveLength(0);
	expect(model.toolAnswers).toEqual([expect.stringContaining('BLACKLISTED')]);
});
