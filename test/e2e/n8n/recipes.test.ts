import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import type { Browser, Page } from 'playwright-core';

import { createActive, publish } from '../../../dev/lab/publish';
import { until } from '../../../dev/lab/until';
import { Asking, post } from '../asking';
import { launchBrowser } from '../browser';
import { Mailbox } from '../mailbox';
import { takePicture } from '../picture';
import { items, nodeOf, Recipes } from '../recipes';
import { flow as makeFlow, node, type Flow, type Json } from '../workflow';
import { VERSION, Workbench } from '../workbench';

jest.setTimeout(180_000);

const ONE = '33639981011';
const TWO = '33639981030';
const THREE = '33639981020';

let bench: Workbench;
let recipes: Recipes;
let browser: Browser;
let mailbox: Mailbox;
let smtp: Awaited<ReturnType<Mailbox['credential']>>;

beforeAll(async () => {
	browser = await launchBrowser();
	mailbox = await Mailbox.start();
	bench = await Workbench.open();
	recipes = await Recipes.open(bench);
	smtp = await mailbox.credential(bench);
}, 240_000);

beforeEach(() => {
	bench.emulator.reset();
	mailbox.mails.length = 0;
});

afterAll(async () => {
	await browser?.close();
	await bench?.close();
	await mailbox?.close();
});

const sent = () => bench.emulator.messages.map(({ number }) => number);

/** The text of the newest SMS to that phone, once there are so many. */
async function smsTo(phone: string, count = 1): Promise<string> {
	const texts = await until(
		`SMS ${count} to ${phone}`,
		async () =>
			bench.emulator.messages.filter(({ number }) => number === phone).map(({ text }) => text),
		(found) => found.length >= count,
	);
	expect(texts).toHaveLength(count);
	return texts.at(-1) ?? '';
}

/** A workflow that a call of its webhook starts; gives the function that calls it. */
async function webhookOf(flow: Flow): Promise<{ id: string; call: () => Promise<unknown> }> {
	const path = randomUUID();
	const trigger = node(
		'Webhook',
		'n8n-nodes-base.webhook',
		{ path, options: {} },
		{ typeVersion: 2, webhookId: path },
	);
	const [first] = flow.nodes;
	flow.nodes.unshift(trigger);
	flow.connections.Webhook = { main: [[{ node: first?.name ?? '', type: 'main', index: 0 }]] };
	const id = await publish(bench.n8n, flow, `/webhook/${path}`, ['GET']);
	return { id, call: async () => await fetch(`${bench.n8n.url}/webhook/${path}`) };
}

describe('error-sms.json', () => {
	/** Publishes a workflow that fails at that node; gives the function that has it fail. */
	async function failing(name: string, step: string, errorWorkflow: string) {
		const fails = node(step, 'n8n-nodes-base.stopAndError', { errorMessage: 'Nothing is left.' });
		const flow = makeFlow(name, fails);
		flow.settings.errorWorkflow = errorWorkflow;
		return await webhookOf(flow);
	}

	test('one SMS for each workflow in an hour, with its name and the node; what cannot be sent is tried at the next failure', async () => {
		const id = await recipes.ready(await recipes.prepared('error-sms.json'));
		const stock = await failing('Stocks 📦 & prix', 'Lire le stock', id);
		await smsTo(ONE);
		expect(bench.emulator.messages[0]?.text).toMatch(
			/^Le workflow "Stocks {1,2}& prix" s'est arr[êe]té à \d\d:\d\d, étape "Lire le stock"\.$/,
		);
		expect(bench.emulator.messages[0]?.parts).toBe(1);
		const before = (await bench.executionIds(id)).length;
		await Promise.all([stock.call(), stock.call(), stock.call()]);
		await bench.newest(id, before + 3);
		expect(sent()).toEqual([ONE]);

		bench.emulator.misbehave({ kind: 'answer', body: 'NOT_ENOUGH_CREDITS;0' });
		const mails = await failing('Factures', 'Envoyer la facture', id);
		const told = await recipes.withNode('Say So', bench.newest(id, before + 4));
		expect(told.status).toBe('error');
		expect(sent()).toEqual([ONE]);
		await mails.call();
		await smsTo(ONE, 2);
	});
});

