import type { Browser, Page } from 'playwright-core';

import { launchBrowser } from '../browser';
import { takePicture } from '../picture';
import { items, nodeOf, Recipes } from '../recipes';
import type { Json } from '../workflow';
import { IS_OLD, testOnce, VERSION, Workbench, type Execution } from '../workbench';

jest.setTimeout(300_000);

const LOGIN = { username: 'boss', password: 'a-long-pass-phrase' };
const BASIC = `Basic ${Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString('base64')}`;
const DAY = 24 * 60 * 60 * 1000;

let bench: Workbench;
let recipes: Recipes;
let browser: Browser;
let url = '';
let doorUrl: string | null = null;

beforeAll(async () => {
	bench = await Workbench.open();
	recipes = await Recipes.open(bench);
	browser = await launchBrowser();
	const name = 'Report';
	const { id } = await bench.rest<{ id: string }>('POST', '/rest/credentials', {
		name,
		type: 'httpBasicAuth',
		data: { user: LOGIN.username, password: LOGIN.password },
	});
	await recipes.ready(await recipes.prepared('campaign-report-events.json'));
	await recipes.ready(await recipes.prepared('stop-to-do-not-contact.json'));
	await recipes.publish(await recipes.prepared('front-door.json'));
	doorUrl = bench.emulator.callbackUrl;
	const page = await recipes.prepared('campaign-report.json');
	const { webhookId = '', ...report } = nodeOf(page, 'Report');
	Object.assign(nodeOf(page, 'Report'), {
		...report,
		credentials: { httpBasicAuth: { id, name } },
	});
	// The tests run at any hour.
	delete (nodeOf(page, 'Send Again').parameters.safeguards as Json).sendingWindow;
	url = `${bench.n8n.url}/webhook/${webhookId}`;
	await bench.publish(page, `/webhook/${webhookId}`);
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await bench?.close();
});

/** Prepares the example's campaign to this many people; returns the workflow's ID. */
async function campaignOf(campaign: string, count: number, from: number): Promise<string> {
	const flow = await recipes.prepared('campaign-with-report.json');
	const contacts = Array.from({ length: count }, (_, index) => ({
		firstName: index === 0 ? '<script>alert(1)</script>' : 'Zoé',
		phone: `06 39 98 ${String(from + index).replace(/(?=..$)/, ' ')}`,
	}));
	nodeOf(flow, 'Contacts').parameters.jsonOutput = JSON.stringify({ contacts });
	const sending = nodeOf(flow, 'Send SMS').parameters;
	sending.id = campaign;
	sending.long = true;
	const safeguards = sending.safeguards as Json;
	safeguards.idempotencyKey = `=${campaign} {{ $json.phone }}`;
	delete safeguards.sendingWindow;
	return await bench.create(flow);
}

/** Runs the workflow until this node. */
const run = async (id: string, last = 'Note Each SMS'): Promise<Execution> =>
	await recipes.withNode(last, bench.run(id, 120_000));

/** The numbers in the table, to compare with the page. */
async function figuresOf(campaign: string): Promise<Record<string, number>> {
	const rows = (await recipes.rows('Campaign SMS')).filter((row) => row.campaign === campaign);
	const count = (is: (row: Json) => unknown): number => rows.filter(is).length;
	const hasLeft = ({ outcome }: Json): boolean => outcome === 'accepted';
	const isFailed = ({ deliveredAt, failedAt, sentAt }: Json): boolean =>
		!deliveredAt && Date.parse(String(failedAt)) >= Date.parse(String(sentAt));
	const isOpen = (row: Json): boolean => hasLeft(row) && !row.deliveredAt && !isFailed(row);
	const isOld = ({ sentAt }: Json): boolean => Date.now() - Date.parse(String(sentAt)) > DAY;
	return {
		sent: count(hasLeft),
		delivered: count(({ deliveredAt }) => deliveredAt),
		failed: count(isFailed),
		waiting: count((row) => isOpen(row) && !isOld(row)),
		silent: count((row) => isOpen(row) && isOld(row)),
		replies: count(({ reply }) => reply),
		stops: count(({ stoppedAt }) => stoppedAt),
		notSent: count((row) => !hasLeft(row)),
		credits: rows.reduce((sum, { credits }) => sum + Number(credits), 0),
	};
}

