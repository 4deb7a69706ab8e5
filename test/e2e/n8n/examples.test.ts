import { readFileSync } from 'node:fs';
import path from 'node:path';

import { launchBrowser } from '../browser';
import { Editor } from '../editor';
import { EXAMPLES, exampleFiles, readExample, type Example } from '../example';
import { Asking, post } from '../asking';
import { until } from '../../../dev/lab/until';
import { items, nodeOf, Recipes } from '../recipes';
import { flow as makeFlow, node, noOp, type Flow, type FlowNode, type Json } from '../workflow';
import { IS_OLD, testOnce, VERSION, Workbench, type Execution } from '../workbench';

jest.setTimeout(180_000);

let bench: Workbench;
let recipes: Recipes;

beforeAll(async () => {
	bench = await Workbench.open();
	recipes = await Recipes.open(bench);
}, 240_000);

beforeEach(() => bench.emulator.reset());

afterAll(async () => await bench?.close());

const ONE = '33639981011';
const TWO = '33639981030';

const prepared = async (file: string, credentialId?: string): Promise<Flow> =>
	await recipes.prepared(file, credentialId);
const rowsOf = async (table: string): Promise<Json[]> => await recipes.rows(table);
const withNode = async (name: string, reading: Promise<Execution>): Promise<Execution> =>
	await recipes.withNode(name, reading);

const sentTo = () => bench.emulator.messages.map(({ number }) => number).sort();

test("n8n's command line imports them all, and n8n has every node in its version", async () => {
	await bench.n8n.cli(['import:workflow', '--separate', `--input=${EXAMPLES}`]);
	const types = await bench.rest<Array<{ name: string; version: number | number[] }>>(
		'GET',
		'/types/nodes.json',
	);
	const has = ({ type, typeVersion }: FlowNode) =>
		types.some(({ name, version }) => name === type && [version].flat().includes(typeVersion));
	expect(exampleFiles().length).toBeGreaterThanOrEqual(6);
	for (const file of exampleFiles()) {
		const example = readExample(file);
		const imported = await bench.rest<Example>('GET', `/rest/workflows/${example.id}`);
		expect(imported.name).toBe(example.name);
		expect(imported.nodes).toEqual(example.nodes);
		// n8n 1.x has no human review.
		if (IS_OLD && file === 'review-agent-tool.json') continue;
		expect(example.nodes.filter((node) => !has(node))).toEqual([]);
	}
});

testOnce(
	'the editor shows each example whole, and two imports get different paths',
	async () => {
		const browser = await launchBrowser();
		const editor = await Editor.signIn(browser, bench.n8n.url, `examples-${VERSION}`);
		const documented = readFileSync(path.join(EXAMPLES, '../docs/recipes.md'), 'utf8');
		const isDocumented = (image: string) => documented.includes(`images/${image}`);
		for (const file of exampleFiles()) {
			const name = file.replace('.json', '');
			// The documents show some examples with everything chosen.
			const isReady = isDocumented(`${name}.png`);
			const shown: Flow & { id?: string } = isReady ? await prepared(file) : readExample(file);
			delete shown.id;
			await editor.openWorkflow(await bench.create(shown), shown);
			const image = isReady ? `${name}.png` : `recipe-${name}.png`;
			await editor.picture(name, isDocumented(image) ? image : undefined);
		}
		expect(editor.complaints).toEqual([]);
		const paths: unknown[] = [];
		for (let times = 0; times < 2; times++) {
			const copy = await editor.importFile(path.join(EXAMPLES, 'front-door.json'));
			// The address has its ID before it is saved.
			const webhookId = await until(
				'the import to be saved',
				async () => {
					const saved = await bench.rest<Flow>('GET', `/rest/workflows/${copy}`).catch(() => null);
					return saved && nodeOf(saved, 'Front Door').webhookId;
				},
				(path) => path !== null,
			);
			paths.push(webhookId);
		}
		expect(paths[0]).toMatch(/^[0-9a-f-]{36}$/);
		expect(paths[1]).toMatch(/^[0-9a-f-]{36}$/);
		expect(paths[0]).not.toBe(paths[1]);
		await browser.close();
	},
	600_000,
);

