import net, { type AddressInfo } from 'node:net';

import { CredentialTestContext } from 'n8n-core';
import type {
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
import { startEmulator, type Misbehaviour } from '../../dev/emulator/emulator';
import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf } from '../engine/engine';

jest.setTimeout(60_000);

// Registered before the emulator's own, which clears its records.
afterEach(() => {
	// No request here may deliver or cost anything, however it was answered.
	expect(provider.tally).toMatchObject({ messages: 0, parts: 0 });
});
const provider = emulatorForTests();

type Credential = Partial<Record<'password' | 'sendUrl' | 'testUrl', string>>;

/** Runs Get Balance; returns the output item or the error's message. */
async function balance(credentials: Credential = {}): Promise<unknown> {
	const ended = await execute(provider, {
		items: [{}],
		parameters: { resource: 'account', operation: 'getBalance' },
		credentials,
	});
	const { error } = ended;
	return error === null ? itemsOf(ended)[0] : `${error.message}. ${error.description}`;
}

async function test(
	credential: Credential = {},
	check = new CapitoleSms().methods.credentialTest.capitoleMobileApiTest,
): Promise<INodeCredentialTestResult> {
	const { sendUrl, testUrl } = provider;
	const data = { username: 'demo', password: 'demo-password', sendUrl, testUrl, ...credential };
	const context = new CredentialTestContext() as unknown as ICredentialTestFunctions;
	return await check.call(context, { id: '1', name: 'Account', type: 'capitoleMobileApi', data });
}

const error = (message: string | RegExp) => ({
	status: 'Error',
	message: typeof message === 'string' ? message : expect.stringMatching(message),
});

const ORDERS = {
	'the login first': ['AUTH_FAILED', 'EMPTY_MESSAGE', 'NO_RECIPIENT', 'NOT_ENOUGH_CREDITS'],
	'the recipients first': ['NO_RECIPIENT', 'AUTH_FAILED', 'EMPTY_MESSAGE'],
	'the text first': ['EMPTY_MESSAGE', 'AUTH_FAILED', 'NO_RECIPIENT'],
} as const;

