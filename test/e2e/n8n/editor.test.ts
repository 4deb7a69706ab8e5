import type { Browser } from 'playwright-core';

import { until } from '../../../dev/lab/until';
import { launchBrowser } from '../browser';
import { Editor } from '../editor';
import { readExample } from '../example';
import { VIEWPORT } from '../picture';
import { flow, node, SMS, startWith, type Flow, type FlowNode, type Json } from '../workflow';
import { IS_OLD, PASSWORD, testOnce, VERSION, Workbench } from '../workbench';

jest.setTimeout(180_000);

let bench: Workbench;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
	bench = await Workbench.open({ isCredentialMade: false });
	browser = await launchBrowser();
	editor = await Editor.signIn(browser, bench.n8n.url, `editor-${VERSION}`);
}, 240_000);

beforeEach(() => bench.emulator.reset());

afterAll(async () => {
	await browser?.close();
	await bench?.close();
});

test('a user adds the credential and learns whether its password is right', async () => {
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

test('a user finds Capitole SMS, fills it in, sees the hints and sends', async () => {
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

	await editor.addButton('option').scrollIntoViewIfNeeded();
	await editor.addButton('option').click();
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

test('a user adds the trigger, reads its notice, listens and gets a test event', async () => {
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
	// The editor says so shortly before n8n listens.
	const { status } = await until(
		'the Test URL to be heard',
		async () => await fetch(`${url}?num=33610203040&message=Caf%E9+%A4`),
		(answer) => answer.status !== 404,
	);
	expect(status).toBe(200);
	await editor.part('output-panel').getByText('Café €').first().waitFor();
	await editor.picture('trigger-event', image('trigger.png'));
});

const FRENCH =
	'Bonjour, votre commande est prête. Venez la chercher quand ça vous arrange, avant samedi midi. Merci';
const LONG_TEXT = `À bientôt, ça ${'commence '.repeat(11)}ici.`;

/** Names and numbers from a shop's table, with the numbers that get an SMS. */
const PEOPLE: ReadonlyArray<readonly [name: string | null, phone: string, sentTo: string]> = [
	['Élodie', '06 39 98 10 01', '33639981001'],
	['', '639981002.0', ''],
	['René', '05 61 00 00 00', ''],
	['Zoé 🎉', '0639981003', ''],
	['Nadia', '06 39 98 10 01', '33639981001'],
	['Marc', '639981005.00', '33639981005'],
	['Lucie', '01 23 45 67 89', ''],
	[null, '+33 6 39 98 10 06', ''],
	['Paul', '06 12 34', ''],
	['Anne-Sophie', '0033639981008', '33639981008'],
	['Jean', '6.39981009E+8', '33639981009'],
	['Omer', '639981010,00', '33639981010'],
	['Léa', 'demain', ''],
	['Ève', '06.39.98.10.11', '33639981011'],
	['Max 😀', '0639981012', ''],
	['Tom', '639981013.5', ''],
	['Inès', '+46 70 174 06 05', '46701740605'],
	['Hugo', '06 39 98 10 14 / 06 39 98 10 15', '33639981014, 33639981015'],
	['Chloé', '04 91 00 00 00', ''],
	['Noé', '0639981001', '33639981001'],
];

test('a campaign is readable at a glance with every Output Per', async () => {
	const { page } = editor;
	await page.setViewportSize({ width: 1366, height: 860 });
	const cut = await campaign();
	await editor.loadWorkflow(await bench.create(cut), cut);
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
		'3 landlines (rows 3, 7, 19) · 2 missing values (rows 2, 8) · 2 texts with emoji (rows 4, 15) · 2 not a number (rows 13, 16) · 1 number too short (row 9)';
	const columns = [
		...['outcome', 'recipient', 'reason', 'credits', 'creditsLeft', 'text', 'warnings'],
		...['campaignId', 'scheduledAt', 'code'],
	];

	const whole = await look('Campaign');
	expect(whole.hints).toContain(`11 accepted · ${refused} · 11 credits spent · 9,989 left`);
	expect(whole.columns).toEqual([...columns, 'error']);
	expect(whole.rows.map(([outcome, recipient]) => [outcome, recipient])).toEqual(
		PEOPLE.map(([, phone, sentTo]) => [sentTo ? 'accepted' : 'rejected', sentTo || phone]),
	);
	expect(whole.rows[2]?.[2]).toMatch(/^“05 61 00 00 00” is a French landline/);
	expect(whole.inView).toBeGreaterThanOrEqual(12);

	const each = await look('Per Recipient');
	expect(each.hints).toContain(`11 accepted · ${refused} · 11 credits spent · 9,978 left`);
	expect(each.columns).toEqual(whole.columns);
	expect(each.rows.map(([, recipient]) => recipient)).toEqual(
		PEOPLE.flatMap(([, phone, sentTo]) => (sentTo || phone).split(', ')),
	);

	const run = await look('Per Run');
	expect(run.columns.slice(0, 3)).toEqual(['items', 'accepted', 'rejected']);
	expect(run.rows.map((row) => row.slice(0, 3))).toEqual([['20', '11', '10']]);

	const failed = await look('Error Output', /^Error.*10 items/);
	expect(failed.columns).toEqual(['name', 'phone']);
	expect(failed.rows.map(([, phone]) => phone)).toEqual(
		PEOPLE.flatMap(([, phone, sentTo]) => (sentTo ? [] : [phone])),
	);
	for (const row of failed.rows) expect(row[2]).toMatch(/^message/);
	expect(failed.inView).toBeGreaterThanOrEqual(6);

	const preview = await look('Preview');
	expect(preview.hints).toContain('11 SMS to 11 numbers · 10 rows refused (2, 3, 4, …)');
	expect(preview.columns.slice(0, 5)).toEqual([
		...['credits', 'parts', 'text', 'charactersLeft', 'recipient'],
	]);
	expect(preview.rows.map((row) => row[4])).toEqual(
		PEOPLE.map(([, , sentTo]) => sentTo || 'empty'),
	);
	expect(bench.emulator.tally.requests).toBe(4 * 10);
	await page.setViewportSize(VIEWPORT);
});

/** An SMS to one person or to ten, and the editor's message about it: a remedy or a hint. */
const TOLD: ReadonlyArray<{
	readonly what: string;
	readonly parameters?: Json;
	readonly toTen?: true;
	/** Runs only with the newer n8n; other cases show this kind of message in both. */
	readonly isOnce?: true;
	readonly says: readonly string[];
	readonly sent?: readonly string[];
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
		isOnce: true,
		parameters: {
			...{ recipients: '06 39 98 00 15', text: LONG_TEXT, route: 'M' },
			options: { costlyLetters: 'keep' },
		},
		says: [
			'“À”, “ô”, “ç” limit this SMS to 70 characters; it has 131 with the STOP mention (TOO_LONG_MESSAGE)',
			'Under Options, set Letters That Cost More to Write Plainly, or turn on Long Message (2 SMS).',
		],
	},
	{
		what: 'too long for the provider',
		isOnce: true,
		parameters: { recipients: '06 39 98 00 15' },
		says: [
			'The provider found the text too long to be sent (TOO_LONG_MESSAGE)',
			'Shorten the text, or turn on Long Message to allow up to four parts.',
		],
	},
	{
		what: 'French sentence',
		parameters: { text: FRENCH },
		says: [
			'1 accepted · 1 credit spent · 9,999 left · 1 text written plainly (ê as e, ç as c): 1 credit saved',
		],
		sent: [FRENCH.replace('ê', 'e').replace('ç', 'c')],
	},
	{
		what: 'sender',
		isOnce: true,
		parameters: { sender: "L'Épi d'Or" },
		says: ["Operators may refuse ' and É in a sender. Safe: L Epi d Or"],
	},
	{
		what: 'one of ten',
		isOnce: true,
		parameters: { recipients: "={{ $itemIndex === 4 ? '06 11' : $json.phone }}" },
		toTen: true,
		says: [
			'“06 11” has too few digits',
			'None was sent: 9 not tried (rows 1, 2, 3, …) · 1 number too short (row 5). Set On Error to Continue to reach the other 9.',
		],
	},
	{
		what: 'nine of ten have it',
		parameters: { recipients: "={{ $itemIndex === 4 ? '06 39 98 00 42' : $json.phone }}" },
		toTen: true,
		says: [
			'9 people already have this SMS: running it again sends it to them twice, unless Never Send Twice is set.',
			'9 accepted · 1 may have been sent',
		],
	},
	{
		what: 'simulated',
		isOnce: true,
		parameters: { safeguards: { simulate: true } },
		toTen: true,
		says: ['Simulated: 10 accepted · would cost 10 credits'],
	},
	{
		what: 'no mobile',
		isOnce: true,
		parameters: { recipients: '05 61 00 00 00' },
		says: ['is a French landline'],
	},
	{
		what: 'empty safeguard',
		isOnce: true,
		parameters: { safeguards: { allowedRecipients: '' } },
		says: ['Allowed Recipients: It was added and left empty', 'Fill it in, or remove it.'],
	},
	{
		what: 'another clock',
		parameters: { prog: "={{ $now.plus({ hours: 8 }).toFormat('yyyy-MM-dd HH:mm:ss') }}" },
		says: ["on n8n's clock (America/New_York) and no offset", 'Remove .toFormat(…)'],
	},
];

test('a user reads what is wrong and what to do about it', async () => {
	expect(FRENCH).toHaveLength(100);
	const account = { id: await bench.createCredential(), name: 'Capitole Mobile' };
	const cases = TOLD.filter(({ isOnce }) => !isOnce || !IS_OLD);
	const nodes = cases.map(({ what, parameters, toTen }) =>
		node(
			what,
			SMS,
			{ recipients: '={{ $json.phone }}', text: 'Bonjour', ...parameters },
			{ credentials: { capitoleMobileApi: account }, executeOnce: toTen !== true },
		),
	);
	const people = Array.from({ length: 10 }, (_, index) => ({ phone: String(33611220000 + index) }));
	const told = branches('What is wrong', people, nodes);
	for (const [index, { position }] of nodes.entries()) {
		position.splice(0, 2, 660 + 220 * (index % 4), 160 * Math.floor(index / 4));
	}
	told.settings.timezone = 'America/New_York';
	await editor.loadWorkflow(await bench.create(told), told);
	for (const { what, says, sent } of cases) {
		bench.emulator.reset();
		await editor.openNode(what);
		await editor.executeStep();
		const panel = editor.part('output-panel');
		for (const text of says) await panel.getByText(text).first().waitFor();
		await editor.picture(`told-${what.replaceAll(' ', '-')}`);
		await editor.closeNode();
		await editor.clearExecution();
		if (sent)
			expect(bench.emulator.messages).toMatchObject(sent.map((text) => ({ text, parts: 1 })));
	}
});

test('opening another operation or route loses nothing', async () => {
	const fields = { recipients: '06 11 22 33 44', sender: 'Ma Marque', route: 'M', long: true };
	const unshared = { text: 'Bonjour', prog: '2040-06-01T10:00:00', id: 'SOLDES26' };
	const collections = {
		safeguards: {
			...{ allowedRecipients: '+33 6', checkCredits: true, doNotContact: '06 11 22 33 45' },
			...{ idempotencyKey: 'order-1', maxSms: 7, simulate: true },
			sendingWindow: {
				window: { days: 'everyDay', hours: '09:00-21:00', outside: 'error', publicHolidays: true },
			},
		},
		options: {
			...{ charset: 'utf-8', combineItems: true, costlyLetters: 'keep', includeInput: true },
			...{ invalidRecipients: 'skip', maxRecipients: 20, outputPer: 'recipient' },
			...{ parallelRequests: 2, simplify: false, spreadOver: 30, timeout: 20_000 },
			...{ timezone: 'America/Martinique', unsupportedCharacters: 'remove' },
			limitWaitTime: {
				values: { limitType: 'afterTimeInterval', resumeAmount: 3, resumeUnit: 'hours' },
			},
		},
	};
	const all = { ...fields, ...unshared, ...collections };
	expect(
		[collections.safeguards, collections.options].map((each) => Object.keys(each).sort()),
	).toEqual(await optionNames());
	const looked = branches('A look', [{}], [node('Campaign', SMS, all)]);
	const id = await bench.create(looked);
	await editor.loadWorkflow(id, looked);

	/** Opens the operations in turn, changes the sender, and returns the saved parameters. */
	const look = async (sender: string, ...operations: string[]): Promise<Json | undefined> => {
		await editor.openNode('Campaign');
		for (const name of operations) {
			await editor.choose(
				name === 'Marketing' || name === 'Notification' ? 'route' : 'operation',
				name,
			);
		}
		await editor.field('sender').fill(sender);
		await editor.closeNode();
		await editor.page.keyboard.press('Control+s');
		const saved = async () =>
			(await bench.rest<Flow>('GET', `/rest/workflows/${id}`)).nodes.at(-1)?.parameters;
		return await until('the workflow to be saved', saved, (now) => now?.sender === sender);
	};
	// Covers every pair of them in order.
	const three = ['Preview', 'Send', 'Test Request', 'Preview', 'Test Request', 'Send'];
	expect(await look('Eins', ...three, 'Notification', ...three, 'Marketing')).toEqual({
		...all,
		sender: 'Eins',
	});
	const asking = 'Send and Wait for Response';
	const four = [
		asking,
		'Preview',
		asking,
		'Test Request',
		asking,
		'Notification',
		'Marketing',
		'Send',
	];
	expect(await look('Zwei', ...four)).toEqual({ ...fields, ...collections, sender: 'Zwei' });
});

testOnce(
	'a scheduled campaign with a blacklisted number continues for all its five people',
	async () => {
		const { page } = editor;
		bench.emulator.blacklist.add('33639981020');
		const account = { id: await bench.createCredential(), name: 'Capitole Mobile' };
		const example: Flow & { id?: string } = readExample('scheduled-campaign.json');
		delete example.id;
		for (const each of example.nodes) {
			if (each.credentials) each.credentials = { capitoleMobileApi: account };
			if (each.name !== 'Contacts') continue;
			const { contacts } = JSON.parse(String(each.parameters.jsonOutput)) as { contacts: Json[] };
			const valid = contacts.filter(({ phone }) => phone !== '06 12 34');
			each.parameters.jsonOutput = JSON.stringify({ contacts: valid });
		}
		await editor.loadWorkflow(await bench.create(example), example);
		await editor.part('execute-workflow-button').first().click();
		await page.getByText('Workflow executed successfully').first().waitFor();
		await editor.picture('campaign-canvas');
		const rowsOf = async (name: string) => {
			await editor.openNode(name);
			const { rows } = await editor.table();
			const hints = await editor.hints();
			await editor.picture(`campaign-${name.toLowerCase().replaceAll(' ', '-')}`);
			await editor.closeNode();
			return { hints, ids: rows.map(([first]) => first) };
		};
		const sent = await rowsOf('Send SMS');
		expect(sent.ids).toEqual(['accepted', 'accepted', 'rejected', 'accepted', 'accepted']);
		expect(sent.hints).toEqual(
			expect.arrayContaining([expect.stringMatching(/^4 accepted · 1 on the blacklist \(row 3\)/)]),
		);
		expect((await rowsOf('Scheduled')).ids).toEqual(['1', '2', '5', '6']);
		expect((await rowsOf('Not Reached')).ids).toEqual(['4']);
	},
);

testOnce(
	'the first SMS takes 4 clicks, and a campaign with a preview and three safeguards at most 20',
	async () => {
		const { page } = editor;
		await page.addInitScript(() => {
			let clicks = 0;
			addEventListener(
				'pointerdown',
				({ isTrusted }) => {
					if (isTrusted) document.documentElement.dataset.clicks = String(++clicks);
				},
				true,
			);
		});
		const clicks = async () => Number(await page.locator('html').getAttribute('data-clicks'));
		/** Searches and presses Enter. Tab moves to fields, as in `fill` and `press`. */
		const addNode = async () => {
			await editor.part('node-creator-search-bar').fill('capitole');
			await editor
				.part('node-creator-item-name')
				.getByText('Capitole SMS', { exact: true })
				.waitFor();
			await page.keyboard.press('Enter');
			const [actions, send] = [
				page.getByText(/^Actions \(/),
				page.getByText('Send SMS', { exact: true }),
			];
			await actions.or(send).first().waitFor();
			// Collapsed while the workflow has no trigger.
			if (!(await send.first().isVisible())) await actions.click();
			await send.first().click();
		};
		/** Typing "=" turns a field into an expression. */
		const expression = async (parameter: string, value: string) => {
			await editor.field(parameter).press('=');
			await editor.expression(parameter).waitFor();
			await page.keyboard.insertText(`{{ ${value} }}`);
			await page.keyboard.press('Tab');
		};

		await editor.newWorkflow();
		await editor.part('canvas-plus-button').click();
		await addNode();
		await editor.field('recipients').fill('06 11 22 33 44');
		await editor.field('text').fill('Bonjour !');
		await editor.executeStep();
		await editor.part('output-panel').getByText('SENDING_OK').first().waitFor();
		expect(await clicks()).toBe(4);

		bench.emulator.reset();
		const people = PEOPLE.filter(([, , sentTo]) => sentTo).map(([name, phone]) => ({
			name,
			phone,
		}));
		const [start, data, items] = startWith(people);
		const stops = node(
			'Stops',
			'n8n-nodes-base.set',
			{
				...{ mode: 'raw', jsonOutput: '{ "phone": "+33 6 39 98 10 05" }', options: {} },
			},
			{ typeVersion: 3.4 },
		);
		const started = flow('A campaign', start, stops, data, items);
		await editor.loadWorkflow(await bench.create(started), started);
		const before = await clicks();
		await editor.part('canvas-handle-plus').last().click();
		await addNode();
		await expression('recipients', '$json.phone');
		await editor.field('text').fill('Ma Marque : -20 % jusqu’à samedi');
		await editor.field('sender').fill('Ma Marque');
		await editor.choose('route', 'Marketing');
		await editor.field('prog').fill('2040-06-01 10:00:00');
		await editor.field('prog').press('Enter');
		await editor.field('id').fill('SOLDES26');
		await editor.add('safeguard', 'Sending Window');
		await editor.add('safeguard', 'Maximum SMS');
		await editor.field('maxSms').fill('50');
		await editor.field('maxSms').press('Tab');
		await editor.add('safeguard', 'Do Not Contact');
		await expression('doNotContact', "$('Stops').all().map((row) => row.json.phone)");
		await editor.choose('operation', 'Preview');
		await editor.executeStep();
		await editor.part('output-panel').getByText('SMS to').first().waitFor();
		await editor.picture('clicks-preview');
		await editor.choose('operation', 'Send');
		await editor.executeStep();
		await editor.part('output-panel').getByText('SENDING_OK').first().waitFor();
		await editor.picture('clicks-sent');
		expect((await clicks()) - before).toBeLessThanOrEqual(20);
		expect(bench.emulator.messages.map(({ number }) => number)).not.toContain('33639981005');
		for (const message of bench.emulator.messages) {
			expect(message).toMatchObject({
				...{ route: 'M', campaignId: 'SOLDES26' },
				scheduledFor: new Date('2040-06-01T08:00:00Z'),
			});
		}
		expect(bench.emulator.messages.length).toBeGreaterThan(5);
	},
);

/** Parallel nodes behind the same items. */
function branches(name: string, items: Json[], nodes: FlowNode[]): Flow {
	const { connections, ...rest } = flow(name, ...startWith(items), nodes);
	const targets = nodes.map((each) => ({ node: each.name, type: 'main' as const, index: 0 }));
	return { ...rest, connections: { ...connections, Items: { main: [targets] } } };
}

/** The safeguards, then the options, that the editor offers. */
async function optionNames(): Promise<string[][]> {
	interface Field {
		name: string;
		type: string;
		options?: Field[];
	}
	const types = await bench.rest<Array<{ name: string; properties: Field[] }>>(
		'GET',
		'/types/nodes.json',
	);
	const { properties = [] } = types.find(({ name }) => name === SMS) ?? {};
	return ['safeguards', 'options'].map((collection) =>
		properties
			.filter(({ name, type }) => name === collection && type === 'collection')
			.flatMap(({ options = [] }) => options.map(({ name }) => name))
			.sort(),
	);
}

/** A campaign to these people, with every Output Per. */
async function campaign(): Promise<Flow> {
	const account = { id: await bench.createCredential(), name: 'Capitole Mobile' };
	const branch = (name: string, parameters: Json, onError = 'continueRegularOutput') =>
		node(
			name,
			SMS,
			{
				recipients: '={{ $json.phone }}',
				text: '=Bonjour {{ $json.name }}, votre commande est prête : passez avant samedi.',
				...parameters,
			},
			{ credentials: { capitoleMobileApi: account }, onError },
		);
	const people = PEOPLE.map(([name, phone]) => ({ name, phone }));
	return branches('A campaign', people, [
		branch('Campaign', { id: 'SOLDES26' }),
		branch('Per Recipient', { options: { outputPer: 'recipient' } }),
		branch('Per Run', { options: { outputPer: 'run' } }),
		branch('Error Output', {}, 'continueErrorOutput'),
		branch('Preview', { operation: 'preview' }),
	]);
}

/** The documents show the newer editor. */
const image = (name: string) => (VERSION === '2.41.1' ? name : undefined);

/** The Test URL in the panel. */
async function testUrl(): Promise<string> {
	const text = await editor.part('ndv').innerText();
	const [url] = /http:\/\/\S+\/webhook-test\/\S+/.exec(text) ?? [];
	if (url === undefined) throw new Error(`No Test URL in:\n${text}`);
	return url;
}
