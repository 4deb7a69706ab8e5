import { setTimeout as wait } from 'node:timers/promises';

import type { Browser, Page } from 'playwright-core';

import type { EmulatorOptions } from '../../../dev/emulator/emulator';
import { publish } from '../../../dev/lab/publish';
import { until } from '../../../dev/lab/until';
import { launchBrowser } from '../browser';
import { takePicture } from '../picture';
import { nodeOf, Recipes } from '../recipes';
import { IS_OLD, testOnce, VERSION, Workbench } from '../workbench';

jest.setTimeout(300_000);

const PHONE = '06 39 98 10 11';
const NUMBER = '33639981011';
const PASSWORD = 'Api-Pa55word';

let bench: Workbench;
let recipes: Recipes;
let browser: Browser;
let page: Page;
let formUrl = '';
let doorUrl: string | null = null;

beforeAll(async () => {
	// A provider that reads only UTF-8 would misread the é of the usual password.
	bench = await Workbench.open({ emulator: { password: PASSWORD } });
	recipes = await Recipes.open(bench);
	browser = await launchBrowser();
	page = await browser.newPage({ viewport: { width: 1366, height: 900 } });
	for (const file of ['campaign-report-events', 'delivery-log', 'stop-to-do-not-contact']) {
		await recipes.ready(await recipes.prepared(`${file}.json`));
	}
	await recipes.publish(await recipes.prepared('front-door.json'));
	doorUrl = bench.emulator.callbackUrl;
	const flow = await recipes.prepared('check-my-account.json');
	for (const name of ['Note the Campaign', 'Reports', 'Replies']) {
		delete nodeOf(flow, name).disabled;
	}
	nodeOf(flow, 'Two Numbers').parameters.url = bench.emulator.sendUrl;
	const path = `/form/${nodeOf(flow, 'Your Phone').webhookId ?? ''}`;
	// POST would mean a submitted form.
	await publish(bench.n8n, flow, path, ['GET']);
	formUrl = bench.n8n.url + path;
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await bench?.close();
});

/** The result table by assumption, and the text about credits. */
interface Verdicts {
	rows: Record<string, { verdict: string; seen: string; set: string }>;
	credits: number;
	text: string;
}

/** Runs the check against this provider, with a person who reports truthfully what arrived. */
async function check(world: Partial<EmulatorOptions>, isCalledBack = false): Promise<Verdicts> {
	const { emulator } = bench;
	emulator.reset();
	emulator.configure(world);
	if (isCalledBack) emulator.callbackUrl = doorUrl;
	const credits = emulator.credits;
	await page.goto(formUrl);
	await page.locator('input[name=field-0]').fill(PHONE);
	await page.locator('#submit-btn').click();
	await page.getByText('What came on your phone?').waitFor({ timeout: 120_000 });
	const toMe = emulator.messages.filter(({ number }) => number === NUMBER);
	const [plain, cedilla, third, fourth] = [1, 2, 3, 4].map((number) =>
		toMe.find(({ text }) => text.startsWith(`Check ${number}`)),
	);
	if (isCalledBack) {
		const before = (await recipes.rows('Delivery log')).length;
		await emulator.deliver(plain?.id ?? 0);
		await emulator.reply(NUMBER, 'OUI');
		await until(
			'the report and the reply in their tables',
			async () => [await recipes.rows('Delivery log'), await recipes.rows('Campaign SMS')],
			([log = [], people = []]) =>
				log.length > before && people.some(({ campaign, reply }) => campaign === 'CHECK' && reply),
		);
	}
	const inMinutes = ((fourth?.scheduledFor?.getTime() ?? 0) - Date.now()) / 60_000;
	const answers = [
		plain === undefined
			? 'It did not come'
			: plain.text === 'Check 1: é€'
				? 'Exactly: Check 1: é€'
				: 'Other letters',
		cedilla === undefined ? 'It did not come' : cedilla.text.includes('ç') ? 'ç' : 'c',
		third === undefined ? 'No' : 'Yes',
		Math.abs(inMinutes) < 5 ? 'At the time that it says' : 'Not within ten minutes of it',
	];
	for (const [index, answer] of answers.entries()) {
		await page.locator(`select[name=field-${index}]`).selectOption(answer);
	}
	await takePicture(page, `account-${VERSION}/form.png`);
	await page.locator('#submit-btn').click();
	const table = await until(
		'the table',
		async () => {
			for (const frame of page.frames()) {
				const rows = await frame
					.locator('table tr td')
					.allInnerTexts()
					.catch(() => []);
				if (rows.length > 0) return { rows, text: await frame.locator('body').innerText() };
			}
			await wait(200);
			return { rows: [], text: '' };
		},
		({ rows }) => rows.length > 0,
		60_000,
	);
	const rows: Verdicts['rows'] = {};
	for (let at = 0; at < table.rows.length; at += 4) {
		const [name = '', verdict = '', seen = '', set = ''] = table.rows.slice(at, at + 4);
		rows[name] = { verdict, seen, set };
	}
	const spent = credits - emulator.credits;
	expect(spent).toBeLessThanOrEqual(6);
	expect(table.text).toContain(`It took ${spent} credit`);
	for (const secret of [PASSWORD, NUMBER, NUMBER.slice(2), PHONE, '98 10 11']) {
		expect(table.text).not.toContain(secret);
	}
	return { rows, credits: spent, text: table.text };
}