describe('Get Balance and the test of the credential', () => {
	it('accept a correct login, show its balance and send nothing', async () => {
		provider.credits = 4321;
		expect(await balance()).toEqual({ creditsLeft: 4321 });
		expect(await test()).toEqual({ status: 'OK', message: 'Login accepted, 4321 SMS left' });
		expect(provider.requests.map(({ document }) => document)).toEqual([
			expect.objectContaining({ text: '', recipients: [] }),
			expect.objectContaining({ text: '', recipients: [] }),
		]);
		expect(provider.requests.flatMap(({ violations }) => violations)).toEqual([]);
	});

	it('send nothing even if the provider checks only the login', async () => {
		provider.configure({ checkOrder: ['AUTH_FAILED'] });
		expect(await balance()).toMatch(/^The answer is not one that the provider documents/);
		expect(await test()).toMatchObject({ status: 'Error' });
		expect(await balance({ password: 'wrong' })).toContain('AUTH_FAILED');
		expect(await test({ password: 'wrong' })).toMatchObject({ status: 'Error' });
	});

	it('make one request for all items', async () => {
		const ended = await execute(provider, {
			items: [{}, {}, {}],
			parameters: { resource: 'account', operation: 'getBalance' },
		});
		expect(itemsOf(ended)).toHaveLength(3);
		expect(provider.requests).toHaveLength(1);
	});

	it('accept a correct login without a balance', async () => {
		provider.configure({ balanceFollows: [] });
		expect(await balance()).toEqual({ creditsLeft: null });
		expect(await test()).toEqual({ status: 'OK', message: 'Login accepted' });
	});

	it.each(['nonsense', '', 'ftp://sms.example', 'https://'])(
		'report an invalid URL: %j',
		async (sendUrl) => {
			expect(await balance({ sendUrl })).toMatch(/^The Sending URL must start with https:/);
			expect(await test({ sendUrl })).toEqual(
				error(
					'The Sending URL must start with https://. Correct it in the Capitole Mobile credential.',
				),
			);
		},
	);

	it('report an invalid Test URL, with which nothing would be sent', async () => {
		const told = await test({ testUrl: 'nonsense' });
		expect(told).toEqual(error(/^The Test URL must start with https:/));
	});

	it.each([
		['API Password', { password: 'é'.repeat(1001) }],
		['Sending URL', { sendUrl: `https://sms.example/${'a'.repeat(1000)}` }],
	])('make no request with an %s that is too long', async (label, credential) => {
		const told = `The ${label} in the credential has more than 1,000 characters`;
		expect(await balance(credential)).toContain(told);
		expect((await test(credential)).message).toContain(told);
		expect(provider.requests).toEqual([]);
	});

	it('report a wrong login', async () => {
		expect(await balance({ password: 'wrong' })).toMatch(/refused the username .*\(AUTH_FAILED\)/);
		const told = await test({ password: 'wrong' });
		expect(told).toEqual(error(/^The provider refused the username/));
	});

	it.each(Object.entries(ORDERS))(
		'send nothing if the provider checks %s, whether the login is right or not',
		async (_, checkOrder) => {
			provider.configure({ checkOrder });
			expect(await balance()).toEqual({ creditsLeft: 10_000 });
			expect(await test()).toMatchObject({ status: 'OK' });
			const wrong = await balance({ password: 'wrong' });
			const wrongTest = await test({ password: 'wrong' });
			// If the login is checked last, the answer to an empty request reveals nothing about it.
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
	])('never take %s for an accepted login', async (_, misbehaviour) => {
		provider.misbehave(() => misbehaviour);
		expect(await balance()).toMatch(/^The answer is not one that the provider documents/);
		expect(await test()).toEqual(
			error(/^The answer is not one that the provider documents\. Check the Sending URL/),
		);
		expect(provider.requests).toHaveLength(2);
	});

	it('show no password that the answer repeats', async () => {
		provider.misbehave(({ document }) => ({ kind: 'answer', body: JSON.stringify(document) }));
		expect(await balance()).toMatch(/^(?=.*not shown)(?!.*demo-password)/s);
		expect((await test()).message).toMatch(/^(?=.*not shown)(?!.*demo-password)/s);
	});

	it.each<[string, Misbehaviour | null, string, string?]>([
		['cannot be reached', null, 'COULD_NOT_CONNECT', 'http://127.0.0.1:1/'],
		['breaks off', { kind: 'resetAfterReading', accepts: false }, 'NO_ANSWER'],
	])('report a provider that %s', async (_, misbehaviour, code, sendUrl = provider.sendUrl) => {
		provider.misbehave(() => misbehaviour);
		const told = `The provider gave no answer (${code})`;
		expect(await balance({ sendUrl })).toMatch(told);
		const { message } = await test({ sendUrl });
		expect(message).toContain(told);
		// There was no SMS to mention.
		expect(message).not.toMatch(/sent/);
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
		const sendUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
		const startedAt = Date.now();
		expect(await test({ sendUrl }, credentialTestWithin(500))).toEqual(error(/NO_ANSWER/));
		expect(Date.now() - startedAt).toBeLessThan(15_000);
		provider.misbehave({ kind: 'neverEnds', accepts: false });
		expect(await test({}, credentialTestWithin(500))).toMatchObject({ status: 'Error' });
		await new Promise((resolve) => server.close(resolve));
	});
});