/** Opens a page of the report in a window of this width; collects its foreign requests and dialogs. */
async function open(width: number): Promise<{ page: Page; strange: string[] }> {
	const context = await browser.newContext({
		httpCredentials: LOGIN,
		viewport: { width, height: 900 },
	});
	const page = await context.newPage();
	const strange: string[] = [];
	page.on('dialog', (dialog) => {
		strange.push(dialog.message());
		void dialog.dismiss();
	});
	page.on('request', (request) => {
		if (!request.url().startsWith(url)) strange.push(request.url());
	});
	return { page, strange };
}

async function figuresShown(page: Page): Promise<Record<string, number>> {
	const shown = await page
		.locator('[data-figure]')
		.evaluateAll((all) =>
			all.map((each) => [each.getAttribute('data-figure') ?? '', Number(each.textContent)]),
		);
	return Object.fromEntries(shown) as Record<string, number>;
}

async function get(query: string): Promise<Response> {
	return await fetch(url + query, { headers: { authorization: BASIC } });
}

async function press(form: Record<string, string>): Promise<string> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { authorization: BASIC },
		body: new URLSearchParams(form),
	});
	return await response.text();
}

const tokenOf = (html: string): string => /name="token" value="(\w+)"/.exec(html)?.[1] ?? '';

/** Runs the function for each, a few at a time. */
async function forEach<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
	const rest = [...all];
	const next = async (): Promise<void> => {
		for (let one = rest.shift(); one !== undefined; one = rest.shift()) await act(one);
	};
	await Promise.all(Array.from({ length: 8 }, next));
}

const REPLIES = [
	'Oui, merci',
	'<script>alert(2)</script>',
	'"><img src=x onerror=alert(3)>',
	'=HYPERLINK("http://192.0.2.1/","x")',
	'@SUM(A1)',
	'-2+3',
	'+33 6 39 98 10 11',
	' =1+1;"x"',
	'`${alert(4)}` &amp; &lt;b&gt;',
	'\u200B\u00AD=2+2',
	'À quelle heure ?',
	'👍',
];

/** Waits until the table has all of the emulator's callbacks. */
async function settled(campaign: string, figures: Record<string, number>): Promise<void> {
	const end = Date.now() + 120_000;
	for (;;) {
		const found = await figuresOf(campaign);
		if (Object.entries(figures).every(([name, count]) => found[name] === count)) return;
		if (Date.now() > end) expect(found).toMatchObject(figures);
		await new Promise((resolve) => setTimeout(resolve, 300));
	}
}

interface Campaign {
	sent: number;
	delivered: number;
	failed: number;
	replies: number;
	stops: number;
}

/** Sends a campaign and plays its callbacks, through the front door or straight into the table. */
async function play(
	campaign: string,
	from: number,
	figures: Campaign,
	isThroughDoor = true,
): Promise<void> {
	const { emulator } = bench;
	emulator.callbackUrl = doorUrl;
	const before = emulator.messages.length;
	await run(await campaignOf(campaign, figures.sent, from));
	const messages = emulator.messages.slice(before);
	expect(messages).toHaveLength(figures.sent);
	const { delivered, failed, replies, stops } = figures;
	const got = messages.slice(0, delivered);
	const missed = messages.slice(delivered, delivered + failed);
	const replying = got
		.slice(0, replies)
		.map((message, index) => ({ ...message, reply: REPLIES[index] ?? '' }));
	const stopping = got.slice(replies, replies + stops);
	if (isThroughDoor) {
		await forEach(got, async ({ id }) => await emulator.deliver(id));
		await forEach(
			missed,
			async ({ id }) => await emulator.deliver(id, 'INVALID_DESTINATION_ADDRESS', '<b>Orange</b>'),
		);
		await forEach(replying, async ({ number, reply }) => await emulator.reply(number, reply));
		await forEach(stopping, async ({ number }) => await emulator.stop(number));
	} else {
		const at = new Date().toISOString();
		const note = async (those: ReadonlyArray<{ number: string }>, data: Json): Promise<void> => {
			const phones = those.map(({ number }) => number);
			await recipes.updateEach('Campaign SMS', 'phone', phones, data);
		};
		await note(got, { deliveredAt: at, network: 'Orange' });
		await note(missed, { failedAt: at, network: '<b>x</b>' });
		for (const one of replying) await note([one], { reply: one.reply, repliedAt: at });
		await note(stopping, { stoppedAt: at });
	}
	await settled(campaign, { delivered, failed, replies, stops });
}

