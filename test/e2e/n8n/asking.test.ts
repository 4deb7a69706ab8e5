import type { Browser, Page } from 'playwright-core';

import { Asking, FORM, PHONE, post, questionNode } from '../asking';
import { launchBrowser } from '../browser';
import { Editor } from '../editor';
import { takePicture } from '../picture';
import { flow, node, SMS } from '../workflow';
import { testOnce, VERSION, Workbench } from '../workbench';

jest.setTimeout(180_000);

let bench: Workbench;
let asking: Asking;
let browser: Browser;

beforeAll(async () => {
	browser = await launchBrowser();
	bench = await Workbench.open();
	asking = new Asking(bench);
}, 240_000);

beforeEach(() => bench.emulator.reset());

afterAll(async () => {
	await browser?.close();
	await bench?.close();
});

const RESPONDED = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const YES = 'answer=approve';

/** Requests of our page to other servers. */
const elsewhere: string[] = [];

afterEach(() => {
	expect(elsewhere.splice(0)).toEqual([]);
});

/** A phone that shows the emulator's page of SMS. */
async function phone({ locale = 'fr-FR', width = 390 } = {}): Promise<Page> {
	const context = await browser.newContext({
		locale,
		viewport: { width, height: width < 360 ? 568 : 844 },
		hasTouch: true,
		isMobile: true,
	});
	const ours = [bench.n8n.url, bench.emulator.origin];
	context.on('request', (request) => {
		if (!ours.includes(new URL(request.url()).origin)) elsewhere.push(request.url());
	});
	const page = await context.newPage();
	await page.goto(bench.emulator.origin);
	return page;
}

/** Taps the link in the SMS, which opens a new tab. */
async function tap(sms: Page, link: string): Promise<Page> {
	const anchor = sms
		.getByRole('region', { name: `Phone ${PHONE}` })
		.getByRole('link', { name: link });
	const [page] = await Promise.all([sms.waitForEvent('popup'), anchor.tap()]);
	await page.waitForLoadState();
	return page;
}

const open = async (link: string, look?: Parameters<typeof phone>[0]): Promise<Page> =>
	await tap(await phone(look), link);

const picture = async (page: Page, name: string): Promise<void> => {
	await takePicture(page, `asking/${VERSION}-${name}.png`);
	const isTooWide = await page.evaluate(
		'document.documentElement.scrollWidth > document.documentElement.clientWidth',
	);
	expect(isTooWide).toBe(false);
};