describe('if-nobody-answers.json', () => {
	async function alert(waits: Json = {}): Promise<{ id: string; executionId: string }> {
		const flow = await recipes.prepared('if-nobody-answers.json');
		Object.assign(nodeOf(flow, 'Mail'), { credentials: smtp });
		const { options } = nodeOf(flow, 'Ask').parameters as {
			options: { limitWaitTime: { values: Json } };
		};
		Object.assign(options.limitWaitTime.values, waits);
		const id = await bench.create(flow);
		return { id, executionId: await bench.start(id) };
	}
	const linkTo = async (phone: string): Promise<string> =>
		/https?:\S+/.exec(await smsTo(phone))?.[0] ?? '';

	test('the next person is asked when one declines or cannot be reached, and whoever takes it ends it', async () => {
		const { executionId } = await alert();
		const first = await linkTo(ONE);
		await new Asking(bench).waits(executionId);
		bench.emulator.blacklist.add(TWO);
		await post(first, 'answer=decline');
		const third = await linkTo(THREE);
		await new Asking(bench).waits(executionId);
		expect(await (await post(first, 'answer=approve')).text()).not.toMatch(/merci/i);
		await post(third, 'answer=approve');
		const ended = await recipes.withNode('Taken', bench.ended(executionId));
		expect(items(ended, 'Taken')).toEqual([
			{ name: 'François', phone: THREE, respondedAt: expect.any(String) },
		]);
		expect(sent()).toEqual([ONE, THREE]);
		expect(mailbox.mails).toEqual([]);
	});

	test('nobody takes it: one mail, with the alert and the names', async () => {
		bench.emulator.blacklist.add(TWO).add(THREE);
		const { executionId } = await alert();
		const link = await linkTo(ONE);
		await new Asking(bench).waits(executionId);
		await post(link, 'answer=decline');
		await recipes.withNode('Mail', bench.ended(executionId));
		expect(mailbox.mails.map(({ to }) => to)).toEqual(['astreinte@domain']);
		expect(mailbox.mails[0]?.source).toMatch(/Chambre froide/);
		expect(sent()).toEqual([ONE]);
	});
});

const PHONE_BROWSER =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

const open = async (
	link: string,
	init: { method?: string; headers?: Record<string, string> } = {},
) =>
	await fetch(link, {
		redirect: 'manual',
		...init,
		headers: { 'user-agent': PHONE_BROWSER, ...init.headers },
	});

