import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { Browser, Page } from 'playwright-core';

import { createActive, publish } from '../../../dev/lab/publish';
import { until } from '../../../dev/lab/until';
import { Asking, post } from '../asking';
import { launchBrowser } from '../browser';
import { ChatModel } from '../chatModel';
import { Mailbox } from '../mailbox';
import { takePicture } from '../picture';
import { EXAMPLES, tableFile, tableNames } from '../example';
import { items, nodeOf, Recipes } from '../recipes';
import { flow as makeFlow, node, type Flow, type Json } from '../workflow';
import { testOnce, VERSION, Workbench } from '../workbench';

jest.setTimeout(180_000);

const ONE = '33639981011';
const TWO = '33639981030';
const THREE = '33639981020';
const STOPPING = '33639981050';

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

test.each(tableNames())('%s is imported from its file with string columns only', async (name) => {
	const { columns } = await recipes.importTable(name, `${name} again`);
	const head = readFileSync(path.join(EXAMPLES, tableFile(name)), 'utf8').trim();
	// n8n lists columns in any order.
	const names = columns.map(({ name: column }) => column);
	expect(names.sort()).toEqual(head.split(',').sort());
	expect(new Set(columns.map(({ type }) => type))).toEqual(new Set(['string']));
});

const sent = () => bench.emulator.messages.map(({ number }) => number);

/** The text of the newest SMS to this phone, once there are this many. */
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

/** Publishes a workflow and returns the function that calls its webhook. */
async function webhookOf(
	flow: Flow,
): Promise<{ id: string; call: (query?: string) => Promise<unknown> }> {
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
	return {
		id,
		call: async (query = '') => await fetch(`${bench.n8n.url}/webhook/${path}${query}`),
	};
}