/** More rows than the 250 that n8n returns at once. */
const LARGE: Campaign = { sent: 260, delivered: 200, failed: 20, replies: 12, stops: 5 };

/** The large one's reports are written directly: n8n takes minutes for a thousand executions. */
const CASES: Array<[string, number, boolean, Campaign]> = [
	['SOLDES26', 1000, false, LARGE],
	['<b>"\'&x', 2000, true, { sent: 23, delivered: 11, failed: 4, replies: 3, stops: 1 }],
];

describe.each(IS_OLD ? CASES.slice(1) : CASES)(
	'campaign %s',
	(campaign, from, isThroughDoor, played) => {
		const at = `?campaign=${encodeURIComponent(campaign)}`;
		const silent = played.sent - played.delivered - played.failed;

		test('its numbers match the table, on a phone and a screen, before and after a day', async () => {
			await play(campaign, from, played, isThroughDoor);
			expect(await figuresOf(campaign)).toEqual({
				...played,
				waiting: silent,
				silent: 0,
				notSent: 0,
				credits: await creditsOf(campaign),
			});
			const { page, strange } = await open(390);
			await page.goto(url + at);
			expect(await figuresShown(page)).toEqual(await figuresOf(campaign));

			await recipes.update(
				'Campaign SMS',
				{ campaign },
				{ sentAt: new Date(Date.now() - DAY - 1000).toISOString() },
			);
			const figures = await figuresOf(campaign);
			expect(figures).toMatchObject({ ...played, silent, waiting: 0 });
			for (const width of [390, 1366]) {
				await page.setViewportSize({ width, height: 900 });
				await page.goto(url + at);
				expect(await figuresShown(page)).toEqual(figures);
				expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(
					width,
				);
				// The documents' image shows n8n 2.x.
				const isShown = width === 1366 && !isThroughDoor && !IS_OLD;
				await takePicture(
					page,
					`report-${VERSION}/${from}-${width}.png`,
					isShown ? 'report.png' : undefined,
				);
			}
			for (const [name, count] of Object.entries(figures)) {
				if (name === 'credits') continue;
				await page.goto(url + at);
				await page.locator(`[data-figure="${name}"]`).click();
				await page.locator('h1', { hasText: String(count) }).waitFor();
				expect(await page.locator('table tr').count()).toBe(count + 1);
				if (name === 'replies') await takePicture(page, `report-${VERSION}/${from}-replies.png`);
			}
			await page.goto(url);
			expect(await page.locator('td', { hasText: campaign }).count()).toBe(1);
			expect(await page.locator('img, script').count()).toBe(0);
			expect(strange).toEqual([]);
			await page.context().close();
		});

		testOnce(
			'its replies download as a file without formulas and with whole phone numbers',
			async () => {
				const response = await get(`${at}&list=replies&csv=1`);
				expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
				expect(response.headers.get('content-disposition')).toMatch(
					/^attachment; filename="\w*-replies\.csv"$/,
				);
				const text = await response.text();
				const [head = '', ...lines] = text.trim().split('\r\n');
				expect(head).toContain('"phone";');
				expect(lines).toHaveLength(played.replies);
				for (const line of lines) {
					expect(line).toMatch(/^"336399\d{5}";/);
					expect(line).not.toMatch(/;"\s*[=@+-](?!\d[\d ]*")/);
				}
				if (played.replies === 12) {
					for (const cell of [
						"'=HYPERLINK(",
						"'@SUM",
						"'-2+3",
						"' =1+1",
						"'\u200B\u00AD=2+2",
						'"+33 6 39 98 10 11"',
					])
						expect(text).toContain(cell);
				}
			},
		);

		testOnce('needs its password to open, and its token to send', async () => {
			const before = bench.emulator.messages.length;
			expect((await fetch(url + at)).status).toBe(401);
			expect((await fetch(url, { method: 'POST' })).status).toBe(401);
			for (const token of ['', 'x'.repeat(64)]) {
				expect(await press({ campaign, action: 'failed', token })).toContain('Nothing was sent');
			}
			// The token for the failed does not work for the silent or for another campaign.
			const token = tokenOf(await (await get(at)).text());
			expect(token).toMatch(/^[0-9a-f]{64}$/);
			expect(await press({ campaign, action: 'silent', token })).toContain('Nothing was sent');
			expect(await press({ campaign: 'OTHER', action: 'failed', token })).toContain(
				'Nothing was sent',
			);
			expect(bench.emulator.messages).toHaveLength(before);
		});

		test('Send Again reaches the failed once, however often and fast it is pressed', async () => {
			const { emulator } = bench;
			const before = emulator.messages.length;
			const html = await (await get(at)).text();
			expect(html).toContain(`Send again to the ${played.failed} not delivered`);
			const form = { campaign, action: 'failed', token: tokenOf(html) };
			const other = { ...form, token: tokenOf(await (await get(at)).text()) };
			const answers = await Promise.all([form, form, other].map(press));
			expect(answers.join()).toContain(`Sent again: ${played.failed} accepted`);
			expect(await press(form)).toContain('Nothing was sent');
			const again = emulator.messages.slice(before);
			expect(new Set(again.map(({ number }) => number)).size).toBe(again.length);
			expect(again).toHaveLength(played.failed);
			expect(
				again.every(({ campaignId, text }) => campaignId === campaign && /Zoé/.test(text)),
			).toBe(true);
			const figures = await figuresOf(campaign);
			expect(figures).toMatchObject({ failed: 0, waiting: played.failed, sent: played.sent });

			// The second try is reported like the first.
			const [one, two] = again;
			await emulator.deliver(one?.id ?? 0);
			await emulator.deliver(two?.id ?? 0, 'INVALID_DESTINATION_ADDRESS');
			await settled(campaign, {
				delivered: played.delivered + 1,
				failed: 1,
				waiting: played.failed - 2,
			});
		});

		testOnce(
			'sends again to the silent only after a page that warns who may already have it',
			async () => {
				const { emulator } = bench;
				const before = emulator.messages.length;
				const { page, strange } = await open(390);
				await page.goto(url + at);
				await page.getByText(`Send again to the ${silent} silent`).click();
				await page.getByText(`Up to ${silent} of these ${silent} have it already`).waitFor();
				await takePicture(page, `report-${VERSION}/${from}-silent.png`);
				expect(emulator.messages).toHaveLength(before);
				await page.getByText(`Send again to all ${silent}`).click();
				await page.getByText(`Sent again: ${silent} accepted`).waitFor({ timeout: 60_000 });
				expect(emulator.messages).toHaveLength(before + silent);
				expect(await figuresShown(page)).toEqual(await figuresOf(campaign));
				expect(strange).toEqual([]);
				await page.context().close();
			},
		);
	},
);

