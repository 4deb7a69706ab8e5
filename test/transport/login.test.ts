import net, { type AddressInfo } from 'node:net';

import { CredentialTestContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	IDataObject,
	IExecuteFunctions,
	INodeCredentialTestResult,
	INodeType,
} from 'n8n-workflow';

import { CapitoleSms } from '../../nodes/CapitoleMobile/CapitoleSms/CapitoleSms.node';
import { buildEmptyDocument } from '../../nodes/CapitoleMobile/sms/document/document';
import { credentialTestWithin } from '../../nodes/CapitoleMobile/transport/credentialTest';
import { withLogin } from '../../nodes/CapitoleMobile/transport/login';
import { startEmulator, type Emulator, type Misbehaviour } from '../../dev/emulator/emulator';
import { execute, itemsOf } from '../engine/engine';

jest.setTimeout(60_000);

let provider: Emulator;
beforeAll(async () => {
	provider = await startEmulator();
});
afterEach(() => {
	// Whatever was asked, and however it was answered: nothing was delivered, nothing paid for.
	expect(provider.tally).toMatchObject({ messages: 0, parts: 0 });
	provider.reset();
});
afterAll(async () => {
	await provider.close();
});

/** Get Balance, with the output item or the message it throws. */
async function balance(password = 'demo-password', sendUrl = provider.sendUrl): Promise<unknown> {
	const ended = await execute(provider, {
		items: [{}],
		parameters: { resource: 'account', operation: 'getBalance' },
		credentials: { password, sendUrl },
	});
	const { error } = ended;
	return error === null ? itemsOf(ended)[0] : `${error.message}. ${error.description}`;
}

async function test(
	password = 'demo-password',
	sendUrl = provider.sendUrl,
	check = new CapitoleSms().methods.credentialTest.capitoleMobileApiTest,
	testUrl = provider.testUrl,
): Promise<INodeCredentialTestResult> {
	const data: ICredentialDataDecryptedObject = { username: 'demo', password, sendUrl, testUrl };
	const context = new CredentialTestContext() as unknown as ICredentialTestFunctions;
	return await check.call(context, { id: '1', name: 'Account', type: 'capitoleMobileApi', data });
}

const ORDERS = {
	'the login first': ['AUTH_FAILED', 'EMPTY_MESSAGE', 'NO_RECIPIENT', 'NOT_ENOUGH_CREDITS'],
	'the recipients first': ['NO_RECIPIENT', 'AUTH_FAILED', 'EMPTY_MESSAGE'],
	'the text first': ['EMPTY_MESSAGE', 'AUTH_FAILED', 'NO_RECIPIENT'],
} as const;