describe('short-link.json and ask-with-short-link.json', () => {
	const domain = () => `${bench.n8n.url}/webhook/s`;
	let links: string[] = [];
	let id = '';

	beforeAll(async () => {
		const flow = await recipes.prepared('short-link.json');
		const people = nodeOf(flow, 'Domain').parameters;
		people.jsonOutput = String(people.jsonOutput).replace('https://DOMAIN/webhook/s', domain());
		id = await createActive(bench.n8n.session, flow);
		await until(
			'the link',
			async () => await (await open(domain())).text(),
			(text) => text.startsWith('Ce lien'),
		);
		await bench.start(id);
		links = [await smsTo(ONE), await smsTo(TWO)].map((text) => /https?:\S+/.exec(text)?.[0] ?? '');
	});

	const clicks = async () => (await recipes.rows('Clicks')).map(({ code }) => String(code));
	const codeOf = (link = '') => new URL(link).searchParams.get('c') ?? '';

	test('a click leads on and counts; what looks for itself is led on and does not', async () => {
		const [first = '', second = ''] = links;
		expect(codeOf(first)).toMatch(/^[0-9a-f]{10}$/);
		const answer = await open(first);
		expect(answer.status).toBe(302);
		expect(answer.headers.get('location')).toBe('https://www.DOMAIN/commandes/1041?mode=retrait');
		expect(answer.headers.get('cache-control')).toBe('no-store');
		await open(second);
		await until('two clicks', clicks, ({ length }) => length === 2);
		for (const init of [
			{ method: 'HEAD' },
			{ headers: { 'user-agent': 'WhatsApp/2.23.20.0' } },
			{ headers: { 'user-agent': 'facebookexternalhit/1.1 Facebot Twitterbot/1.0' } },
			{ headers: { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0)' } },
			{
				headers: {
					'user-agent':
						'Mozilla/5.0 (Linux; Android 15) Google-PageRenderer SkypeUriPreview Preview/0.5',
				},
			},
			{ headers: { 'user-agent': '' } },
			{ headers: { 'sec-purpose': 'prefetch;prerender' } },
		]) {
			const { status, headers } = await open(first, init);
			expect([init, status, headers.get('location')]).toEqual([
				init,
				302,
				'https://www.DOMAIN/commandes/1041?mode=retrait',
			]);
		}
		await open(first);
		await until('three clicks', clicks, ({ length }) => length >= 3);
		await wait(300);
		expect((await clicks()).sort()).toEqual([codeOf(first), codeOf(first), codeOf(second)].sort());
	});

	test.each([
		'?c=0123456789',
		'',
		'?c=',
		'?c=https://evil.example',
		'?c[]=1',
		'?c=%25',
		'?target=https://evil.example',
	])('leads nowhere with %j', async (query) => {
		const { status, headers } = await open(domain() + query);
		expect([status, headers.get('location')]).toEqual([404, null]);
	});

	test.each(['javascript:alert(1)', 'data:text/html,x', '//evil.example', 'ftp://evil.example'])(
		'nor to %s, if that got into the table',
		async (target) => {
			const code = randomUUID().slice(0, 8);
			await recipes.insert('Short links', [{ code, target, phone: '' }]);
			expect((await open(`${domain()}?c=${code}`)).status).toBe(404);
		},
	);

	test('keeps no click among the executions', async () => {
		// That of Start alone.
		expect(await bench.executionIds(id)).toHaveLength(1);
	});

	test('a question behind a short link costs one SMS; the form answers once, opening it does not', async () => {
		const flow = await recipes.prepared('ask-with-short-link.json');
		const question = nodeOf(flow, 'Question').parameters;
		question.jsonOutput = String(question.jsonOutput).replace('https://DOMAIN/webhook/s', domain());
		const executionId = await bench.start(await bench.create(flow));
		const text = await smsTo(ONE);
		expect(bench.emulator.messages[0]?.parts).toBe(1);
		await new Asking(bench).waits(executionId);
		const page = await phone();
		await page.goto(/https?:\S+/.exec(text)?.[0] ?? '');
		await page.getByText('Votre livraison').first().waitFor();
		await takePicture(page, `recipes/${VERSION}/form.png`, 'ask-with-short-link.png');
		await wait(500);
		expect(await new Asking(bench).status(executionId)).toBe('waiting');
		await page.getByRole('combobox').selectOption('Samedi');
		await page.locator('textarea').fill('Après 17 h <b>');
		await page.locator('button').first().click();
		const ended = await recipes.withNode('Answer', bench.ended(executionId));
		expect(items(ended, 'Answer')).toEqual([
			{ phone: ONE, answered: true, day: 'Samedi', remark: 'Après 17 h <b>' },
		]);
		await page.close();
	});
});

async function phone(): Promise<Page> {
	const context = await browser.newContext({
		locale: 'fr-FR',
		viewport: { width: 390, height: 844 },
		userAgent: PHONE_BROWSER,
	});
	return await context.newPage();
}