async function creditsOf(campaign: string): Promise<number> {
	return bench.emulator.messages
		.filter(({ campaignId }) => campaignId === campaign)
		.reduce((sum, { parts }) => sum + parts, 0);
}

testOnce(
	'a reply counts for the person’s last campaign, and a STOP excludes them from both',
	async () => {
		const { emulator } = bench;
		await play('FIN', 3000, { sent: 4, delivered: 1, failed: 3, replies: 0, stops: 0 });
		const [first = '', second = '', ...others] = (await recipes.rows('Campaign SMS'))
			.filter(({ campaign, failedAt }) => campaign === 'FIN' && failedAt)
			.map(({ phone }) => String(phone));
		await emulator.stop(first);
		await settled('FIN', { stops: 1 });
		await run(await campaignOf('FIN3', 4, 3000));
		await emulator.reply(second, 'Oui');
		await emulator.stop(second);
		await settled('FIN3', { sent: 3, notSent: 1, replies: 1, stops: 1 });
		expect(await figuresOf('FIN')).toMatchObject({ replies: 0, stops: 1 });
		const before = emulator.messages.length;
		const html = await (await get('?campaign=FIN')).text();
		expect(html).toContain('Send again to the 2 not delivered');
		expect(await press({ campaign: 'FIN', action: 'failed', token: tokenOf(html) })).toContain(
			'Sent again: 1 accepted, 0 perhaps, 1 not',
		);
		expect(emulator.messages.slice(before).map(({ number }) => number)).toEqual(others);
	},
);

testOnce('a campaign that runs twice sends once and keeps its numbers', async () => {
	const before = bench.emulator.messages.length;
	const id = await campaignOf('FIN2', 2, 4000);
	const first = await run(id);
	expect(items(first, 'Note Each SMS')).toHaveLength(2);
	const figures = await figuresOf('FIN2');
	const again = await run(id, 'Not Sent Before');
	expect(items(again, 'Not Sent Before')).toEqual([]);
	expect(bench.emulator.messages).toHaveLength(before + 2);
	expect(await figuresOf('FIN2')).toEqual(figures);
});