describe('Get Balance and the test of the credential', () => {
	it('tell a right login and its balance, and send nothing', async () => {
		provider.credits = 4321;
		expect(await balance()).toEqual({ creditsLeft: 4321 });
		expect(await test()).toEqual({ status: 'OK', message: 'Login accepted, 4321 SMS left' });
		expect(provider.requests.map(({ document }) => document)).toEqual([
			expect.objectContaining({ text: '', recipients: [] }),
			expect.objectContaining({ text: '', recipients: [] }),
		]);
		expect(provider.requests.flatMap(({ violations }) => violations)).toEqual([]);
	});

	it('send nothing even with a provider that looks at nothing but the login', async () => {
		provider.configure({ checkOrder: ['AUTH_FAILED'] });
		expect(await balance()).toMatch(/^The answer is not one that the provider documents/);
		expect(await test()).toMatchObject({ status: 'Error' });
		expect(await balance('wrong')).toContain('AUTH_FAILED');
		expect(await test('wrong')).toMatchObject({ status: 'Error' });
	});

	it('ask once for all items', async () => {
		const ended = await execute(provider, {
			items: [{}, {}, {}],
			parameters: { resource: 'account', operation: 'getBalance' },
		});
		expect(itemsOf(ended)).toHaveLength(3);
		expect(provider.requests).toHaveLength(1);
	});

	it('tell a right login whose balance is not said', async () => {
		provider.configure({ balanceFollows: [] });
		expect(await balance()).toEqual({ creditsLeft: null });
		expect(await test()).toEqual({ status: 'OK', message: 'Login accepted' });
	});

	it.each(['nonsense', '', 'ftp://sms.example', 'https://'])(
		'tell a URL that is none: %j',
		async (url) => {
			expect(await balance(undefined, url)).toMatch(/^The Sending URL must start with https:/);
			expect(await test(undefined, url)).toEqual({
				status: 'Error',
				message:
					'The Sending URL must start with https://. Correct it in the Capitole Mobile credential.',
			});
		},
	);

	it('tell a Test URL that is none, with which nothing would be sent', async () => {
		expect(await test(undefined, undefined, undefined, 'nonsense')).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^The Test URL must start with https:/),
		});
	});

	it.each([
		['a password', 'API Password', 'é'.repeat(1001), undefined],
		['a URL', 'Sending URL', undefined, `https://sms.example/${'a'.repeat(1000)}`],
	])('ask nobody with %s that is too long', async (_, label, password, url) => {
		expect(await balance(password, url)).toContain(
			`The ${label} in the credential has more than 1,000 characters`,
		);
		expect(await test(password, url)).toEqual({
			status: 'Error',
			message: expect.stringMatching(`^The ${label} in the credential has more than`),
		});
		expect(provider.requests).toEqual([]);
	});

	it('tell a wrong login', async () => {
		expect(await balance('wrong')).toMatch(/refused the username .*\(AUTH_FAILED\)/);
		expect(await test('wrong')).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^The provider refused the username/),
		});
	});

	it.each(Object.entries(ORDERS))(
		'send nothing with a provider that looks at %s, whether the login is right or not',
		async (_, checkOrder) => {
			provider.configure({ checkOrder });
			expect(await balance()).toEqual({ creditsLeft: 10_000 });
			expect(await test()).toMatchObject({ status: 'OK' });
			const wrong = await balance('wrong');
			const wrongTest = await test('wrong');
			// Where the login is looked at last, the answer to an empty request cannot tell.
			if (checkOrder[0] === 'AUTH_FAILED') {
				expect(wrong).toContain('AUTH_FAILED');
				expect(wrongTest.status).toBe('Error');
			}
			expect(provider.requests).toHaveLength(4);
		},
	);

	it.each<[string, Misbehaviour]>([
		['HTML', { kind: 'html' }],
		['nothing', { kind: 'empty' }],
		['404', { kind: 'status', status: 404 }],
		['a redirect', { kind: 'redirect' }],
		['502', { kind: 'status', status: 502, body: '<html>Bad Gateway</html>' }],
		['10 MB', { kind: 'huge' }],
	])('do not take %s for a login', async (_, misbehaviour) => {
		provider.misbehave(() => misbehaviour);
		expect(await balance()).toMatch(/^The answer is not one that the provider documents/);
		expect(await test()).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/^The answer is not one that the provider documents\. Check the Sending URL/,
			),
		});
		expect(provider.requests).toHaveLength(2);
	});

	it('show no password that comes back', async () => {
		provider.misbehave(({ document }) => ({ kind: 'answer', body: JSON.stringify(document) }));
		expect(await balance()).toMatch(/^(?=.*not shown)(?!.*demo-password)/s);
		expect((await test()).message).toMatch(/^(?=.*not shown)(?!.*demo-password)/s);
	});

	it.each<[string, Misbehaviour | null]>([
		['cannot be reached', null],
		['breaks off', { kind: 'resetAfterReading', accepts: false }],
	])('say so when the provider %s', async (_, misbehaviour) => {
		if (misbehaviour !== null) provider.misbehave(() => misbehaviour);
		const url = misbehaviour === null ? 'http://127.0.0.1:1/' : provider.sendUrl;
		const code = misbehaviour === null ? 'COULD_NOT_CONNECT' : 'NO_ANSWER';
		expect(await balance(undefined, url)).toMatch(`The provider gave no answer (${code})`);
		const result = await test(undefined, url);
		expect(result).toEqual({
			status: 'Error',
			message: expect.stringContaining(`The provider gave no answer (${code})`),
		});
		// There was no SMS to speak of.
		expect(result.message).not.toMatch(/sent/);
	});

	it('do not wait for ever for an answer that never ends', async () => {
		const server = net.createServer((socket) => {
			const timer = setInterval(() => socket.write('HTTP/1.1 100 Continue\r\n\r\n'), 50);
			socket.on('error', () => undefined);
			const end = setTimeout(() => socket.destroy(), 20_000);
			socket.on('close', () => {
				clearInterval(timer);
				clearTimeout(end);
			});
			socket.resume();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
		const startedAt = Date.now();
		expect(await test(undefined, url, credentialTestWithin(500))).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('NO_ANSWER'),
		});
		expect(Date.now() - startedAt).toBeLessThan(15_000);
		provider.misbehave({ kind: 'neverEnds', accepts: false });
		expect(await test(undefined, undefined, credentialTestWithin(500))).toMatchObject({
			status: 'Error',
		});
		await new Promise((resolve) => server.close(resolve));
	});
});