const holds = { verdict: 'holds' };
const not = { verdict: 'does not hold' };
const open = { verdict: 'open' };

test('confirms every visible assumption for an account as assumed, with a front door', async () => {
	const { rows, text } = await check({}, true);
	// The documents' images show n8n 2.x.
	const image = IS_OLD ? undefined : 'account.png';
	await takePicture(page, `account-${VERSION}/table-1366.png`, image);
	await page.setViewportSize({ width: 390, height: 900 });
	await takePicture(page, `account-${VERSION}/table-390.png`);
	await page.setViewportSize({ width: 1366, height: 900 });
	expect(rows).toMatchObject({
		EMPTY_REQUEST_SENDS_NOTHING: holds,
		ECHO_LAYOUT_UNKNOWN: holds,
		CHARSET_ISO_8859_15: holds,
		CREDITS_BY_PART: holds,
		TRANSLITERATION_UNKNOWN: {
			...holds,
			seen: expect.stringContaining('2 credits: sent as UCS-2'),
		},
		CODES_ARE_SET_APART: { ...holds, seen: expect.stringContaining('on lines of their own') },
		REFUSED_NUMBERS_MAY_BE_NATIONAL: holds,
		OK_SERVES_THE_NUMBERS_NOT_NAMED: holds,
		PARTLY_NAMED_IS_UNKNOWN: open,
		PROG_IS_PARIS_TIME: holds,
		CALLBACK_TIMEZONE: holds,
		GLUED_QUERY: { ...holds, seen: 'a delivery report and a reply came through the front door' },
		MASKED_NUMBER: holds,
	});
	expect(text).toContain('| Assumption | Verdict | What was seen | What to set |');
});

testOnce('detects an account that replaces letters and separates codes by semicolons', async () => {
	const { rows } = await check({ transliterates: true, partialAnswer: 'semicolons' });
	expect(rows).toMatchObject({
		TRANSLITERATION_UNKNOWN: {
			...holds,
			seen: '100 letters with a ç took 1 credit: written plainly, or counted otherwise; on the phone: c',
			set: 'Letters That Cost More: Keep costs nothing more',
		},
		CODES_ARE_SET_APART: {
			...holds,
			seen: expect.stringContaining('behind ;: NUMBER_IS_INVALID;SENDING_OK'),
		},
		CHARSET_ISO_8859_15: holds,
		PROG_IS_PARIS_TIME: holds,
		// Callbacks of the previous check do not count.
		CALLBACK_TIMEZONE: open,
		GLUED_QUERY: open,
		MASKED_NUMBER: open,
	});
});

testOnce('detects an account that reads only UTF-8', async () => {
	const { rows } = await check({ reader: 'utf-8' });
	expect(rows).toMatchObject({
		CHARSET_ISO_8859_15: { ...not, set: 'Letter Encoding: UTF-8' },
		CREDITS_BY_PART: holds,
		TRANSLITERATION_UNKNOWN: { ...holds, seen: expect.stringContaining('2 credits') },
	});
});

testOnce(
	'detects an account that always reads ISO-8859-15 and names only refused numbers',
	async () => {
		const { rows } = await check({ reader: 'iso-8859-15', partialAnswer: 'refusalsOnly' });
		expect(rows).toMatchObject({
			CHARSET_ISO_8859_15: { ...holds, set: '' },
			CODES_ARE_SET_APART: open,
			OK_SERVES_THE_NUMBERS_NOT_NAMED: open,
			PARTLY_NAMED_IS_UNKNOWN: { ...not, seen: expect.stringContaining('the other number got it') },
		});
	},
);

testOnce('detects an account on UTC, by Send At and the dates of reports', async () => {
	const { rows } = await check({ clock: 'UTC' }, true);
	expect(rows).toMatchObject({
		PROG_IS_PARIS_TIME: not,
		CALLBACK_TIMEZONE: { ...not, set: "Provider's Time Zone: UTC" },
	});
});

testOnce('draws no conclusion from the balance of an account that hides it', async () => {
	const { emulator } = bench;
	emulator.reset();
	emulator.configure({ balanceFollows: [] });
	await page.goto(formUrl);
	await page.locator('input[name=field-0]').fill(PHONE);
	await page.locator('#submit-btn').click();
	await page.getByText('What came on your phone?').waitFor({ timeout: 120_000 });
	expect(emulator.messages.filter(({ number }) => number === NUMBER)).toHaveLength(4);
});