test('send-first-sms.json: sends three SMS to three customers', async () => {
	const execution = await withNode(
		'Send SMS',
		bench.runFlow(await prepared('send-first-sms.json')),
	);
	expect(items(execution, 'Send SMS').map(({ outcome }) => outcome)).toEqual([
		'accepted',
		'accepted',
		'accepted',
	]);
	expect(bench.emulator.messages).toHaveLength(3);
});

describe('order-notification.json', () => {
	const FILE = 'order-notification.json';

	test('notifies each customer once, however often it runs, and names the order with the bad number', async () => {
		const id = await bench.create(await prepared(FILE));
		const first = await withNode('Correct the Order', bench.run(id));
		expect(first.status).toBe('success');
		expect(items(first, 'Sent')).toEqual([
			{ orderId: 'A-1041', sms: 'accepted' },
			{ orderId: 'A-1042', sms: 'accepted' },
		]);
		expect(items(first, 'Correct the Order')).toEqual([
			{
				orderId: 'A-1043',
				reason: expect.stringContaining('06 12 34'),
				todo: expect.stringContaining('Check its digits'),
			},
		]);
		const again = await withNode('Correct the Order', bench.run(id));
		expect(items(again, 'Sent').map(({ sms }) => sms)).toEqual(['duplicate', 'duplicate']);
		expect(sentTo()).toEqual([ONE, TWO]);
		expect(bench.emulator.messages.map(({ text }) => text)).toContain(
			'Bonjour Élodie, votre commande A-1041 est en route. Livraison prévue mardi.',
		);
	});

	testOnce('reports SMS that may have been sent to a person', async () => {
		bench.emulator.misbehave(({ document }) =>
			document?.recipients.includes(ONE) ? { kind: 'resetAfterReading' } : null,
		);
		const execution = await withNode('Correct the Order', bench.runFlow(await prepared(FILE)));
		expect(items(execution, 'Check by Hand').map(({ orderId }) => orderId)).toEqual(['A-1041']);
		expect(items(execution, 'Sent').map(({ orderId }) => orderId)).toEqual(['A-1042']);
		expect(items(execution, 'Try Later')).toEqual([]);
	});

	testOnce('can send unsent SMS later with the same keys', async () => {
		const unreachable = await bench.createCredential({ sendUrl: 'http://127.0.0.1:1/xml' });
		const id = await bench.create(await prepared(FILE, unreachable));
		const failed = await withNode('Correct the Order', bench.run(id));
		expect(items(failed, 'Try Later').map(({ orderId }) => orderId)).toEqual(['A-1041', 'A-1042']);
		const { nodes } = await prepared(FILE);
		const { versionId } = await bench.rest<Json>('GET', `/rest/workflows/${id}`);
		await bench.rest('PATCH', `/rest/workflows/${id}`, { nodes, versionId });
		const later = await withNode('Correct the Order', bench.run(id));
		expect(items(later, 'Sent').map(({ sms }) => sms)).toEqual(['accepted', 'accepted']);
		expect(sentTo()).toEqual([ONE, TWO]);
	});
});

test('scheduled-campaign.json: sends one SMS per number in one request, and reports a blacklisted contact', async () => {
	bench.emulator.blacklist.add('33639981020');
	const execution = await withNode(
		'Not Reached',
		bench.runFlow(await prepared('scheduled-campaign.json')),
	);
	expect(execution.status).toBe('success');
	expect(bench.emulator.requests).toHaveLength(1);
	expect(sentTo()).toEqual([ONE, TWO, '46701740605']);
	const [first] = bench.emulator.messages;
	const scheduledFor = first?.scheduledFor ?? new Date(0);
	for (const message of bench.emulator.messages) {
		expect(message).toMatchObject({
			state: 'scheduled',
			route: 'M',
			campaignId: 'SOLDES26',
			sender: 'Ma Marque',
			parts: 1,
			scheduledFor,
		});
	}
	// From 10:00 tomorrow on; a long weekend of holidays adds three days.
	const inDays = (scheduledFor.getTime() - Date.now()) / 86_400_000;
	expect(inDays).toBeGreaterThan(0.4);
	expect(inDays).toBeLessThan(5);
	const [weekday, hour] = new Intl.DateTimeFormat('en-GB', {
		timeZone: 'Europe/Paris',
		weekday: 'short',
		hour: '2-digit',
		hourCycle: 'h23',
	})
		.format(scheduledFor)
		.split(', ');
	expect(weekday).not.toBe('Sun');
	expect(['08', '10']).toContain(hour);

	const scheduled = items(execution, 'Scheduled');
	expect(scheduled.map(({ contactId, phone }) => [contactId, phone])).toEqual([
		['1', ONE],
		['2', TWO],
		['5', TWO],
		['6', '46701740605'],
	]);
	for (const { scheduledAt } of scheduled) {
		expect(new Date(String(scheduledAt))).toEqual(scheduledFor);
	}
	expect(
		items(execution, 'Not Reached').map(({ contactId, phone, reason }) => [
			contactId,
			phone,
			reason,
		]),
	).toEqual([
		['3', '06 12 34', expect.stringContaining('too few digits')],
		['4', '33639981020', expect.stringContaining('blacklist')],
	]);
});