const HTTP = 'so the password travels in the clear';
describe('the credential tells of its URLs', () => {
	const own = 'http://127.0.0.1:1/api/xml';

	it.each([
		['one URL twice', own, own],
		['another case and a slash', own, 'http://127.0.0.1:1/API/xml/'],
		['an escape', own, 'http://127.0.0.1:1/api/%78ml#test'],
		['a default port', 'https://sms.example/xml', 'https://SMS.example.:443//xml'],
		['http and https', 'https://sms.example/xml', 'http://sms.example/xml'],
	])('a test that would send: %s', async (_, sendUrl, testUrl) => {
		expect(await test(undefined, sendUrl, undefined, testUrl)).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/^The Test URL is the Sending URL: a test would send an SMS\./,
			),
		});
	});

	it.each([
		'http://sms.example/xml',
		'HTTP://sms.example./xml',
		'http://93.184.216.34/xml',
		'http://172.32.0.1/xml',
		'http://[2001:db8::1]/xml',
		'http://127.0.0.1.example.com/xml',
		'http://localhost.example.com/xml',
	])('a password in the clear: %s', async (url) => {
		const message = `The Sending URL starts with http://, ${HTTP}. Write https:// in the Capitole Mobile credential.`;
		expect(await test(undefined, url)).toEqual({ status: 'Error', message });
		expect(await test(undefined, undefined, undefined, url)).toEqual({
			status: 'Error',
			message: message.replace('Sending', 'Test'),
		});
	});

	it.each([
		'http://localhost:1/',
		'http://127.0.0.9:1/',
		'http://2130706433:1/',
		'http://[::1]:1/',
		'http://[::ffff:192.168.1.2]:1/',
		'http://[fd00::7]:1/',
		'http://10.1.2.3:1/',
		'http://172.31.0.1:1/',
		'http://192.168.7.7:1/',
		'http://emulator:1/',
		'http://sms.internal:1/',
	])('none in the clear on the way to %s', async (testUrl) => {
		expect(await test(undefined, undefined, undefined, testUrl)).toMatchObject({ status: 'OK' });
	});
});

describe('withLogin', () => {
	const own = {
		username: 'demo',
		password: 'demo-password',
		sendUrl: ' https://sms.example/api/xml ',
		testUrl: 'https://sms.example/api/xml_test',
	};
	const url = 'https://sms.example/api/xml';
	const body = buildEmptyDocument();
	type Request = Parameters<typeof withLogin>[0];

	it.each<[string, object]>([
		['url', { url }],
		['uri', { uri: url }],
		['both', { url, uri: url }],
		['the Test URL', { url: own.testUrl }],
		['another case, the default port', { url: 'HTTPS://SMS.Example:443/api/xml' }],
		['baseURL and a path', { baseURL: 'https://sms.example/', url: '/api/xml' }],
		['baseURL and a relative path', { baseURL: 'https://sms.example/api/', uri: 'xml' }],
		['baseURL alone', { baseURL: url }],
		['no query', { url, qs: {} }],
	])('signs a request to its own URL by %s, and lets nobody redirect it', (_, request) => {
		const signed = withLogin({ ...request, body } as unknown as Request, own);
		expect(signed.body).toContain('demo-password');
		expect(signed).toMatchObject({ disableFollowRedirect: true, followAllRedirects: false });
	});

	it.each<[string, object]>([
		['another host', { url: 'https://thief.example/api/xml' }],
		['another host in uri', { uri: 'https://thief.example/api/xml' }],
		['another host in one of both', { url, uri: 'https://thief.example/api/xml' }],
		['another host in baseURL', { baseURL: 'https://thief.example', url: '/api/xml' }],
		[
			'another host without a scheme',
			{ baseURL: 'https://sms.example', url: '//thief.example/api/xml' },
		],
		['a host that begins alike', { url: 'https://sms.example.thief.example/api/xml' }],
		['the host as a username', { url: 'https://sms.example@thief.example/api/xml' }],
		['the host before a backslash', { url: 'https://thief.example\\@sms.example/api/xml' }],
		['a username', { url: 'https://me@sms.example/api/xml' }],
		['another port', { url: 'https://sms.example:8443/api/xml' }],
		['another scheme', { url: 'http://sms.example/api/xml' }],
		['another path', { url: `${url}/` }],
		['a path that begins alike', { url: `${url}_other` }],
		['a path in another case', { url: 'https://sms.example/API/xml' }],
		['a query', { url: `${url}?to=thief` }],
		['a query of its own', { url, qs: { to: 'thief' } }],
		[
			'a path that the two helpers join differently',
			{ baseURL: 'https://sms.example/api', url: '/xml' },
		],
		['a proxy', { url, proxy: 'http://thief.example:3128' }],
		['a Host header', { url, headers: { hOsT: 'thief.example' } }],
		['nothing', {}],
		['no URL', { url: 'sms.example' }],
	])('does not sign a request with %s', (_, request) => {
		const sent = { ...request, body } as unknown as Request;
		expect(withLogin(sent, own)).toBe(sent);
	});

	it.each([
		['of another kind', { url, body: { text: 'hello' }, timeout: 5 }],
		['without a place for the login', { url, body: '<SMS></SMS>', headers: { Accept: '*/*' } }],
		['with a login', { url, body: '<SMS><authentification>x</authentification></SMS>' }],
		['that is not there', { url, method: 'GET' as const }],
	])('leaves a request alone that has a body %s', (_, request) => {
		expect(withLogin(request, own)).toBe(request);
	});

	it('ends with what was to end the request, and at the time limit', async () => {
		const stop = new AbortController();
		const request = { url, body };
		const { abortSignal } = withLogin(
			{ ...request, timeout: 60_000, abortSignal: stop.signal },
			own,
		);
		stop.abort();
		expect(abortSignal).toMatchObject({ aborted: true });
		const limited = withLogin({ ...request, timeout: 5 }, own);
		// Without the limit, it would not be before the test's own.
		while (limited.abortSignal?.aborted !== true) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	});
});

