import type { Browser } from 'playwright-core';

import { launchBrowser } from '../browser';
import { Editor } from '../editor';
import { flow, node, SMS, startWith, type Flow, type Json } from '../workflow';
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

	await editor.field('sendUrl').fill('nonsense');
	await editor.part('credential-save-button').click();
	await page.getByText('The Sending URL must start with https://').waitFor();
	await editor.picture('credential-no-url');

	await editor.field('sendUrl').fill(bench.emulator.sendUrl);
	await editor.field('password').fill(PASSWORD);
	await editor.part('credential-save-button').click();
	await page.getByText('Connection tested successfully').waitFor();
	await page.getByText('Callback Secret', { exact: true }).first().hover();
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
	await page.getByText('Send SMS', { exact: true }).click();

	await editor.field('recipients').fill('06 11 22 33 44');
	await editor.field('text').fill('Bonjour, votre commande est prête : 5 €');
	await editor.picture('node');

	const senderNotice = editor.notice('People cannot reply to a sender name');
	const routeNotice = editor.notice('Marketing: 14 of the characters go to the STOP mention');
	for (const notice of [senderNotice, routeNotice]) {
		expect(await notice.count()).toBe(0);
	}
	await editor.field('sender').fill('Ma Marque');
	await senderNotice.waitFor();
	await editor.choose('route', 'Marketing');
	await routeNotice.waitFor();
	await editor.picture('notices');

	await editor.field('sender').fill('');
	await senderNotice.waitFor({ state: 'detached' });
	await editor.choose('route', 'Notification');
	await routeNotice.waitFor({ state: 'detached' });
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

const LONG_TEXT = `À bientôt, ça ${'commence '.repeat(11)}ici.`;

/** Numbers among 300 that get no SMS. */
const BAD = ['05 61 00 00 00', '06 11', '01 23 45 67 89', '06 12 34', '04 91 00 00 00', 'demain'];
const PEOPLE = Array.from({ length: 300 }, (_, index) => ({
	name: `Customer ${String(index + 1)}`,
	phone: BAD[index - 1] ?? String(33611220000 + index),
}));

test('a campaign can be read at a glance, however its output is cut', async () => {
	const { page } = editor;
	bench.emulator.reset();
	await editor.open(`/workflow/${await bench.create(await campaign())}`);
	await editor.part('execute-workflow-button').first().click();
	await page.getByText('Workflow executed successfully').first().waitFor();
	const look = async (name: string, branch?: RegExp) => {
		await editor.openNode(name);
		const table = await editor.table(branch);
		await editor.picture(name.toLowerCase().replaceAll(' ', '-'));
		const hints = await editor.hints();
		await editor.closeNode();
		return { ...table, hints };
	};
	const refused =
		'3 landlines (rows 2, 4, 6) · 2 numbers too short (rows 3, 5) · 1 not a number (row 7)';
	const columns = [
		...['outcome', 'recipient', 'reason', 'credits', 'creditsLeft', 'text', 'warnings'],
		...['campaignId', 'scheduledAt', 'code'],
	];
	const ROWS = [
		['accepted', '33611220000', 'Accepted', '1'],
		[
			'rejected',
			'05 61 00 00 00',
			expect.stringMatching(/^“05 61 00 00 00” is a French landline/),
			'0',
		],
		['rejected', '06 11', expect.stringMatching(/^“06 11” has too few digits/), '0'],
	];

	const whole = await look('Campaign');
	expect(whole.hints).toContain(`294 accepted · ${refused} · 294 credits spent · 9,706 left`);
	expect(whole.columns).toEqual([...columns, 'error']);
	expect(whole.rows.slice(0, 3).map((row) => row.slice(0, 4))).toEqual(ROWS);
	expect(whole.rows.map(([outcome, recipient]) => [outcome, recipient])).toEqual(
		PEOPLE.map(({ phone }) => [BAD.includes(phone) ? 'rejected' : 'accepted', phone]),
	);

	const each = await look('Per Recipient');
	expect(each.hints).toContain(`294 accepted · ${refused} · 294 credits spent · 9,412 left`);
	expect(each.columns).toEqual(whole.columns);
	expect(each.rows.slice(0, 3).map((row) => row.slice(0, 4))).toEqual(ROWS);
	expect(each.rows.map(([, recipient]) => recipient)).toEqual(PEOPLE.map(({ phone }) => phone));

	const run = await look('Per Run');
	expect(run.columns.slice(0, 3)).toEqual(['items', 'accepted', 'rejected']);
	expect(run.rows.map((row) => row.slice(0, 3))).toEqual([['300', '294', '6']]);

	const failed = await look('Error Output', /^Error.*6 items/);
	expect(failed.columns).toEqual(['name', 'phone']);
	expect(failed.rows.map(([, phone]) => phone)).toEqual(BAD);
	for (const row of failed.rows) expect(row[2]).toMatch(/^message/);

	const preview = await look('Preview');
	expect(preview.hints).toContain('294 SMS to 294 numbers · 6 rows refused (2, 3, 4, …)');
	expect(preview.columns.slice(0, 5)).toEqual([
		...['credits', 'parts', 'text', 'charactersLeft', 'recipient'],
	]);
	expect(preview.rows.map((row) => row[4])).toEqual(
		PEOPLE.map(({ phone }) => (BAD.includes(phone) ? 'empty' : phone)),
	);
	expect(bench.emulator.tally.requests).toBe(4);
});