describe('error-sms.json', () => {
	/** Publishes a workflow that fails at this node; returns the function that makes it fail. */
	async function failing(
		name: string,
		step: string,
		errorWorkflow: string,
		errorMessage = 'Nothing is left.',
	) {
		const fails = node(step, 'n8n-nodes-base.stopAndError', { errorMessage });
		const flow = makeFlow(name, fails);
		flow.settings.errorWorkflow = errorWorkflow;
		return await webhookOf(flow);
	}

	test('sends one SMS per workflow and hour with its name and the node, and retries at the next failure', async () => {
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

	testOnce('sends again for a failure of the same workflow in the next hour', async () => {
		const flow = await recipes.prepared('error-sms.json');
		const sending = nodeOf(flow, 'Send SMS');
		// Moves this copy's clock on by the hours in the failure's message.
		const clock = "$now.plus({ hours: Number($json.execution.error.message.split(' ')[0]) })";
		sending.parameters = JSON.parse(
			JSON.stringify(sending.parameters).replaceAll('$now', clock),
		) as Json;
		const id = await recipes.ready(flow);
		const stock = await failing('Stocks', 'Lire', id, '={{ $json.query.hours ?? 0 }} h');
		await smsTo(ONE);
		let count = (await bench.executionIds(id)).length;
		for (const [hours, messages] of [
			[0, 1],
			[1, 2],
			[1, 2],
			[24, 3],
		]) {
			await stock.call(`?hours=${hours}`);
			await recipes.withNode('Send SMS', bench.newest(id, ++count));
			expect(sent()).toHaveLength(messages ?? 0);
		}
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

	test('asks the next person if one declines or cannot be reached, until someone accepts', async () => {
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

	testOnce(
		'asks the next person after the time limit, and sends a mail after the last one',
		async () => {
			const { executionId } = await alert({
				limitType: 'atSpecifiedTime',
				maxDateAndTime: '={{ $now.plus({ seconds: 4 }) }}',
			});
			const links: string[] = [];
			for (const phone of [ONE, TWO, THREE]) {
				links.push(await linkTo(phone));
				expect(mailbox.mails).toEqual([]);
			}
			await recipes.withNode('Mail', bench.ended(executionId));
			expect(sent()).toEqual([ONE, TWO, THREE]);
			expect(mailbox.mails.map(({ to }) => to)).toEqual(['astreinte@domain']);
			for (const link of links)
				expect(await (await post(link, 'answer=approve')).text()).not.toMatch(/merci/i);
		},
	);

	testOnce('sends one mail with the alert and the names if nobody accepts', async () => {
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
		bench.emulator.reset();
		await bench.start(id);
		links = [await smsTo(ONE), await smsTo(TWO)].map((text) => /https?:\S+/.exec(text)?.[0] ?? '');
	});

	/** Clicks since the test began, which may be its second try. */
	const clicks = async () =>
		(await recipes.rows('Clicks')).slice(known).map(({ code }) => String(code));
	let known = 0;
	beforeEach(async () => {
		known = (await recipes.rows('Clicks')).length;
	});
	const codeOf = (link = '') => new URL(link).searchParams.get('c') ?? '';

	test('redirects and counts clicks, but does not count automatic visits', async () => {
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

	testOnce.each([
		'?c=0123456789',
		'',
		'?c=',
		'?c=https://evil.example',
		'?c[]=1',
		'?c=%25',
		'?target=https://evil.example',
	])('does not redirect with %j', async (query) => {
		const { status, headers } = await open(domain() + query);
		expect([status, headers.get('location')]).toEqual([404, null]);
	});

	testOnce.each([
		'javascript:alert(1)',
		'data:text/html,x',
		'//evil.example',
		'ftp://evil.example',
	])('does not redirect to %s, even if the table has it', async (target) => {
		const code = randomUUID().slice(0, 8);
		await recipes.insert('Short links', [{ code, target, phone: '' }]);
		expect((await open(`${domain()}?c=${code}`)).status).toBe(404);
	});

	test('stores no execution for a click', async () => {
		// Only the execution of Start.
		expect(await bench.executionIds(id)).toHaveLength(1);
	});

	test('a question with a short link costs one SMS; its form answers once, and opening it answers nothing', async () => {
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
		await takePicture(page, `recipes/${VERSION}/form.png`);
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
	// n8n shares the machine with other tests.
	context.setDefaultTimeout(60_000);
	return await context.newPage();
}

describe('verify-phone.json', () => {
	/** Publishes the workflow; returns its ID and the address of its page. */
	async function published(change: (flow: Flow) => void = () => undefined) {
		const flow = await recipes.prepared('verify-phone.json');
		change(flow);
		const path = `/form/${nodeOf(flow, 'Phone').webhookId ?? ''}`;
		return { id: await publish(bench.n8n, flow, path, ['GET']), url: bench.n8n.url + path };
	}
	let form: Awaited<ReturnType<typeof published>>;
	beforeAll(async () => {
		form = await published();
	});

	const submit = async (page: Page, text: string): Promise<void> => {
		const input = page.locator('input[name=field-0]');
		await input.fill(text);
		await Promise.all([page.waitForEvent('load'), page.locator('#submit-btn').click()]);
	};
	const shows = async (page: Page, text: string) => await page.getByText(text).first().waitFor();

	async function ask(number: string, { url } = form): Promise<Page> {
		const page = await phone();
		await page.goto(url);
		await submit(page, number);
		return page;
	}
	async function enter(page: Page, code: string, title = 'Votre code'): Promise<void> {
		await shows(page, title);
		await submit(page, code);
	}
	const codeFor = async (number: string): Promise<string> => {
		const [code = ''] = /^\d{6}(?= est votre code)/.exec(await smsTo(number)) ?? [];
		expect(code).not.toBe('');
		return code;
	};
	const otherThan = (code: string) => String((Number(code) + 1) % 1e6).padStart(6, '0');
	const AGAIN = 'Ce code ne convient pas';
	const REFUSED = 'Non vérifié';

	test('the right code verifies even at the third try, and no stored execution contains it', async () => {
		const page = await ask('06 39 98 10 11');
		const code = await codeFor(ONE);
		await shows(page, 'Votre code');
		await takePicture(page, `recipes/${VERSION}/code.png`);
		// The code's execution is gone, and the person's waits.
		const [waiting = '', ...others] = await bench.executionIds(form.id);
		expect(others).toEqual([]);
		const kept = JSON.stringify(await bench.rest('GET', `/rest/executions/${waiting}`));
		expect(kept).toContain('06 39 98 10 11');
		expect(kept).not.toContain(code);
		await enter(page, otherThan(code));
		await enter(page, otherThan(code), AGAIN);
		await enter(page, ` ${code.slice(0, 3)} ${code.slice(3)}`, AGAIN);
		await shows(page, 'Votre numéro est vérifié');
		await until(
			'nothing kept',
			async () => await bench.executionIds(form.id),
			({ length }) => length === 0,
		);
	});

	let tries = 0;
	testOnce(
		'three wrong codes are refused, and a new start sends no code within ten minutes',
		async () => {
			// A retry of this test cannot use the same number.
			const number = String(33639981030 + tries++);
			const page = await ask(`+${number}`);
			const code = await codeFor(number);
			await enter(page, otherThan(code));
			await enter(page, 'abc', AGAIN);
			const address = page.url();
			await enter(page, '000000 or 1=1', AGAIN);
			await shows(page, REFUSED);
			const fourth = new FormData();
			fourth.append('field-0', code);
			// n8n 1.x may never respond, since the execution is over.
			const signal = AbortSignal.timeout(10_000);
			const answer = await fetch(address, { method: 'POST', body: fourth, signal }).then(
				async (response) => await response.text(),
				() => '',
			);
			expect(answer).not.toContain('est vérifié');
			await shows(await ask(`0${number.slice(2)}`), 'Aucun SMS envoyé');
			expect(sent()).toEqual([number]);
		},
	);

	testOnce('a code sent to someone else is refused', async () => {
		const [mine, other] = [await ask('06 39 98 10 20'), await ask('06 39 98 10 40')];
		const code = await codeFor('33639981040');
		expect(await codeFor(THREE)).not.toBe(code);
		await enter(mine, code);
		await shows(mine, AGAIN);
		await enter(other, code);
		await shows(other, 'Votre numéro est vérifié');
	});

	testOnce('the right code is refused after its time limit', async () => {
		const late = await published((flow) => {
			const { parameters } = nodeOf(flow, 'Give Back the Hash');
			const short = JSON.stringify(parameters).replace('{ minutes: 10 }', '{ seconds: 2 }');
			nodeOf(flow, 'Give Back the Hash').parameters = JSON.parse(short) as Json;
		});
		const page = await ask('06 39 98 10 50', late);
		const code = await codeFor('33639981050');
		await wait(2000);
		await enter(page, code);
		await shows(page, REFUSED);
	});

	testOnce.each(['+46 70 174 06 05', '01 99 00 10 11', 'moi'])(
		'sends no SMS to %s',
		async (number) => {
			await shows(await ask(number), 'Aucun SMS envoyé');
			expect(sent()).toEqual([]);
		},
	);
});

describe('behind front-door.json', () => {
	const ids: Record<string, string> = {};
	let callbackUrl: string | null = null;
	let model: ChatModel;
	const HELLO = { answer: 'Nous ouvrons à 9 h.' };

	/** Two phones keep the example's wait; a shorter one saves time for the others. */
	function shorten(waiting: Json): void {
		const slow = JSON.stringify([ONE, STOPPING]);
		waiting.amount = `={{ ${slow}.includes($json.phone) ? ${String(waiting.amount)} : 3 }}`;
	}

	beforeAll(async () => {
		model = await ChatModel.start();
		const chat = { credentials: await model.credential(bench) };
		for (const file of ['stop-to-do-not-contact', 'delivery-log', 'talk-by-sms']) {
			const flow = await recipes.prepared(`${file}.json`);
			for (const each of flow.nodes) {
				if (each.name === 'OpenAI Chat Model') Object.assign(each, chat);
				if (each.name === 'Wait for More') shorten(each.parameters);
			}
			ids[file] = await recipes.ready(flow);
		}
		await recipes.publish(await recipes.prepared('front-door.json'));
		({ callbackUrl } = bench.emulator);
	});

	beforeEach(() => {
		bench.emulator.callbackUrl = callbackUrl;
		bench.emulator.configure({ limitsReplies: true });
		model.play();
	});

	afterAll(async () => await model?.close());

	test('not-delivered.json: mails people whose SMS was refused, undelivered or never reported on', async () => {
		const { emulator } = bench;
		const flow = await recipes.prepared('not-delivered.json');
		const people = [ONE, TWO, THREE, '33639981040', '33639981050'];
		const customers = people.map((phone) => ({
			phone,
			email: `${phone}@DOMAIN`,
			message: 'Prêt.',
		}));
		nodeOf(flow, 'Customers').parameters.jsonOutput = JSON.stringify({ customers });
		nodeOf(flow, 'Mail').credentials = smtp;
		Object.assign(nodeOf(flow, 'Wait for the Report').parameters, { amount: 40, unit: 'seconds' });
		emulator.blacklist.add('33639981050');
		// This SMS may have left, and did.
		let lost = 0;
		emulator.misbehave(({ document }) =>
			document?.recipients.includes('33639981040') && ++lost === 1
				? { kind: 'resetAfterReading', accepts: true }
				: null,
		);
		const executionId = await bench.start(await bench.create(flow));
		await until(
			'four SMS',
			async () => sent(),
			({ length }) => length === 4,
		);
		for (const { id, number } of emulator.messages) {
			if (number === TWO) await emulator.deliver(id, 'INVALID_DESTINATION_ADDRESS');
			if (number === ONE || number === '33639981040') await emulator.deliver(id);
		}
		await bench.newest(ids['delivery-log'] ?? '', 3);
		await recipes.withNode('Mail', bench.ended(executionId, 120_000));
		expect(mailbox.mails.map(({ to }) => to).sort()).toEqual(
			[TWO, THREE, '33639981050'].map((phone) => `${phone}@domain`).sort(),
		);
	});

	/** Sends a person the first SMS of the talk, like `Start`. */
	async function invite(number: string): Promise<void> {
		const flow = await recipes.prepared('talk-by-sms.json');
		nodeOf(flow, 'Invitation').parameters.jsonOutput = JSON.stringify({
			phone: number,
			text: 'Une question ?',
		});
		await recipes.withNode('Last SMS', bench.runFlow(flow));
	}
	/** The person's messages in the model's input. */
	const asked = () =>
		model.requests.map(
			({ messages }) => messages.filter(({ role }) => role === 'user').at(-1)?.content,
		);
	const ends = async () =>
		await until(
			'all to end',
			async () =>
				await Promise.all(
					(await bench.executionIds(ids['talk-by-sms'] ?? '')).map((each) => bench.ended(each)),
				),
			() => true,
		);

	test('talk-by-sms.json: answers five SMS within ten seconds as one turn, ends at a STOP, and remembers the previous turn', async () => {
		const { emulator } = bench;
		await invite(ONE);
		await invite(STOPPING);
		model.play(HELLO, { answer: 'Oui, samedi aussi.' });
		const others: Array<Promise<unknown>> = [];
		for (const text of ['Bonjour', 'dites', 'à quelle heure', 'ouvrez-vous', 'demain ?']) {
			const isStop = text === 'à quelle heure';
			others.push(isStop ? emulator.stop(STOPPING) : emulator.reply(STOPPING, text));
			// All arrive within 7.5 s, unless n8n is slower.
			await Promise.all([emulator.reply(ONE, text), wait(1500)]);
		}
		await Promise.all(others);
		expect(await smsTo(ONE, 2)).toBe(HELLO.answer);
		expect(asked()).toEqual(['Bonjour\ndites\nà quelle heure\nouvrez-vous\ndemain ?']);
		await ends();
		await smsTo(STOPPING);
		expect(model.requests).toHaveLength(1);
		await emulator.reply(ONE, 'Et samedi ?');
		expect(await smsTo(ONE, 3)).toBe('Oui, samedi aussi.');
		expect(asked()[1]).toBe('Et samedi ?');
		expect(JSON.stringify(model.requests[1]?.messages)).toContain('Nous ouvrons à 9 h.');
		await ends();
		expect(model.requests).toHaveLength(2);
	});

	testOnce('talk-by-sms.json: keeps two phones’ talks apart', async () => {
		await invite(TWO);
		await invite(THREE);
		model.play({ answer: 'Un.' }, { answer: 'Deux.' });
		await bench.emulator.reply(TWO, 'Je suis deux');
		await bench.emulator.reply(THREE, 'Je suis trois');
		await smsTo(TWO, 2);
		await smsTo(THREE, 2);
		expect(asked().sort()).toEqual(['Je suis deux', 'Je suis trois']);
		for (const { messages } of model.requests) {
			const text = JSON.stringify(messages);
			expect(text.includes('deux') && text.includes('trois')).toBe(false);
		}
	});

	testOnce('talk-by-sms.json: shortens a long answer with emoji to one SMS', async () => {
		await invite('33639981040');
		model.play({ answer: `Voilà 🎉 ${'une réponse bien trop longue pour un SMS, '.repeat(9)}` });
		await bench.emulator.reply('33639981040', 'Alors ?');
		expect(await smsTo('33639981040', 2)).toMatch(/^Voilà .*\.\.\.$/);
		expect(bench.emulator.messages.at(-1)?.parts).toBe(1);
	});

	testOnce(
		'talk-by-sms.json: stops answering a phone and asking the model after 20 turns in a day',
		async () => {
			const number = '33639981060';
			await invite(number);
			const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date());
			const turn = { phone: number, kind: 'turn', message: 'x', day };
			await recipes.insert(
				'Talk',
				Array.from({ length: 19 }, () => turn),
			);
			model.play(HELLO, HELLO);
			await bench.emulator.reply(number, 'Encore une ?');
			await smsTo(number, 2);
			await bench.emulator.reply(number, 'Et encore ?');
			await wait(4000);
			await ends();
			await smsTo(number, 2);
			expect(model.requests).toHaveLength(1);
		},
	);
});