describe('a person who opens the link on a phone', () => {
	test('approves, and the workflow continues with that', async () => {
		const { link, executionId } = await asking.ask();
		const path = `/webhook-waiting/${executionId}/`;
		// Contains the node's ID and n8n's signature, as docs/asking.md counts.
		expect(link).toHaveLength(bench.n8n.url.length + path.length + 36 + 11 + 64);
		const sms = await phone();
		await sms.getByRole('link', { name: link }).scrollIntoViewIfNeeded();
		await picture(sms, 'sms');
		const page = await tap(sms, link);
		expect(await page.locator('.question').textContent()).toBe('Commande de 240 € ?');
		await picture(page, 'approve');
		await page.getByRole('button', { name: 'Approuver' }).click();
		expect(await page.getByRole('heading').textContent()).toBe('Merci');
		await picture(page, 'thanks');
		const { items, execution } = await asking.after(executionId);
		expect(execution.status).toBe('success');
		expect(items).toEqual([
			{ data: { approved: true, respondedAt: RESPONDED, timedOut: false }, phone: PHONE },
		]);
	});

	testOnce('declines with the workflow’s labels, in English at 320 pixels', async () => {
		const { link, executionId } = await asking.ask({
			message:
				'=Order of {{ $json.body.amount }} € at Librairie Ombres Blanches, 50 rue Gambetta, 31000 Toulouse: {link}\n\n3 books, delivery on Thursday. <b>Reply</b> before noon.',
			approvalOptions: {
				values: {
					approvalType: 'double',
					approveLabel: 'Yes, order & pay',
					disapproveLabel: 'No, <i>wait</i> for the next budget',
				},
			},
		});
		const page = await open(link, { locale: 'en-GB', width: 320 });
		await picture(page, 'double-320');
		await page.getByRole('button', { name: 'No, <i>wait</i> for the next budget' }).click();
		expect(await page.getByRole('heading').textContent()).toBe('Thank you');
		const { items } = await asking.after(executionId);
		expect(items).toEqual([
			{ data: { approved: false, respondedAt: RESPONDED, timedOut: false }, phone: PHONE },
		]);
	});

	test('writes an answer with accents, emoji and markup', async () => {
		const text = 'Déjà payé — 12 € 🎉\n<script>alert("là")</script> & ça';
		const { link, executionId } = await asking.ask({ responseType: 'freeText' });
		const page = await open(link);
		await page.getByLabel('Votre réponse').fill(text);
		await picture(page, 'free-text');
		await page.getByRole('button', { name: 'Envoyer' }).click();
		expect(await page.getByRole('heading').textContent()).toBe('Merci');
		const { items } = await asking.after(executionId);
		expect(items).toEqual([
			{ data: { text, respondedAt: RESPONDED, timedOut: false }, phone: PHONE },
		]);
	});

	testOnce('cannot type more than the limit, and keeps the text if it is too long', async () => {
		const { link, executionId } = await asking.ask({ responseType: 'freeText' });
		const text = 'é'.repeat(1500);
		const refused = await post(link, `answer=${encodeURIComponent(text)}`);
		expect(refused.status).toBe(422);
		expect(await refused.text()).toContain(text);
		const page = await open(link, { width: 320 });
		expect(await page.locator('script').count()).toBe(0);
		await page.getByLabel('Votre réponse').fill(text);
		await picture(page, 'free-text-320');
		expect(await page.getByLabel('Votre réponse').inputValue()).toHaveLength(1000);
		expect(await asking.status(executionId)).toBe('waiting');
	});

	test('may write in another charset and with NUL, but not a megabyte', async () => {
		const { link, executionId } = await asking.ask({ responseType: 'freeText' });
		expect((await post(link, `answer=${'x'.repeat(1_000_000)}`)).status).toBe(400);
		// é and € in ISO-8859-15; NUL raw and escaped.
		const bytes = Buffer.from('answer=<i>\xe9t\xe9\xa4\0%00%1B</i>', 'latin1');
		const body = Uint8Array.from(bytes);
		// n8n itself refuses a charset that Node does not know.
		const named = { 'content-type': `${FORM['content-type']}; charset=iso-8859-15` };
		expect((await post(link, body, named)).status).toBe(422);
		expect((await post(link, body)).status).toBe(200);
		expect((await asking.after(executionId)).items).toMatchObject([
			{ data: { text: '<i>été€</i>' } },
		]);
	});

	test('sees n8n’s own page on a second click', async () => {
		const { link, executionId } = await asking.ask();
		await post(link, YES);
		await asking.after(executionId);
		const page = await open(link);
		await takePicture(page, `asking/${VERSION}-second-click.png`);
		expect(await page.textContent('body')).toContain('No action required');
		// n8n's page requests a Google font and n8n's icon.
		elsewhere.length = 0;
		const again = await post(link, YES);
		expect(await again.text()).toContain('No action required');
	});
});

