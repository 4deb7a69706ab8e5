import { ChatModel, type Turn } from '../chatModel';
import { readExample } from '../example';
import { nodeOf } from '../recipes';
import { IS_OLD, PASSWORD, Workbench, type Execution } from '../workbench';
import type { Flow, Json } from '../workflow';

jest.setTimeout(120_000);

/** The agent of `examples/`, which calls its tool itself, like all versions up to 2. */
const EXAMPLE = 2.2;
/** From version 3 on, n8n's engine runs the tool like any node. */
const NEWEST = IS_OLD ? 3 : 3.1;

const ONE = '33611223344';
const TWO = '33622334455';
const TEXT = 'Votre rendez-vous est à 11 h 30.';

let bench: Workbench;
let model: ChatModel;
let openAi: Awaited<ReturnType<ChatModel['credential']>>;

beforeAll(async () => {
	model = await ChatModel.start();
	bench = await Workbench.open();
	openAi = await model.credential(bench);
}, 240_000);

beforeEach(() => bench.emulator.reset());

afterAll(async () => {
	await bench?.close();
	await model?.close();
});

interface Changes {
	agentVersion: number;
	/** Parameters and settings of the tool. */
	parameters?: Json;
	settings?: Json;
}

/** The example, with credentials for the emulator and the scripted model. */
function example({ agentVersion, parameters = {}, settings = {} }: Changes): Flow {
	const flow: Flow & { id?: string } = readExample('ai-agent.json');
	delete flow.id;
	nodeOf(flow, 'OpenAI Chat Model').credentials = openAi;
	nodeOf(flow, 'AI Agent').typeVersion = agentVersion;
	const tool = nodeOf(flow, 'Send SMS');
	Object.assign(tool, bench.credentials, settings);
	tool.parameters = { ...tool.parameters, ...parameters };
	return flow;
}

async function run(script: Turn[], changes: Changes): Promise<Execution> {
	model.play(...script);
	return await bench.runFlow(example(changes));
}

const call = (Recipients: string, Text = TEXT) => ({
	tool: 'Send_SMS',
	args: { Recipients, Text },
});
const DONE: Turn = { answer: 'Done.' };
const sent = () => bench.emulator.messages.map(({ number, text }) => [number, text]);