describe('the test of the credential warns of its URLs', () => {
	const own = 'http://127.0.0.1:1/api/xml';

	it.each([
		['one URL twice', own, own],
		['another case and a slash', own, 'http://127.0.0.1:1/API/xml/'],
		['a default port', 'https://sms.example/xml', 'https://SMS.example:443//xml'],
		['http and https', 'https://sms.example/xml', 'http://sms.example/xml'],
	])('if a test would send: %s', async (_, sendUrl, testUrl) => {
		const told = await test({ sendUrl, testUrl });
		expect(told).toEqual(error(/^The Test URL is the Sending URL: a test would send an SMS\./));
	});

	it('if the password travels unencrypted', async () => {
		const url = 'http://sms.example/xml';
		const message = `The Sending URL starts with http://, so the password travels in the clear. Write https:// in the Capitole Mobile credential.`;
		expect(await test({ sendUrl: url })).toEqual(error(message));
		expect(await test({ testUrl: url })).toEqual(error(message.replace('Sending', 'Test')));
	});

	it('but not for a host on a private network', async () => {
		expect(await test({ testUrl: 'http://192.168.7.7:1/' })).toMatchObject({ status: 'OK' });
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
		['no query', { url, qs: {} }],
	])('signs a request to its own URL by %s, and allows no redirect', (_, request) => {
		const signed = withLogin({ ...request, body } as unknown as Request, own);
		expect(signed.body).toContain('demo-password');
		expect(signed).toMatchObject({ disableFollowRedirect: true, followAllRedirects: false });
	});

	it.each<[string, object]>([
		['another host', { url: 'https://thief.example/api/xml' }],
		['another host in uri', { uri: 'https://thief.example/api/xml' }],
		['another host in one of both', { url, uri: 'https://thief.example/api/xml' }],
		['another host in baseURL', { baseURL: 'https://thief.example', url: '/api/xml' }],
		['no scheme', { baseURL: 'https://sms.example', url: '//thief.example/api/xml' }],
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
			'a baseURL, which helpers join differently',
			{ baseURL: 'https://sms.example/api', url: '/xml' },
		],
		['a baseURL before its own URL', { baseURL: 'https://thief.example', url }],
		['baseURL alone', { baseURL: url }],
		['the host in another case', { url: 'https://SMS.example/api/xml' }],
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
	])('does not change a request with a body %s', (_, request) => {
		expect(withLogin(request, own)).toBe(request);
	});

	it('aborts with the request’s own signal, and at the time limit', async () => {
		const stop = new AbortController();
		const request = { url, body, timeout: 60_000, abortSignal: stop.signal };
		const { abortSignal } = withLogin(request, own);
		stop.abort();
		expect(abortSignal).toMatchObject({ aborted: true });
		const limited = withLogin({ url, body, timeout: 5 }, own);
		// Without the time limit, only the test's own would end this.
		while (limited.abortSignal?.aborted !== true) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	});
});

describe('a node that anyone may use, such as HTTP Request', () => {
	const BODY = buildEmptyDocument();
	/** Posts to a URL like nodes do, with n8n's current helper and the older one. */
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

	const thief = emulatorForTests();

	describe.each(['httpRequestWithAuthentication', 'requestWithAuthentication'] as const)(
		'%s',
		(helper) => {
			const post = async (json: IDataObject): Promise<void> => {
				thief.reset();
				await execute(provider, { items: [json], parameters: {}, nodeType: poster(helper) });
				const stolen = thief.requests.map(({ rawBody }) => rawBody.toString('latin1')).join();
				expect(stolen).not.toContain('demo-password');
			};

			it('gets no password for a server it chooses', async () => {
				await post({ url: thief.sendUrl });
				expect(thief.requests).toHaveLength(1);
				await post({ url: '/api/sendsms/xml', baseURL: thief.origin });
				expect(thief.requests).toHaveLength(1);
			});

			it('gets the password for the credential’s own URLs only, and cannot redirect it', async () => {
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
	it.each([
		['accented', 'iso-8859-15', 'Éloïse-çà'],
		['markup', 'iso-8859-15', `a&b<c>"d"'e'&amp;]]>`],
		['that looks like a reference', 'iso-8859-15', '&eacute;&#233;'],
		['with signs of a form', 'iso-8859-15', 'a+b%20c=d&e;f'],
		['with spaces around and within', 'iso-8859-15', ' two  words '],
		// ISO-8859-15 cannot encode these.
		['with an emoji', 'iso-8859-15', 'clé🔑'],
		['with an emoji', 'utf-8', 'clé🔑'],
		['with an emoji', 'ascii', 'clé🔑'],
	])('%s arrive unchanged in %s', async (_, charset, secret) => {
		const account = { username: `u${secret}`, password: `p${secret}` };
		const strict = await startEmulator(account);
		const ended = await execute(strict, {
			items: [{}],
			parameters: { recipients: '33611223344', text: 'Été à 5€', options: { charset } },
			credentials: account,
		});
		expect(strict.requests[0]?.document).toMatchObject(account);
		expect(strict.requests[0]?.violations).toEqual([]);
		expect(itemsOf(ended)).toMatchObject([{ outcome: 'accepted' }]);
		await strict.close();
	});

	it('that are numbers arrive unchanged', async () => {
		const strict = await startEmulator({ username: '12345', password: '678' });
		const ended = await execute(strict, {
			items: [{}],
			parameters: { recipients: '33611223344', text: 'Bonjour' },
			credentials: { username: 12345, password: 678 },
		});
		expect(itemsOf(ended)).toMatchObject([{ outcome: 'accepted' }]);
		await strict.close();
	});
});