/** What is sent, and what the editor shows of it: an error with its remedy, or a hint. */
const TOLD: ReadonlyArray<{
	readonly what: string;
	readonly parameters?: Json;
	readonly phones?: readonly string[];
	readonly answer?: string;
	readonly says: readonly string[];
}> = [
	{
		what: 'emoji',
		parameters: { text: 'Promo 🎉' },
		says: [
			'Emoji cannot be sent: “🎉” at position 7',
			'Delete it, or add Unsupported Characters and choose Remove.',
		],
	},
	{
		what: 'costly letters',
		parameters: { text: LONG_TEXT, route: 'M', options: { costlyLetters: 'keep' } },
		answer: 'TOO_LONG_MESSAGE',
		says: [
			'“À”, “ô”, “ç” limit this SMS to 70 characters; it has 131 with the STOP mention (TOO_LONG_MESSAGE)',
			'Under Options, set Letters That Cost More to Write Plainly, or turn on Long Message (2 SMS).',
		],
	},
	{
		what: 'too long for the provider',
		answer: 'TOO_LONG_MESSAGE',
		says: [
			'The provider found the text too long to be sent (TOO_LONG_MESSAGE)',
			'Shorten the text, or turn on Long Message to allow up to four parts.',
		],
	},
	{
		what: 'sender',
		parameters: { sender: "L'Épi d'Or" },
		says: ["Operators may refuse ' and É in a sender. Safe: L Epi d Or"],
	},
	{
		what: 'one of ten',
		phones: PEOPLE.slice(10, 20).map(({ phone }, index) => (index === 4 ? '06 11' : phone)),
		says: [
			'“06 11” has too few digits',
			'None was sent: 9 not tried (rows 1, 2, 3, …) · 1 number too short (row 5). Set On Error to Continue to reach the other 9.',
		],
	},
	{
		what: 'no mobile',
		phones: ['05 61 00 00 00'],
		says: ['is a French landline'],
	},
];

test('a user is told what is wrong, and what to do about it', async () => {
	const account = { id: await bench.createCredential(), name: 'Capitole Mobile' };
	for (const { what, parameters, phones = ['06 11 22 33 44'], answer, says } of TOLD) {
		bench.emulator.reset();
		if (answer !== undefined) bench.emulator.misbehave({ kind: 'answer', body: answer });
		const sms = node(
			'Campaign',
			SMS,
			{ recipients: '={{ $json.phone }}', text: 'Bonjour', ...parameters },
			{ credentials: { capitoleMobileApi: account } },
		);
		const people = phones.map((phone) => ({ phone }));
		await editor.open(`/workflow/${await bench.create(flow(what, ...startWith(people), [sms]))}`);
		await editor.openNode('Campaign');
		await editor.executeStep();
		const panel = editor.part('output-panel');
		for (const text of says) await panel.getByText(text).first().waitFor();
		await editor.picture(`told-${what.replaceAll(' ', '-')}`);
		await editor.closeNode();
	}
});

/** A campaign to them, its output cut in each way. */
async function campaign(): Promise<Flow> {
	const account = { id: await bench.createCredential(), name: 'Capitole Mobile' };
	const branch = (name: string, parameters: Json, onError = 'continueRegularOutput') =>
		node(
			name,
			SMS,
			{
				recipients: '={{ $json.phone }}',
				text: 'Soldes : -20 % jusqu’à samedi',
				...parameters,
			},
			{ credentials: { capitoleMobileApi: account }, onError },
		);
	const combineItems = true;
	const branches = [
		branch('Campaign', { id: 'SOLDES26', options: { combineItems } }),
		branch('Per Recipient', { options: { combineItems, outputPer: 'recipient' } }),
		branch('Per Run', { options: { combineItems, outputPer: 'run' } }),
		branch('Error Output', { options: { combineItems } }, 'continueErrorOutput'),
		branch('Preview', { operation: 'preview' }),
	];
	const { connections, ...rest } = flow('A campaign', ...startWith(PEOPLE), branches);
	const targets = branches.map(({ name }) => ({ node: name, type: 'main' as const, index: 0 }));
	return { ...rest, connections: { ...connections, Items: { main: [targets] } } };
}

/** The documents show the newer editor. */
const image = (name: string) => (VERSION === '2.41.1' ? name : undefined);

/** The Test URL as the panel shows it. */
async function testUrl(): Promise<string> {
	const text = await editor.part('ndv').innerText();
	const [url] = /http:\/\/\S+\/webhook-test\/\S+/.exec(text) ?? [];
	if (url === undefined) throw new Error(`No Test URL in:\n${text}`);
	return url;
}