describe.each([EXAMPLE, NEWEST])(
	'The SMS tool of an AI agent (agent version %p)',
	(agentVersion) => {
		test('shows the model only the tool’s purpose and the fields it may fill', async () => {
			await run([DONE], { agentVersion });
			const [offered, ...others] = model.requests[0]?.tools ?? [];
			expect(others).toEqual([]);
			expect(offered?.function.name).toBe('Send_SMS');
			expect(offered?.function.description).toMatch(/^Sends one SMS/);
			expect(Object.keys(offered?.function.parameters.properties ?? {})).toEqual([
				'Recipients',
				'Text',
			]);
			expect(sent()).toEqual([]);
		});

		test('sends the model’s values exactly once, and returns the outcome to the model', async () => {
			const execution = await run([{ calls: [call('06 11 22 33 44')] }, DONE], { agentVersion });
			expect(execution.status).toBe('success');
			expect(sent()).toEqual([[ONE, TEXT]]);
			expect(bench.emulator.requests).toHaveLength(1);
			expect(bench.emulator.requests[0]?.document).toMatchObject({ sender: 'Ma Marque' });
			expect(model.toolAnswers).toEqual([expect.stringContaining('"outcome":"accepted"')]);
			expect(execution.runs['AI Agent']?.[0]?.outputs).toEqual([[{ output: 'Done.' }]]);
		});

		test('evaluates fields of the item like n8n, whatever the names of the model’s arguments', async () => {
			const textOf = async (text: string) => {
				bench.emulator.reset();
				const parameters = { text, id: "={{ $fromAI('Text') }}", safeguards: {} };
				await run([{ calls: [call(ONE, 'A1')] }, DONE], { agentVersion, parameters });
				return sent().map(([, one]) => one);
			};
			const read = await textOf('=Bonjour {{ $json.Text ?? "vous" }}.');
			expect(read).toEqual([expect.stringMatching(/^Bonjour .+[.]$/)]);
			expect(read).toEqual(await textOf('=Bonjour {{ ($json.Text) ?? "vous" }}.'));
		});

		test('sends further calls with other arguments in the same execution, in turn and at once', async () => {
			const script = [{ calls: [call(ONE)] }, { calls: [call(TWO), call(ONE, 'À demain.')] }, DONE];
			const execution = await run(script, { agentVersion });
			expect(execution.status).toBe('success');
			expect(sent().sort()).toEqual(
				[
					[ONE, TEXT],
					[TWO, TEXT],
					[ONE, 'À demain.'],
				].sort(),
			);
			expect(model.toolAnswers).toHaveLength(3);
		});

		test.each([{}, { safeguards: {} }])(
			'the same call in the same execution sends nothing, and gets the first answer: %j',
			async (parameters) => {
				const script = [{ calls: [call(ONE)] }, { calls: [call(ONE)] }, DONE];
				await run(script, { agentVersion, parameters });
				expect(sent()).toEqual([[ONE, TEXT]]);
				expect(model.toolAnswers[1]).toEqual(model.toolAnswers[0]);
			},
		);

		test('tells the model how to correct an invalid call, and sends the next one', async () => {
			const script = [{ calls: [call('0123456789')] }, { calls: [call(ONE)] }, DONE];
			const execution = await run(script, { agentVersion });
			expect(sent()).toEqual([[ONE, TEXT]]);
			expect(model.toolAnswers[0]).toMatch(/French landline.*Give a mobile number/s);
			expect(model.toolAnswers[1]).toContain('"outcome":"accepted"');
			expect(execution.text).not.toContain(PASSWORD);
		});

		test('gives the model the meaning of the provider’s answer, without secrets', async () => {
			const body = `<b>${PASSWORD}</b> of ${bench.emulator.options.username}`;
			bench.emulator.misbehave({ kind: 'status', status: 500, body });
			await run([{ calls: [call(ONE)] }, DONE], { agentVersion });
			expect(model.toolAnswers[0]).toContain('"outcome":"unknown"');
			expect(model.toolAnswers[0]).toContain('may have been sent');
			expect(JSON.stringify(model.requests)).not.toContain(PASSWORD);
		});

		test('with the default On Error, the agent continues or the execution ends, and nothing is lost', async () => {
			const script = [{ calls: [call('0123456789')] }, { calls: [call(ONE)] }, DONE];
			const { status } = await run(script, { agentVersion, settings: { onError: undefined } });
			// Agents of version 3 on n8n 1.x stop if a tool does.
			const isStopped = IS_OLD && agentVersion === NEWEST;
			expect(status).toBe(isStopped ? 'error' : 'success');
			expect(sent()).toEqual(isStopped ? [] : [[ONE, TEXT]]);
		});

		test.each([undefined, 'stopWorkflow', 'continueRegularOutput'])(
			'Retry On Fail, with On Error %p, repeats no SMS that was or may have been accepted',
			async (onError) => {
				let count = 0;
				bench.emulator.misbehave(({ document }) =>
					document?.recipients.includes(TWO) && ++count === 1
						? { kind: 'status', status: 500 }
						: null,
				);
				const settings = { onError, retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
				// A different text on each try.
				const text = "={{ $fromAI('Text') + Math.random() }}";
				const parameters = { text, safeguards: {}, options: { maxRecipients: 1 } };
				const script = [{ calls: [call(`${ONE},${TWO}`)] }, DONE];
				await run(script, { agentVersion, settings, parameters });
				const asked = bench.emulator.requests.map(({ document }) => document?.recipients);
				expect(asked.sort()).toEqual([[ONE], [TWO]]);
			},
		);

		test('Retry On Fail sends only refused SMS again', async () => {
			let count = 0;
			bench.emulator.misbehave(({ document }) =>
				document?.recipients.includes(TWO) && ++count === 1
					? { kind: 'answer', body: 'TOO_LONG_MESSAGE' }
					: null,
			);
			const settings = { onError: 'stopWorkflow', retryOnFail: true, waitBetweenTries: 10 };
			const parameters = { options: { outputPer: 'recipient', maxRecipients: 1 } };
			const script = [{ calls: [call(`${ONE},${TWO}`), call(ONE, 'À demain.')] }, DONE];
			await run(script, { agentVersion, settings, parameters });
			expect(sent().sort()).toEqual(
				[
					[ONE, TEXT],
					[TWO, TEXT],
					[ONE, 'À demain.'],
				].sort(),
			);
		});
	},
);