describe('a node that anybody may use, such as HTTP Request', () => {
	const BODY = buildEmptyDocument();
	/** Posts as nodes do, by n8n's helper of today and by the older one, to the URL it is given. */
	const poster = (
		helper: 'httpRequestWithAuthentication' | 'requestWithAuthentication',
	): INodeType => ({
		description: { ...new CapitoleSms().description, properties: [] },
		async execute(this: IExecuteFunctions) {
			const json: IDataObject = this.getInputData()[0]?.json ?? {};
			const address =
				helper === 'requestWithAuthentication' ? { uri: json.url } : { url: json.url };
			const request = { ...json, ...address, method: 'POST', body: BODY, followAllRedirects: true };
			await this.helpers[helper]
				.call(this, 'capitoleMobileApi', request as never)
				.catch(() => null);
			return [[]];
		},
	});

	let thief: Emulator;
	beforeAll(async () => {
		thief = await startEmulator();
	});
	afterAll(async () => await thief.close());

	describe.each(['httpRequestWithAuthentication', 'requestWithAuthentication'] as const)(
		'%s',
		(helper) => {
			const post = async (json: IDataObject): Promise<void> => {
				thief.reset();
				await execute(provider, { items: [json], parameters: {}, nodeType: poster(helper) });
				const stolen = thief.requests.map(({ rawBody }) => rawBody.toString('latin1')).join();
				expect(stolen).not.toContain('demo-password');
			};

			it('gets no password for a server of its own', async () => {
				await post({ url: thief.sendUrl });
				expect(thief.requests).toHaveLength(1);
				await post({
					url: '/api/sendsms/xml',
					baseURL: thief.sendUrl.replace('/api/sendsms/xml', ''),
				});
				expect(thief.requests).toHaveLength(1);
			});

			it('gets it written for the credential’s own URLs, and cannot have it passed on', async () => {
				await post({ url: provider.testUrl });
				expect(provider.requests.at(-1)?.document).toMatchObject({ password: 'demo-password' });
				provider.misbehave(() => ({ kind: 'redirect', status: 307, location: thief.sendUrl }));
				await post({ url: provider.sendUrl });
				expect(thief.requests).toEqual([]);
			});
		},
	);
});

describe('a username and a password', () => {
	const NASTY = {
		accented: 'Éloïse-çà',
		markup: `a&b<c>"d"'e'&amp;]]>`,
		'that looks like a reference': '&eacute;&#233;',
		'with signs of a form': 'a+b%20c=d&e;f',
		'with spaces around and within': ' two  words ',
		// ISO-8859-15 has no bytes for these.
		'with an emoji': 'clé🔑',
		'in Greek': 'κωδικός',
	};

	it.each(
		(['iso-8859-15', 'utf-8', 'ascii'] as const).flatMap((charset) =>
			Object.entries(NASTY).map(([what, secret]) => [what, charset, secret] as const),
		),
	)('%s comes through in %s', async (_, charset, secret) => {
		const account = { username: `u${secret}`, password: `p${secret}` };
		const strict = await startEmulator(account);
		const ended = await execute(strict, {
			items: [{}],
			parameters: { recipients: '33611223344', text: 'Été à 5€', options: { charset } },
			credentials: account,
		});
		expect(strict.requests[0]?.document).toMatchObject(account);
		expect(strict.requests[0]?.violations).toEqual([]);
		expect(itemsOf(ended)).toEqual([expect.objectContaining({ outcome: 'accepted' })]);
		await strict.close();
	});

	it('that are numbers come through', async () => {
		const strict = await startEmulator({ username: '12345', password: '678' });
		const ended = await execute(strict, {
			items: [{}],
			parameters: { recipients: '33611223344', text: 'Bonjour' },
			credentials: { username: 12345, password: 678 },
		});
		expect(itemsOf(ended)).toEqual([expect.objectContaining({ outcome: 'accepted' })]);
		await strict.close();
	});
});
