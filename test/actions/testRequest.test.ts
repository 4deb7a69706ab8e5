import type { IDataObject } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { ISSUE_TEXT } from '../sms/document/wireTexts';
import { execute, itemsOf, type Ended, type Flow } from '../engine/engine';

const CREDENTIALS = { username: 'Zoé-de-Lÿon', password: 'p<&ss€-wörd' };

const emulator = emulatorForTests(CREDENTIALS);
/** Everything that the executions here returned. */
const shown: string[] = [];

async function testRequest(
	parameters: Flow['parameters'] = {},
	more: Partial<Flow> = {},
): Promise<Ended> {
	const ended = await execute(emulator, {
		items: [{}],
		parameters: {
			operation: 'testRequest',
			recipients: '0611223344',
			text: ISSUE_TEXT,
			sender: 'Ma Marque',
			...parameters,
		},
		credentials: CREDENTIALS,
		...more,
	});
	const { error } = ended.run.data.resultData;
	shown.push(JSON.stringify(ended.run), String(error?.message), String(error?.stack));
	return ended;
}

const detailsOf = (item: IDataObject | undefined): IDataObject =>
	(item?.details ?? {}) as IDataObject;

// test/sms/answer/echo.test.ts reads every layout of an echo.
describe.each(['iso-8859-15', 'utf-8', 'ascii'])('Test Request in %s', (charset) => {
	it('finds the sent document in its echo', async () => {
		const ended = await testRequest({ options: { charset } });
		expect(ended.error).toBeNull();
		expect(itemsOf(ended)).toEqual([
			{
				verdict: 'The provider received exactly what was sent, accents included.',
				serverIp: '127.0.0.1',
				matches: true,
				firstDifference: null,
				charset,
				httpStatus: 200,
				warnings: expect.stringContaining('“&eacute;”'),
				details: {
					difference: null,
					readAs: expect.any(String),
					sent: expect.stringMatching(/<SMS><authentification\/><message><text>.*<\/SMS>$/s),
					echo: expect.any(String),
					warnings: [expect.objectContaining({ code: 'UNDECODED_TEXT' })],
				},
			},
		]);
		expect(emulator.requests).toHaveLength(1);
		expect(emulator.requests[0]).toMatchObject({
			path: '/api/sendsms/xml_test',
			violations: [],
			document: { ...CREDENTIALS, text: ISSUE_TEXT },
		});
		expect(emulator.messages).toEqual([]);
	});
});

describe('Test Request', () => {
	it('gives the first difference of an echo as a position in the sent text it shows', async () => {
		emulator.configure({ echoLayout: 'utf8Encoded' });
		const [item] = itemsOf(await testRequest());
		const sent = String(detailsOf(item).sent);
		const position = sent.indexOf('€') + 1;
		expect(item).toMatchObject({
			serverIp: '127.0.0.1',
			matches: false,
			firstDifference: expect.stringMatching(
				new RegExp(`^from character ${String(position)} on, “€, .*” became “¤, `),
			),
			details: {
				readAs: 'UTF-8',
				difference: {
					position,
					sent: sent.slice(position - 1).slice(0, 20),
					received: expect.stringMatching(/^¤, /),
				},
			},
		});
		expect(item?.verdict).toBe(
			`The provider received different text: ${String(item?.firstDifference)}. Try another Letter Encoding.`,
		);
	});

	it('warns that a text without accents proves nothing about them', async () => {
		const [item] = itemsOf(await testRequest({ text: 'Bonjour a\nvous' }));
		expect(item?.verdict).toBe(
			'The provider received exactly what was sent. To test accents, send a text with é, ç and €.',
		);
	});

	it('treats a UTF-8 echo of a text without the eight letters as equal', async () => {
		emulator.configure({ echoLayout: 'utf8Encoded' });
		const [item] = itemsOf(await testRequest({ text: 'Été à la plage, ça va' }));
		expect(item).toMatchObject({
			matches: true,
			firstDifference: null,
			details: { readAs: 'UTF-8' },
		});
	});

	it.each([
		['the IP alone', '127.0.0.1', '127.0.0.1'],
		['nothing', '', null],
		['a page', '<html><body>Maintenance</body></html>', null],
		['a code', 'AUTH_FAILED', null],
	])('shows an answer of %s whole', async (_, echo, serverIp) => {
		emulator.configure({ echoLayout: () => Buffer.from(echo) });
		const [item] = itemsOf(await testRequest());
		expect(item).toMatchObject({
			verdict: expect.stringMatching(/^The answer holds no copy of the request/),
			serverIp,
			matches: null,
			firstDifference: null,
			details: { difference: null, readAs: null, echo },
		});
	});

	it('shows an unrecognized echo whole, except for the login', async () => {
		emulator.configure({
			echoLayout: (ip, xml) =>
				Buffer.from(`${ip} ${String(xml?.toString('latin1').replaceAll('SMS>', 'Sms>'))}`),
		});
		const [item] = itemsOf(await testRequest());
		expect(item).toMatchObject({ matches: null, serverIp: '127.0.0.1' });
		expect(detailsOf(item).echo).toContain('<recipients><gsm>33611223344</gsm></recipients></Sms>');
		expect(detailsOf(item).echo).toContain('<Sms><authentification/><message>');
	});

	it('reports the status of an answer that is not an echo', async () => {
		emulator.misbehave({ kind: 'status', status: 503, body: '<html>indisponible</html>' });
		const [item] = itemsOf(await testRequest());
		expect(item).toMatchObject({
			httpStatus: 503,
			matches: null,
			details: { echo: '<html>indisponible</html>' },
		});
	});

	it('reports a missing answer', async () => {
		emulator.misbehave({ kind: 'closeWithoutAnswer' });
		const { error } = await testRequest();
		expect(error?.message).toMatch(/^The provider gave no answer/);
		expect(error?.description).toContain('Check the URL in the credential');
	});

	it('sends nothing if the Test URL is the Sending URL', async () => {
		const credentials = { ...CREDENTIALS, testUrl: `${emulator.sendUrl}/` };
		const { error } = await testRequest({}, { credentials });
		expect(error?.message).toBe('The Test URL is the Sending URL: a test would send an SMS');
		expect(emulator.requests).toEqual([]);
	});

	it('names the invalid row with Stop', async () => {
		const items = [{ text: 'un' }, { text: '😀' }];
		const { run } = await testRequest({ text: '={{ $json.text }}' }, { items });
		const { error } = run.data.resultData;
		expect(error?.message).toMatch(/^Row 2: Emoji cannot be sent/);
		// n8n's editor would add its own number, from 0.
		expect(error).not.toMatchObject({ context: { itemIndex: expect.anything() } });
	});
});

// Last, since it reads everything the other tests have shown.
it('never shows the username or the password in any of these', () => {
	expect(shown.length).toBeGreaterThan(30);
	const all = shown.join('\n');
	expect(all).toContain('authentification');
	const { username, password } = CREDENTIALS;
	const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
	const parts = ['Zoé-', '-Lÿon', '-wörd', 'p<&ss', 'p&lt;&amp;ss', 'p&amp;lt;'];
	for (const secret of [username, password, ...parts]) {
		for (const written of [secret, latin1(secret), encodeURIComponent(secret)]) {
			expect(all).not.toContain(written);
			expect(all).not.toContain(JSON.stringify(written).slice(1, -1));
		}
	}
	expect(all).not.toMatch(/Zo%E9|w%F6rd|L%FFon/i);
});
