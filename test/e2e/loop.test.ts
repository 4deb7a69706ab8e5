import { randomUUID } from 'node:crypto';

import type { Browser, Page } from 'playwright-core';

import { launchBrowser } from './browser';
import { Editor } from './editor';
import { readExample } from './example';
import { takePicture, VIEWPORT } from './picture';
import { flow, node, noOp, SMS, TRIGGER } from './workflow';
import { CALLBACK_SECRET, Workbench } from './workbench';

jest.setTimeout(180_000);

let bench: Workbench;
let browser: Browser;
let editor: Editor;
let phones: Page;

beforeAll(async () => {
	bench = await Workbench.open({ emulator: { limitsReplies: true } });
	browser = await launchBrowser();
	editor = await Editor.signIn(browser, bench.n8n.url, 'loop');
	phones = await browser.newPage({ viewport: VIEWPORT });
}, 240_000);

beforeEach(() => bench.emulator.reset());

afterAll(async () => {
	await browser?.close();
	await bench?.close();
});

const NUMBER = '33611223344';

test('a sent SMS arrives, its STOP runs the workflow’s STOP output, and the next SMS is refused', async () => {
	const credentials = {
		credentials: {
			capitoleMobileApi: {
				id: await bench.createCredential({ callbackSecret: CALLBACK_SECRET }, 'With secret'),
				name: 'With secret',
			},
		},
	};
	const webhookId = randomUUID();
	const path = `/webhook/${webhookId}/sms`;
	const receiving = await bench.publish(
		flow(
			'Replies and STOP',
			node(
				'Capitole SMS Trigger',
				TRIGGER,
				{ events: ['reply', 'stop'], options: { splitOutputs: true } },
				{ ...credentials, webhookId },
			),
			[noOp('Read the Reply'), noOp('Never Write Again')],
		),
		path,
	);
	bench.emulator.callbackUrl = `${bench.n8n.url}${path}?secret=${CALLBACK_SECRET}`;
	const message = {
		recipients: NUMBER,
		text: 'Soldes : -20 % sur tout le magasin, jusqu’à samedi',
		route: 'M',
		id: 'SOLDES26',
	};
	const campaign = flow(
		'Send a campaign',
		node('When clicking ‘Execute workflow’', 'n8n-nodes-base.manualTrigger'),
		node('Capitole SMS', SMS, message, credentials),
	);
	const sending = await bench.create(campaign);

	await editor.openWorkflow(sending, campaign);
	await editor.openNode('Capitole SMS');
	await editor.executeStep();
	await editor.part('output-panel').getByText('SENDING_OK').first().waitFor();
	await editor.picture('sent');

	await phones.goto(bench.emulator.origin);
	const phone = phones.getByRole('region', { name: `Phone ${NUMBER}` });
	await phone.getByText("Soldes : -20 % sur tout le magasin, jusqu'à samedi").waitFor();
	await phone.getByRole('button', { name: 'Deliver' }).click();
	await phone.getByText('delivered', { exact: true }).waitFor();
	await takePicture(phones, 'loop/phone-received.png');
	await phone.getByRole('button', { name: 'STOP' }).click();
	await phone.getByText('blacklisted').waitFor();
	await phones.getByText('Answer: 200 OK', { exact: true }).first().waitFor();
	await takePicture(phones, 'loop/phone-stop.png', 'phones.png');

	const { id, runs, status } = await bench.newest(receiving, 1);
	expect(status).toBe('success');
	expect(runs['Never Write Again']?.[0]?.outputs[0]).toEqual([
		expect.objectContaining({ event: 'stop', phone: NUMBER, message: 'STOP', optOut: 'yes' }),
	]);
	expect(runs).not.toHaveProperty('Read the Reply');
	await editor.open(`/workflow/${receiving}/executions/${id}`);
	await editor.page.getByText('Never Write Again').waitFor();
	await editor.closeChecklist();
	await editor.picture('stop-execution', 'stop.png');

	await editor.openWorkflow(sending, campaign);
	await editor.openNode('Capitole SMS');
	await editor.executeStep();
	await editor
		.part('output-panel')
		.getByText(/is on the blacklist/)
		.first()
		.waitFor();
	await editor.picture('refused', 'refused.png');
	expect(bench.emulator.messages).toHaveLength(1);
	expect(editor.complaints).toEqual([]);
});

test('shows an example in the editor after its run', async () => {
	const { nodes, ...example } = readExample('order-notification.json');
	const id = await bench.create({
		...example,
		nodes: nodes.map((each) => (each.credentials ? { ...each, ...bench.credentials } : each)),
	});
	const { id: execution, status } = await bench.run(id);
	expect(status).toBe('success');
	expect(bench.emulator.messages).toHaveLength(2);
	await editor.open(`/workflow/${id}/executions/${execution}`);
	await editor.page.getByText('Correct the Order').last().waitFor();
	await editor.closeChecklist();
	await editor.picture('workflow', 'workflow.png');
	expect(editor.complaints).toEqual([]);
});
