import { Asking, FORM, questionNode } from './asking';
import { Proxy } from './proxy';
import { Workbench } from './workbench';

jest.setTimeout(240_000);

/** n8n whose people reach it at `https://example.fr/n8n/`. */
async function underPath(
	env: Readonly<Record<string, string>>,
	use: (bench: Workbench) => Promise<void>,
): Promise<void> {
	const bench = await Workbench.open({ env });
	try {
		await use(bench);
	} finally {
		await bench.close();
	}
}

const address = (url: string) => ({ WEBHOOK_URL: url, N8N_WEBHOOK_URL: url });

test('n8n under a path: no question leaves, and what to set is told', async () => {
	await underPath(address('https://example.fr/n8n/'), async (bench) => {
		const workflow = await new Asking(bench).publish(questionNode());
		const { status, text } = await bench.newest(workflow, 1);
		expect(status).toBe('error');
		expect(text).toContain(
			'https://example.fr/ and N8N_ENDPOINT_WEBHOOK_WAIT to n8n/webhook-waiting',
		);
		expect(bench.emulator.requests).toEqual([]);
	});
});

test('n8n under a path, set as told: the link shows the page, and an answer arrives', async () => {
	const env = {
		...address('https://example.fr/'),
		N8N_ENDPOINT_WEBHOOK_WAIT: 'n8n/webhook-waiting',
	};
	await underPath(env, async (bench) => {
		const proxy = await Proxy.start(bench.n8n.url);
		try {
			const asking = new Asking(bench);
			const { executionId, link } = await asking.ask();
			expect(link).toMatch(/^https:\/\/example\.fr\/n8n\/webhook-waiting\//);
			const reached = link.replace('https://example.fr', proxy.url);
			expect(await (await fetch(reached)).text()).toContain('Commande de 240 € ?');
			const body = 'answer=approve';
			expect((await fetch(reached, { method: 'POST', headers: FORM, body })).status).toBe(200);
			const { items } = await asking.after(executionId);
			expect(items).toMatchObject([{ data: { approved: true } }]);
		} finally {
			await proxy.close();
		}
	});
});
