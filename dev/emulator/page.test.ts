import { execFileSync } from 'node:child_process';

import { send } from './posting';
import { emulatorForTests } from './forTests';

const emulator = emulatorForTests();

test.each<readonly [string, string, string]>([
	['/', 'text/html; charset=utf-8', '<!doctype html>'],
	['/page.css', 'text/css; charset=utf-8', ':root'],
	['/links.mjs', 'text/javascript; charset=utf-8', 'piecesOf'],
	['/page.js', 'text/javascript; charset=utf-8', 'POLL_MS'],
	...['/nothing', '/../emulator.ts', '/%2e%2e/emulator.ts', '/actions/deliver'].map(
		(file) => [file, 'text/plain', 'Not found'] as const,
	),
])('%s is %s: %s', async (file, type, content) => {
	const response = await fetch(emulator.origin + file);
	expect(response.headers.get('content-type')).toBe(type);
	expect(await response.text()).toContain(content);
	expect(emulator.requests).toEqual([]);
});

test('the state has what the page shows', async () => {
	await send(emulator.sendUrl, { id: 'a', prog: '2099-01-31 09:20:10' });
	await send(emulator.sendUrl, { recipients: ['33622334455', '12'] });
	emulator.blacklist.add('33611223344');
	await emulator.reply('33622334455', 'Oui');
	const state = (await (await fetch(`${emulator.origin}/state`)).json()) as Record<string, unknown>;
	const { account, ...rest } = state;
	expect(account).toEqual({
		'Sending URL': emulator.sendUrl,
		'Test URL': emulator.testUrl,
		Username: 'demo',
		'API Password': 'demo-password',
	});
	expect(rest).toMatchObject({
		credits: 9_998,
		callbackUrl: null,
		blacklist: ['33611223344'],
		messages: [
			{ number: '33611223344', state: 'scheduled', scheduledFor: '2099-01-31 09:20:10' },
			{ number: '33622334455', state: 'sent', scheduledFor: null },
		],
		campaigns: [
			{ id: 'a', messages: 1, scheduled: 1, delivered: 0, refused: 0 },
			{ id: null, messages: 1, scheduled: 0, delivered: 0, refused: 0 },
		],
		callbacks: [{ kind: 'reply', fields: { num: '33622334455', message: 'Oui' } }],
		requests: [
			{ numbers: 1, answer: 'SENDING_OK;9999', violations: [] },
			{ numbers: 2, answer: '12_IS_INVALID\nSENDING_OK;9998', violations: [] },
		],
	});
	expect(JSON.stringify(rest)).not.toContain('demo-password');
});

test.each<[string, unknown, string, string]>([
	['deliver', { id: 1 }, 'application/json', 'No message has ID 1.'],
	['deliver', {}, 'application/json', 'id must be a whole number.'],
	['deliver', null, 'application/json', 'Send an object.'],
	['stop', { number: 33611223344 }, 'application/json', 'number must be text.'],
	['credits', { credits: -1 }, 'application/json', 'credits must be a whole number.'],
	['callback', { url: 'javascript:alert(1)' }, 'application/json', 'The callback URL must start'],
	['stop', { number: '33611223344' }, 'text/plain', 'Send JSON.'],
])('%s with %j as %s is refused: %s', async (action, body, contentType, reason) => {
	const response = await fetch(`${emulator.origin}/actions/${action}`, {
		method: 'POST',
		headers: { 'content-type': contentType },
		body: JSON.stringify(body),
	});
	expect(response.status).toBe(400);
	expect(await response.json()).toEqual({ reason: expect.stringContaining(reason) });
	expect(emulator.callbacks).toEqual([]);
	expect(emulator.blacklist.size).toBe(0);
});

test('addresses in an SMS are links, nothing else is, and no letter is lost', () => {
	const samples: ReadonlyArray<readonly [text: string, ...links: string[]]> = [
		['Bonjour'],
		['https://exemple.fr/a?b=1&c=%C3%A9#d', 'https://exemple.fr/a?b=1&c=%C3%A9#d'],
		['Voir (http://localhost:5678/x), ou https://a.fr.', 'http://localhost:5678/x', 'https://a.fr'],
		['HTTPS://EXEMPLE.FR !', 'HTTPS://EXEMPLE.FR'],
		['« https://a.fr » et "https://b.fr"', 'https://a.fr', 'https://b.fr'],
		['javascript:alert(1) data:text/html,x www.a.fr http:// xhttps://a.fr'],
		['https://a.fr<script>alert(1)</script>', 'https://a.fr'],
	];
	// Node can import the page's browser module; jest cannot.
	const script = `import { piecesOf } from './page/links.mjs';
		console.log(JSON.stringify(process.argv.slice(1).map(piecesOf)));`;
	const args = ['--input-type=module', '--eval', script, '--', ...samples.map(([text]) => text)];
	const output = execFileSync(process.execPath, args, { cwd: __dirname, encoding: 'utf8' });
	const found = JSON.parse(output) as Array<Array<{ text: string; href?: string }>>;
	expect(
		found.map((pieces) => [
			pieces.map(({ text }) => text).join(''),
			...pieces.flatMap(({ href = [] }) => href),
		]),
	).toEqual(samples);
});