describe('nothing is recorded', () => {
	test('if the link is only opened', async () => {
		const { link, executionId } = await asking.ask();
		const agents = [
			'curl/8.5.0',
			'facebookexternalhit/1.1',
			'WhatsApp/2.23.20',
			'Mozilla/5.0 (compatible; Googlebot/2.1)',
			'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36',
			'',
		];
		for (const agent of [...agents, ...agents]) {
			const headers = { 'user-agent': agent, 'sec-purpose': 'prefetch;prerender' };
			const answer = await fetch(link, { headers });
			expect(answer.status).toBe(200);
			expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style/);
			expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
			expect(answer.headers.get('cache-control')).toBe('no-store');
			expect(await answer.text()).toContain('Commande de 240 €');
		}
		expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);
		expect((await fetch(`${link}&approved=true`)).status).toBe(401);
		expect(await asking.status(executionId)).toBe('waiting');
		await post(link, YES);
		expect((await asking.after(executionId)).items).toMatchObject([{ data: { approved: true } }]);
	});

	test('if the signature is wrong, truncated or missing', async () => {
		const { link, executionId } = await asking.ask();
		const signature = /signature=([\da-f]{64})$/.exec(link)?.[1] ?? '';
		expect(signature).toHaveLength(64);
		const bad = [
			link.replace(
				signature,
				signature.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
			),
			link.slice(0, -1),
			link.slice(0, link.indexOf('?')),
			link.replace(/=.*$/, '='),
		];
		for (const altered of bad) {
			expect((await fetch(altered)).status).toBe(401);
			expect((await post(altered, YES)).status).toBe(401);
		}
		expect(await asking.status(executionId)).toBe('waiting');
	});
});

test('one of two simultaneous answers counts', async () => {
	const { link, executionId, workflowId } = await asking.ask();
	const answers = await Promise.all([post(link, YES), post(link, 'answer=decline')]);
	const pages = await Promise.all(answers.map(async (answer) => await answer.text()));
	const { items, execution } = await asking.after(executionId);
	expect(items).toHaveLength(1);
	expect(execution.runs.After).toHaveLength(1);
	expect(await bench.executionIds(workflowId)).toEqual([executionId]);
	const thanked = pages.map((page) => page.includes('Thank you'));
	expect(thanked.sort()).toEqual([false, true]);
});

test.each([0, 150])(
	'two taps, %i ms apart, count as one answer and get our thanks after any pause',
	async (gap) => {
		const { link, executionId } = await asking.ask();
		const page = await open(link);
		let posts = 0;
		page.on('request', (request) => (posts += Number(request.method() === 'POST')));
		const { x = 0, y = 0 } = (await page.getByRole('button').first().boundingBox()) ?? {};
		const session = await page.context().newCDPSession(page);
		const touch = async (type: 'touchStart' | 'touchEnd', touchPoints: object[]) => {
			await session.send('Input.dispatchTouchEvent', { type, touchPoints: touchPoints as never });
		};
		for (const [time] of [[gap], [0]] as const) {
			await touch('touchStart', [{ x: x + 20, y: y + 20 }]);
			// The duration of a quick tap.
			await new Promise((resolve) => setTimeout(resolve, 50));
			await touch('touchEnd', []);
			await new Promise((resolve) => setTimeout(resolve, time));
		}
		expect((await asking.after(executionId)).items).toHaveLength(1);
		// Without a pause the second tap may come before the browser has covered the button. n8n gets both, and
		// answers the second itself if it still holds the first.
		if (gap === 0) return;
		await page.getByText('Merci').waitFor();
		expect(await page.getByRole('heading').textContent()).toBe('Merci');
		expect(posts).toBe(1);
	},
);

test('in a loop, the link of an earlier question answers no later one', async () => {
	const id = await asking.publish(questionNode({ message: 'Again?' }), {}, 2);
	const one = await asking.asked(id);
	await post(one.link, YES);
	const two = await asking.asked(id, 2);
	expect(two.link).toMatch(/[?&]n=2&/);
	const early = await post(one.link, YES);
	expect(early.status).toBe(410);
	expect(await early.text()).toContain('Already answered');
	expect(await asking.status(two.executionId)).toBe('waiting');
	await post(two.link, YES);
	const { runs } = (await asking.after(two.executionId)).execution;
	expect(runs.Ask).toHaveLength(2);
});