test('one-sms-a-week.json: sends once a week to each person, in any spelling of the number', async () => {
	const flow = await prepared('one-sms-a-week.json');
	const id = await bench.create(flow);
	const first = await withNode('Send SMS', bench.run(id));
	expect(items(first, 'Send SMS').map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
	expect(sentTo()).toEqual([ONE, TWO]);
	// Another text and one more contact.
	const change = async (edit: (flow: Flow) => void): Promise<void> => {
		edit(flow);
		const { versionId } = await bench.rest<Json>('GET', `/rest/workflows/${id}`);
		await bench.rest('PATCH', `/rest/workflows/${id}`, { nodes: flow.nodes, versionId });
	};
	await change((edited) => {
		nodeOf(edited, 'Send SMS').parameters.text = 'Ma Marque : encore une nouvelle !';
		const { parameters } = nodeOf(edited, 'Contacts');
		parameters.jsonOutput = String(parameters.jsonOutput).replace(
			'René',
			'Nadia", "phone": "+33 6 39 98 10 20" }, { "name": "René',
		);
	});
	const second = await withNode('Send SMS', bench.run(id));
	expect(items(second, 'Once a Week', 1)).toHaveLength(2);
	expect(items(second, 'Send SMS').map(({ recipient }) => recipient)).toEqual(['33639981020']);
	expect(sentTo()).toEqual([ONE, '33639981020', TWO]);
	const third = await bench.run(id);
	expect(third.status).toBe('success');
	expect(sentTo()).toHaveLength(3);
	await change((edited) => {
		const { parameters } = nodeOf(edited, 'Person and Week');
		const [field] = (parameters.assignments as { assignments: [{ value: string }] }).assignments;
		field.value = field.value.replace(
			".setZone('Europe/Paris')",
			".setZone('Europe/Paris').plus({ weeks: 1 })",
		);
	});
	await withNode('Send SMS', bench.run(id));
	expect(sentTo()).toHaveLength(6);
});

test('preview-and-test-request.json: shows each sample and sends nothing', async () => {
	const execution = await withNode(
		'Test Request',
		bench.runFlow(await prepared('preview-and-test-request.json')),
	);

	expect(execution.status).toBe('success');
	const [replaced, plain, refused, markup] = items(execution, 'Preview');
	expect(replaced).toMatchObject({
		recipient: ONE,
		text: "L'été arrive... dès 5 € chez Zoé - à bientôt ! STOP au 36XXX",
		parts: 1,
	});
	expect(plain).toMatchObject({ credits: 1, parts: 1 });
	// On a Saturday, a warning says that tomorrow is a Sunday.
	expect(plain?.warnings).toMatch(/^(Advertising at [^;]*)?$/);
	expect(refused).toMatchObject({
		credits: 0,
		code: 'INVALID_INPUT',
		error: expect.stringMatching(/^Emoji cannot be sent: “🎉”/),
	});
	expect(markup).toMatchObject({ scheduledAt: expect.stringMatching(/T10:00:00\+0[12]:00$/) });

	const echoes = items(execution, 'Test Request');
	expect(echoes.map(({ matches = 'refused' }) => matches)).toEqual([true, true, 'refused', true]);
	expect(echoes[0]).toMatchObject({ serverIp: '127.0.0.1', firstDifference: null });
	expect(bench.emulator.requests.map(({ path }) => path)).toEqual(
		Array.from({ length: 3 }, () => '/api/sendsms/xml_test'),
	);
	expect(bench.emulator.messages).toEqual([]);
	expect(execution.text).not.toContain(bench.emulator.options.password);
});

interface Rule {
	outputKey: string;
	conditions: { conditions: [{ rightValue: string }] };
}

describe('behind front-door.json', () => {
	const ids: Record<string, string> = {};
	let callbackUrl: string | null = null;

	beforeEach(() => {
		bench.emulator.callbackUrl = callbackUrl;
	});

	beforeAll(async () => {
		for (const file of ['stop-to-do-not-contact', 'delivery-log', 'ask-and-wait-replies']) {
			ids[file] = await recipes.ready(await prepared(`${file}.json`));
		}
		for (const name of ['First Campaign', 'Talk by SMS']) {
			const called = node(
				'From the Front Door',
				'n8n-nodes-base.executeWorkflowTrigger',
				{ inputSource: 'passthrough' },
				{ typeVersion: 1.1 },
			);
			ids[name] = await recipes.ready(makeFlow(name, called, noOp('Landed')));
		}
		const door = await prepared('front-door.json');
		// As its note says: adds a rule and a node behind it.
		const { rules } = nodeOf(door, 'Which Campaign').parameters as { rules: { values: Rule[] } };
		const rule = structuredClone(rules.values[0] as Rule);
		rule.outputKey = rule.conditions.conditions[0].rightValue = 'SOLDES26';
		rules.values.push(rule);
		const own = structuredClone(nodeOf(door, 'Conversation'));
		Object.assign(own, { id: 'own', name: 'Own' });
		own.parameters.workflowId = { __rl: true, mode: 'id', value: ids['First Campaign'] };
		door.nodes.push(own);
		const behind = [{ node: 'Own', type: 'main' as const, index: 0 }];
		door.connections['Which Campaign']?.main.splice(2, 0, behind);
		ids.door = await recipes.publish(door);
		({ callbackUrl } = bench.emulator);
	});

	const id = (name: string): string => ids[name] ?? '';

	/** How often each workflow has run. */
	const ran = async (): Promise<Record<string, number>> =>
		Object.fromEntries(
			await Promise.all(
				Object.entries(ids).map(async ([name, workflow]) => [
					name,
					(await bench.executionIds(workflow)).length,
				]),
			),
		) as Record<string, number>;

	test('replies to two campaigns at once reach their own workflows', async () => {
		await recipes.insert('Last SMS', [
			{ phone: ONE, campaign: 'SOLDES26', sentAt: '2026-03-10T09:20:10.000+01:00' },
			{ phone: TWO, campaign: 'CHAT', sentAt: '2026-03-10T09:21:10.000+01:00' },
		]);
		const { emulator } = bench;
		await Promise.all([emulator.reply(ONE, 'Oui, à 10 h'), emulator.reply(TWO, 'Et demain ?')]);
		const [first, second] = await Promise.all([
			withNode('Landed', bench.newest(id('First Campaign'), 1)),
			withNode('Landed', bench.newest(id('Talk by SMS'), 1)),
		]);
		expect(items(first, 'Landed')).toEqual([
			expect.objectContaining({
				event: 'reply',
				phone: ONE,
				message: 'Oui, à 10 h',
				campaign: 'SOLDES26',
				sentAt: '2026-03-10T09:20:10.000+01:00',
			}),
		]);
		expect(items(second, 'Landed')).toEqual([
			expect.objectContaining({ phone: TWO, message: 'Et demain ?', campaign: 'CHAT' }),
		]);
	});

	testOnce('a reply to an unknown campaign goes to Other Replies', async () => {
		const before = await ran();
		await bench.emulator.reply('33639981099', 'Qui est-ce ?');
		const door = await withNode('Other Replies', bench.newest(id('door'), (before.door ?? 0) + 1));
		expect(items(door, 'Other Replies')).toEqual([
			expect.objectContaining({ phone: '33639981099', campaign: '', sentAt: '' }),
		]);
		expect(await ran()).toEqual({ ...before, door: (before.door ?? 0) + 1 });
	});

	test('stop-to-do-not-contact.json: stores a STOP once and passes a doubtful reply to a person; campaign-without-stops.json excludes the STOP', async () => {
		const { emulator } = bench;
		const campaign = await prepared('campaign-without-stops.json');
		await bench.runFlow(campaign);
		// The table is empty.
		expect(sentTo()).toEqual([ONE, TWO, '46701740605']);
		const stops = id('stop-to-do-not-contact');
		const conversation = (await ran())['Talk by SMS'];

		await emulator.stop(ONE);
		const stopped = await withNode('Do Not Contact', bench.newest(stops, 1));
		expect(items(stopped, 'Do Not Contact')).toEqual([
			expect.objectContaining({ phone: ONE, message: 'STOP' }),
		]);
		await emulator.reply(ONE, 'Arrêt, merci');
		await withNode('Do Not Contact', bench.newest(stops, 2));
		expect((await rowsOf('Do not contact')).map(({ phone, message }) => [phone, message])).toEqual([
			[ONE, 'Arrêt, merci'],
		]);

		await emulator.reply(TWO, 'Stop moi si je me trompe');
		const doubtful = await withNode('A Person Decides', bench.newest(stops, 3));
		expect(items(doubtful, 'A Person Decides')).toEqual([
			expect.objectContaining({ phone: TWO, message: 'Stop moi si je me trompe' }),
		]);
		expect(await rowsOf('Do not contact')).toHaveLength(1);
		// Neither reaches the node that answers.
		expect((await ran())['Talk by SMS']).toBe(conversation);

		emulator.reset();
		const left = await bench.runFlow(campaign);
		expect(sentTo()).toEqual([TWO, '46701740605']);
		expect(items(left, 'Send SMS').map(({ recipient, code }) => [recipient, code])).toEqual([
			[ONE, 'DO_NOT_CONTACT'],
			[TWO, 'SENDING_OK'],
			['46701740605', 'SENDING_OK'],
		]);
	});

	test('delivery-log.json: adds one line per report, even if it comes twice', async () => {
		const { emulator } = bench;
		const log = id('delivery-log');
		await bench.runFlow(await prepared('send-first-sms.json'));
		const [{ id: message, number } = { id: 0, number: '' }] = emulator.messages;

		await emulator.deliver(message, 'INVALID_DESTINATION_ADDRESS');
		await withNode('Log', bench.newest(log, 1));
		const { url } = await emulator.deliver(message);
		await withNode('Log', bench.newest(log, 2));
		expect((await fetch(url)).status).toBe(200);
		const repeated = await withNode('Only New Ones', bench.newest(log, 3));
		expect(items(repeated, 'From the Front Door')).toHaveLength(1);
		expect(items(repeated, 'Log')).toEqual([]);
		await emulator.deliver(message, 'EXPIRED');
		await withNode('Log', bench.newest(log, 4));

		const rows = await rowsOf('Delivery log');
		expect(rows.map(({ event, status }) => [event, status])).toEqual([
			['undelivered', 'INVALID_DESTINATION_ADDRESS'],
			['delivered', 'DELIVERED'],
			['otherStatus', 'EXPIRED'],
		]);
		for (const row of rows) {
			expect(row).toMatchObject({ phone: number, campaignId: 'COMMANDES', network: 'Orange' });
			expect(Date.parse(String(row.date))).not.toBeNaN();
		}
	});

	describe('ask-and-wait.json', () => {
		const FILE = 'ask-and-wait.json';
		const TABLE = 'Waiting for an answer';

		/** Asks a person; returns the ID of the execution after it starts to wait. */
		async function ask(who: Json, waitFor: Json = {}): Promise<string> {
			const flow = await prepared(FILE);
			nodeOf(flow, 'Question').parameters.jsonOutput = JSON.stringify(who);
			Object.assign(nodeOf(flow, 'Wait for the Answer').parameters, waitFor);
			const executionId = await bench.start(await bench.create(flow));
			await new Asking(bench).waits(executionId);
			return executionId;
		}

		const statusOf = async (id: string) => await new Asking(bench).status(id);

		test('each reply resumes only the execution that waits for it', async () => {
			const { emulator } = bench;
			emulator.configure({ limitsReplies: true });
			const replies = id('ask-and-wait-replies');
			// n8n ends expired waits once a minute.
			const late = await ask(
				{ phone: '+33 6 39 98 10 20', question: 'Jeudi à 9 h ?' },
				{ resumeAmount: 1, resumeUnit: 'seconds' },
			);
			const first = await ask({ phone: '06 39 98 10 11', question: 'Mardi à 10 h ?' });
			const second = await ask({ phone: 639981030, question: 'Lundi à 11 h ?' });
			expect(sentTo()).toEqual([ONE, '33639981020', TWO]);
			expect(await rowsOf(TABLE)).toHaveLength(3);

			await emulator.reply(TWO, 'Non, à 14 h ?');
			await withNode('Forget', bench.newest(replies, 1));
			const answered = await withNode('Answer', bench.ended(second));
			expect(answered.status).toBe('success');
			expect(items(answered, 'Answer')).toEqual([
				{ phone: TWO, answered: true, reply: 'Non, à 14 h ?' },
			]);
			expect(await statusOf(first)).toBe('waiting');

			await emulator.reply(TWO, 'Allô ?');
			await withNode('Other Replies', bench.newest(replies, 2));
			expect(await statusOf(first)).toBe('waiting');

			await emulator.reply(ONE, 'OUI');
			await withNode('Forget', bench.newest(replies, 3));
			expect(items(await withNode('Answer', bench.ended(first)), 'Answer')).toEqual([
				{ phone: ONE, answered: true, reply: 'OUI' },
			]);

			await until(
				'the time of the late one to be over',
				async () => await statusOf(late),
				(status) => status !== 'waiting',
				120_000,
			);
			expect(items(await withNode('No Answer', bench.ended(late)), 'No Answer')).toEqual([
				{ phone: '33639981020', answered: false, reply: '' },
			]);
			await emulator.reply('33639981020', 'Trop tard ?');
			const tooLate = await withNode('Other Replies', bench.newest(replies, 4));
			expect(tooLate.status).toBe('success');
			expect(items(tooLate, 'Other Replies')).toHaveLength(1);
		});

		// On n8n 1.x the caller gets its own input back.
		testOnce('returns the reply to another workflow that calls it', async () => {
			const { emulator } = bench;
			emulator.configure({ limitsReplies: true });
			const workflowId = await recipes.ready(await prepared(FILE));
			const asked = { phone: '06 39 98 10 11', question: 'À quelle heure ?' };
			const call = node(
				'Call',
				'n8n-nodes-base.executeWorkflow',
				{
					source: 'database',
					workflowId: { __rl: true, mode: 'id', value: workflowId },
					workflowInputs: { mappingMode: 'defineBelow', value: asked },
					mode: 'once',
					options: { waitForSubWorkflow: true },
				},
				{ typeVersion: 1.2 },
			);
			const id = await bench.create(
				makeFlow('Calling', node('Start', 'n8n-nodes-base.manualTrigger'), call, noOp('After')),
			);
			const executionId = await bench.start(id);
			await until(
				'the question and its row',
				async () => await rowsOf(TABLE),
				(rows) => rows.some(({ phone }) => phone === ONE),
			);
			await new Asking(bench).waits(executionId);
			await emulator.reply(ONE, 'À 15 h');
			const ended = await withNode('After', bench.ended(executionId));
			expect(items(ended, 'After')).toEqual([{ phone: ONE, answered: true, reply: 'À 15 h' }]);
		});
	});
});

test.each([['approve', 'Approved'], ...(IS_OLD ? [] : [['decline', 'Declined']])])(
	'approve-expense.json: %s continues at %s',
	async (answer, way) => {
		const asking = new Asking(bench);
		const id = await bench.create(await prepared('approve-expense.json'));
		await bench.start(id);
		const { link, executionId } = await asking.asked(id);
		expect(bench.emulator.messages[0]?.text).toMatch(
			/^Élodie Martin : train Toulouse-Paris, 128,50 €\. D'accord \? http/,
		);
		await post(link, `answer=${answer}`);
		const { runs } = await withNode(way, bench.ended(executionId));
		expect(['Approved', 'Declined', 'No Answer'].filter((name) => runs[name])).toEqual([way]);
	},
);
