import type { Browser, Page } from 'playwright-core';

import { emulatorForTests, receiverForTests } from '../../dev/emulator/forTests';
import { send } from '../../dev/emulator/posting';
import { launchBrowser } from './browser';

const receiver = receiverForTests();
const emulator = emulatorForTests({ limitsReplies: true });
let browser: Browser;
let page: Page;
let complaints: string[];

const calledBack = () =>
	receiver.received.map(({ url }) => decodeURIComponent(url.replace(/\+/g, ' ')));

beforeAll(async () => {
	browser = await launchBrowser();
}, 60_000);

beforeEach(async () => {
	emulator.callbackUrl = receiver.url;
	complaints = [];
	page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
	page.setDefaultTimeout(5000);
	page.on('pageerror', (cause) => complaints.push(cause.message));
	page.on('console', (line) => {
		if (line.type() === 'error') complaints.push(line.text());
	});
	await page.goto(emulator.origin);
}, 60_000);

afterEach(async () => {
	await page.close();
	expect(complaints).toEqual([]);
});

afterAll(async () => await browser.close());

const phone = (number: string) => page.getByRole('region', { name: `Phone ${number}` });
const notice = () => page.getByRole('status');
const field = (label: string) => page.getByLabel(label, { exact: true });

test('an SMS appears and can be delivered, refused, replied to, stopped and unblocked', async () => {
	const sent = { text: 'Été à 5€, œuf & <b>ç</b>\nà demain', route: 'M', id: 'ete26' };
	expect(await send(emulator.sendUrl, sent)).toBe('SENDING_OK;9999');
	const one = phone('33611223344');
	await one.getByText('Été à 5€, œuf & <b>ç</b>').waitFor();
	expect(await one.locator('.bubble').innerText()).toBe(`${sent.text} STOP au 36XXX`);
	expect(await one.locator('.facts').innerText()).toMatch(
		/sent\s+1 part\s+UCS-2\s+Marketing\s+campaign ete26/,
	);
	expect(await field('Balance (SMS)').inputValue()).toBe('9999');

	await one.getByRole('button', { name: 'Deliver' }).click();
	await notice().getByText('Delivered. Answer: 202 OK').waitFor();
	await one.getByText('delivered', { exact: true }).waitFor();
	await one.getByRole('button', { name: 'Refuse' }).click();
	await one.getByText('refused', { exact: true }).waitFor();

	await field('Reply from 33611223344').fill('Ça marche 👍');
	await one.getByRole('button', { name: 'Reply', exact: true }).click();
	await one.locator('.answer').getByText('Ça marche 👍').waitFor();

	await one.getByRole('button', { name: 'STOP' }).click();
	await one.getByText('blacklisted').waitFor();
	expect(calledBack()).toEqual([
		expect.stringMatching(/^\/sms\?id=ete26&gsm=33611223344&status=DELIVERED&network=Orange&date=/),
		expect.stringContaining('&status=INVALID_DESTINATION_ADDRESS&'),
		'/sms?num=33611223344&message=Ça marche 👍',
		'/sms?num=33611223344&message=STOP',
	]);
	expect(await send(emulator.sendUrl, {})).toBe('33611223344_IS_BLACKLISTED');
	await page.locator('#requests').getByText('33611223344_IS_BLACKLISTED').waitFor();

	await page.getByRole('button', { name: 'Remove 33611223344 from the blacklist' }).click();
	await page.getByText('Nobody said STOP.').waitFor();
	expect(await send(emulator.sendUrl, {})).toBe('SENDING_OK;9998');
}, 60_000);

