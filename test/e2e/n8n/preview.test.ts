import { readExample } from '../example';
import { Workbench, type Execution } from '../workbench';

jest.setTimeout(180_000);

let bench: Workbench;
beforeAll(async () => {
	bench = await Workbench.open();
}, 240_000);
afterAll(async () => await bench?.close());

/** What came out of a node, item by item. */
const outputOf = ({ runs }: Execution, name: string) => runs[name]?.at(-1)?.outputs[0] ?? [];

test('preview-and-test-request.json shows each sample before it is sent, and sends nothing', async () => {
	// n8n gives it an ID of its own.
	const flow = { ...readExample('preview-and-test-request.json'), id: undefined };
	const asking = flow.nodes.find(({ name }) => name === 'Test Request');
	Object.assign(asking ?? {}, bench.credentials);
	const execution = await bench.runFlow(flow);

	expect(execution.status).toBe('success');
	const [replaced, doubled, refused, markup] = outputOf(execution, 'Preview');
	expect(replaced).toMatchObject({
		recipient: '33611223344',
		text: "L'été arrive... dès 5 € chez Zoé - à bientôt ! STOP au 36XXX",
		parts: 1,
		details: { sms: { changes: expect.arrayContaining([expect.stringContaining('U+2026')]) } },
	});
	expect(doubled).toMatchObject({
		credits: 2,
		parts: 2,
		details: { sms: { encoding: 'UCS-2' }, warnings: [{ code: 'COSTLY_LETTERS' }] },
	});
	expect(refused).toEqual({
		code: 'INVALID_INPUT',
		error: expect.stringMatching(/^Emoji cannot be sent: “🎉”/),
	});
	expect(markup).toMatchObject({ scheduledAt: expect.stringMatching(/T10:00:00\+0[12]:00$/) });

	const echoes = outputOf(execution, 'Test Request');
	expect(echoes.map(({ matches = 'refused' }) => matches)).toEqual([true, true, 'refused', true]);
	expect(echoes[0]).toMatchObject({ serverIp: '127.0.0.1', firstDifference: null });
	expect(bench.emulator.requests.map(({ path }) => path)).toEqual(
		Array.from({ length: 3 }, () => '/api/sendsms/xml_test'),
	);
	expect(bench.emulator.messages).toEqual([]);
	expect(execution.text).not.toContain(bench.emulator.options.password);
});