testOnce('a refused SMS leaves nothing waiting', async () => {
	bench.emulator.misbehave({ kind: 'answer', body: `${PHONE}_IS_BLACKLISTED` });
	const id = await asking.publish(questionNode());
	const { status, runs } = await bench.newest(id, 1);
	expect(status).toBe('error');
	expect(runs.Ask?.[0]?.error?.message).toContain('BLACKLISTED');
});

testOnce('Preview gives the real cost of a question', async () => {
	const text = 'Ça vous convient ? {link} Merci';
	await asking.ask({ message: text });
	const message = { recipients: PHONE, text, route: 'N', long: true };
	const parameters = { resource: 'sms', operation: 'preview', ...message };
	const start = node('Start', 'n8n-nodes-base.manualTrigger');
	const { runs } = await bench.runFlow(flow('Price', start, node('Preview', SMS, parameters)));
	const [asked] = bench.emulator.messages;
	expect(asked?.parts).toBe(2);
	expect(runs.Preview?.[0]?.outputs[0]).toEqual([
		expect.objectContaining({ credits: asked?.parts, parts: asked?.parts }),
	]);
});

test('in a simulation, the link is above the output and takes an answer', async () => {
	const question = questionNode({ message: 'Order of 240 €?', safeguards: { simulate: true } });
	const start = node('When clicking ‘Execute workflow’', 'n8n-nodes-base.manualTrigger');
	const rehearsal = flow('Rehearsal', start, question);
	const id = await bench.create(rehearsal);
	const editor = await Editor.signIn(browser, bench.n8n.url, `asking/${VERSION}-simulated`);
	await editor.openWorkflow(id, rehearsal);
	await editor.openNode('Ask');
	await editor.executeStep();
	const hint = editor.part('output-panel').getByText('Simulated: Nobody got the question');
	await hint.waitFor();
	await editor.picture('link');
	const link = editor.part('output-panel').getByRole('link', { name: 'Open its link and answer' });
	const [page] = await Promise.all([editor.page.waitForEvent('popup'), link.click()]);
	await page.getByRole('button', { name: 'Approve' }).click();
	await page.getByText('Thank you').waitFor();
	await page.close();
	await editor.part('output-panel').getByText('approved').first().waitFor();
	await editor.picture('answered');
	await editor.page.close();
	const [executionId = ''] = await bench.executionIds(id);
	const { runs } = await bench.ended(executionId);
	expect(runs.Ask?.[0]?.outputs).toEqual([
		[
			{
				data: { approved: true, respondedAt: RESPONDED, timedOut: false },
				phone: PHONE,
				simulated: true,
			},
		],
	]);
	expect(bench.emulator.requests).toEqual([]);
});

testOnce('the link still works after n8n restarts', async () => {
	const { link, executionId } = await asking.ask();
	await bench.restart();
	await post(link, YES);
	expect((await asking.after(executionId)).items).toMatchObject([{ data: { approved: true } }]);
});

const SOON = {
	limitType: 'atSpecifiedTime',
	maxDateAndTime: '={{ $now.plus({ seconds: 5 }) }}',
};

test('after the time limit, the workflow continues with a timeout', async () => {
	const { link, executionId } = await asking.ask({
		options: { limitWaitTime: { values: SOON } },
	});
	await new Promise((resolve) => setTimeout(resolve, 6000));
	const late = await post(link, YES);
	expect(await late.text()).not.toContain('Thank you');
	const { items, execution } = await asking.after(executionId, 90_000);
	expect(execution.status).toBe('success');
	expect(items).toEqual([
		{ data: { approved: false, respondedAt: null, timedOut: true }, phone: PHONE },
	]);
	// The webhook's item is still unchanged.
	expect(execution.runs.Webhook?.[0]?.outputs[0]?.[0]).toMatchObject({ body: { amount: 240 } });
});