test('campaigns have counts, each number has one phone, and a scheduled SMS can be sent now', async () => {
	await send(emulator.sendUrl, { id: 'a', recipients: ['33611223344', '33622334455'] });
	await send(emulator.sendUrl, { prog: '2099-01-31 09:20:10' });
	await phone('33622334455').waitFor();
	const one = phone('33611223344');
	await one.getByText('for 2099-01-31 09:20:10').waitFor();
	expect(await page.locator('.phone').count()).toBe(2);
	expect(await page.locator('#campaigns tbody tr').allInnerTexts()).toEqual([
		'a\t2\t0\t0\t0',
		'(none)\t1\t1\t0\t0',
	]);
	await one.getByRole('button', { name: 'Send now' }).click();
	await notice().getByText('Sent.').waitFor();
	expect(emulator.messages.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
}, 60_000);

test('a link in an SMS opens in a new tab, and markup stays text', async () => {
	const link = `${emulator.origin}/page.css?signature=a&b=1`;
	await send(emulator.sendUrl, { text: `<i>Oui</i> ou non : ${link}.`, long: 'yes' });
	const bubble = phone('33611223344').locator('.bubble');
	expect(await bubble.innerText()).toBe(`<i>Oui</i> ou non : ${link}.`);
	const anchor = bubble.getByRole('link', { name: link });
	expect(await anchor.getAttribute('href')).toBe(link);
	const [opened] = await Promise.all([page.waitForEvent('popup'), anchor.click()]);
	expect(opened.url()).toBe(link);
	expect(await opened.evaluate(() => window.opener === null && document.referrer === '')).toBe(
		true,
	);
	await opened.close();
}, 60_000);

test('the login and the addresses come first', async () => {
	const account = page.getByLabel('For a credential in n8n');
	await account.getByText(emulator.sendUrl, { exact: true }).waitFor();
	expect(await account.locator('dd').allInnerTexts()).toEqual([
		emulator.sendUrl,
		emulator.testUrl,
		'demo',
		'demo-password',
	]);
}, 60_000);

test('search finds phones by number or text, and Clear All keeps the account', async () => {
	emulator.credits = 50;
	await send(emulator.sendUrl, { text: 'Bonjour Zoé' });
	await send(emulator.sendUrl, { recipients: ['33622334455'] });
	await phone('33622334455').waitFor();
	await field('Search phones').fill('zoé');
	await phone('33622334455').waitFor({ state: 'hidden' });
	expect(await phone('33611223344').isVisible()).toBe(true);
	await page.getByRole('button', { name: 'Clear all' }).click();
	await page.getByText('No SMS yet.').waitFor();
	expect([emulator.messages, emulator.credits]).toEqual([[], 48]);
}, 60_000);

test('the balance and the callback URL can be changed, and invalid values show a message', async () => {
	await field('Balance (SMS)').fill('0');
	await field('Balance (SMS)').press('Enter');
	await notice().getByText('Balance saved.').waitFor();
	expect(await send(emulator.sendUrl, {})).toBe('NOT_ENOUGH_CREDITS;0');
	await field('Callback URL').fill('http://127.0.0.1:1/dead');
	await field('Callback URL').press('Enter');
	await notice().getByText('Callback URL saved.').waitFor();
	emulator.credits = 5;
	await send(emulator.sendUrl, { sender: 'Ma Marque' });
	await phone('33611223344').getByRole('button', { name: 'Deliver' }).click();
	await notice().getByText('Not called back: connect ECONNREFUSED').waitFor();
	expect(await field('Reply from 33611223344').isDisabled()).toBe(true);
	complaints = complaints.filter((line) => !line.includes('400 (Bad Request)'));
}, 60_000);

test('the keyboard alone reaches every control, each has a name and keeps its focus when pressed', async () => {
	await send(emulator.sendUrl, {});
	await phone('33611223344').waitFor();
	const names: string[] = [];
	const controls = page.locator('button, input, a');
	for (let i = 0; i < (await controls.count()) + 3; i++) {
		await page.keyboard.press('Tab');
		const focused = page.locator(':focus');
		if ((await focused.count()) === 0) break;
		names.push(
			await focused.evaluate((control) => {
				const label = control.getAttribute('aria-label') ?? control.ariaLabel;
				const labels = control instanceof HTMLInputElement ? control.labels : null;
				return label ?? labels?.[0]?.textContent ?? control.textContent ?? '';
			}),
		);
	}
	expect(names).toEqual([
		'Skip to the phones',
		'Callback URL',
		'Save',
		'Balance (SMS)',
		'Save',
		'Search phones',
		'Clear all',
		'SMS of 33611223344',
		'Deliver SMS 1: Bonjour',
		'Refuse SMS 1: Bonjour',
		'Reply from 33611223344',
		'Reply',
		'STOP',
	]);
	const deliver = page.getByRole('button', { name: 'Deliver SMS 1: Bonjour' });
	await deliver.focus();
	await page.keyboard.press('Enter');
	await notice().getByText('Delivered.').waitFor();
	expect(await deliver.evaluate((control) => control === document.activeElement)).toBe(true);
}, 60_000);

test('text has a contrast of at least 4.5 to 1 with its background', async () => {
	await send(emulator.sendUrl, { route: 'M', recipients: ['33611223344', '33622334455'] });
	await send(emulator.sendUrl, { prog: '2099-01-31 09:20:10' });
	await emulator.deliver(1);
	await emulator.deliver(2, 'INVALID_DESTINATION_ADDRESS');
	await emulator.stop('33622334455');
	await phone('33622334455').getByText('blacklisted').waitFor();
	const faint = await page.evaluate(() => {
		const parse = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
		const luminance = (colour: number[]) => {
			const [red = 0, green = 0, blue = 0] = colour.map((value) => {
				const part = value / 255;
				return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
			});
			return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
		};
		const behind = (node: Element | null): number[] => {
			if (!node) return [255, 255, 255];
			const colour = parse(getComputedStyle(node).backgroundColor);
			return colour[3] === 0 ? behind(node.parentElement) : colour;
		};
		return Array.from(document.querySelectorAll('body *'))
			.filter((node) =>
				Array.from(node.childNodes).some(
					(child) => child.nodeType === 3 && child.textContent?.trim(),
				),
			)
			.map((node) => {
				const ink = luminance(parse(getComputedStyle(node).color).slice(0, 3));
				const ground = luminance(behind(node).slice(0, 3));
				const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
				return { text: node.textContent?.trim(), ratio };
			})
			.filter(({ ratio }) => ratio < 4.5);
	});
	expect(faint).toEqual([]);
}, 60_000);
