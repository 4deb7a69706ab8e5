import type { Browser } from 'playwright-core';

import { launchBrowser } from '../browser';
import { Editor } from '../editor';
import { PASSWORD, VERSION, Workbench } from '../workbench';

jest.setTimeout(180_000);

let bench: Workbench;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
	bench = await Workbench.open({ isCredentialMade: false });
	browser = await launchBrowser();
	editor = await Editor.signIn(browser, bench.n8n.url, `editor-${VERSION}`);
}, 240_000);

afterAll(async () => {
	await browser?.close();
	await bench?.close();
});

test('a user adds the credential, and is told whether its password is right', async () => {
	const { page } = editor;
	const { username } = bench.emulator.options;
	await editor.open('/home/credentials/create');
	await editor.part('new-credential-type-select').locator('input').fill('capitole');
	await editor.part('new-credential-type-select-option').first().click();
	await editor.part('new-credential-type-button').click();
	await editor.field('username').fill(username);
	await editor.field('password').fill('wrong');
	await editor.field('sendUrl').fill(bench.emulator.sendUrl);
	await editor.field('testUrl').fill(bench.emulator.testUrl);
	await editor.picture('credential');

	await editor.part('credential-save-button').click();
	await page.getByText('Couldn’t connect with these settings').waitFor();
	await page.getByText('More details').click();
	await page.getByText('The provider refused the username or the API password').waitFor();
	await editor.picture('credential-wrong-password');

	await editor.field('password').fill(PASSWORD);
	await editor.part('credential-save-button').click();
	await page.getByText('Connection tested successfully').waitFor();
	await page.getByText('Callback Secret').hover();
	await editor.picture('credential-right-password');
	expect(bench.emulator.messages).toEqual([]);
});

test('a user finds Capitole SMS, fills it in, is told what matters, and sends', async () => {
	const { page } = editor;
	await editor.newWorkflow();
	for (const word of ['sms', 'texto', 'capitole']) {
		const found = await editor.search(word);
		expect(found.indexOf('Capitole SMS')).toBeLessThan(8);
		await editor.picture(`search-${word}`);
	}
	await page.getByText('Capitole SMS', { exact: true }).first().click();
	await page.getByText(/^Actions \(/).click();
	await editor.picture('actions');
	await page.getByText('Send an SMS', { exact: true }).click();

	await editor.field('recipients').fill('06 11 22 33 44');
	await editor.field('text').fill('Bonjour, votre commande est prête : 5 €');
	await editor.picture('node');

	const senderNotice = editor.notice('People cannot reply to a sender name');
	const routeNotice = editor.notice('Marketing: 14 of the characters go to the STOP mention');
	const progNotice = editor.notice('The provider keeps the SMS until then');
	for (const notice of [senderNotice, routeNotice, progNotice]) {
		expect(await notice.count()).toBe(0);
	}
	await editor.field('sender').fill('Ma Marque');
	await senderNotice.waitFor();
	await editor.choose('route', 'Marketing');
	await routeNotice.waitFor();
	await editor.field('prog').fill('2099-01-31 09:00:00');
	await page.keyboard.press('Enter');
	await progNotice.waitFor();
	await editor.picture('notices');
	await progNotice.scrollIntoViewIfNeeded();
	await editor.picture('notices-below');

	await editor.field('sender').fill('');
	await senderNotice.waitFor({ state: 'detached' });
	await editor.choose('route', 'Notification');
	await routeNotice.waitFor({ state: 'detached' });
	await editor.field('prog').fill('');
	await page.keyboard.press('Enter');
	await progNotice.waitFor({ state: 'detached' });
	await editor.field('id').fill('CMD1');

	await editor.addOption.scrollIntoViewIfNeeded();
	await editor.addOption.click();
	await editor.picture('options');
	await page.keyboard.press('Escape');

	await editor.executeStep();
	await editor.part('output-panel').getByText('SENDING_OK').first().waitFor();
	await editor.showJson();
	await editor.picture('output', image('send.png'));
	expect(bench.emulator.messages).toEqual([
		expect.objectContaining({
			number: '33611223344',
			text: 'Bonjour, votre commande est prête : 5 €',
			campaignId: 'CMD1',
			sender: null,
			route: 'N',
			scheduledFor: null,
		}),
	]);
});

test('a user adds the trigger, reads what to do, listens, and gets a test event', async () => {
	const { page } = editor;
	await editor.newWorkflow();
	await editor.search('capitole');
	await page.getByText('Capitole SMS', { exact: true }).first().click();
	await editor.picture('trigger-actions');
	await page.getByText('On reply received', { exact: true }).click();
	await editor.part('node-parameters').waitFor();
	await editor.picture('trigger');
	await editor.part('node-parameters').getByText('Webhook URLs', { exact: true }).click();
	await page.getByText('When will this node trigger my flow?').click();
	await editor.picture('trigger-help');
	const url = await testUrl();
	await editor.executeStep();
	await page.getByText('Waiting for a callback').first().waitFor();
	await editor.picture('trigger-listening');
	expect((await fetch(`${url}?num=33610203040&message=Caf%E9+%A4`)).status).toBe(200);
	await editor.part('output-panel').getByText('Café €').first().waitFor();
	await editor.picture('trigger-event', image('trigger.png'));
});

/** The documents show the newer editor. */
const image = (name: string) => (VERSION === '2.41.1' ? name : undefined);

/** The Test URL as the panel shows it. */
async function testUrl(): Promise<string> {
	const text = await editor.part('ndv').innerText();
	const [url] = /http:\/\/\S+\/webhook-test\/\S+/.exec(text) ?? [];
	if (url === undefined) throw new Error(`No Test URL in:\n${text}`);
	return url;
}
