import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { readCallback } from '../../nodes/CapitoleMobile/sms/callback/callback';
import { CallbackForm } from '../../nodes/CapitoleMobile/sms/callback/callbackForm';
import { startEmulator } from './emulator';
import { receiverForTests } from './forTests';
import { post, xmlOf } from './posting';

const TSX = pathToFileURL(require.resolve('tsx')).href;
const receiver = receiverForTests();

jest.setTimeout(20_000);

/**
 * Runs `main.ts`, ends it like Ctrl-C once it has printed `until`, and returns its output.
 *
 * @param onStart called once with the Sending URL
 */
async function run(args: string[], until = 'Ctrl-C', onStart?: (sendUrl: string) => unknown) {
	const command = ['--import', TSX, path.join(__dirname, 'main.ts'), ...args];
	const child = spawn(process.execPath, command);
	let output = '';
	let stderr = '';
	let hasStarted = false;
	child.stdout.on('data', (chunk: Buffer) => {
		output += chunk.toString();
		if (!hasStarted && output.includes('Ctrl-C')) {
			hasStarted = true;
			onStart?.(/Sending URL +(\S+)/.exec(output)?.[1] ?? '');
		}
		if (output.includes(until)) child.kill('SIGINT');
	});
	child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
	const code = await new Promise((resolve) => child.on('close', resolve));
	return { code, output, stderr };
}

test('prints its URLs and the login, shows a request without the password, and ends on Ctrl-C', async () => {
	const args = [
		'--port',
		'0',
		'--host',
		'0.0.0.0',
		'--callback',
		'http://localhost/x',
		'--verbose',
	];
	const { code, output, stderr } = await run(args, 'SENDING_OK', (sendUrl) =>
		post(sendUrl, `XML=${encodeURIComponent(xmlOf({ text: 'Été' }))}`),
	);
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	expect(output).toMatch(/Phones and buttons\s+http:\/\/127\.0\.0\.1:\d+\/\n/);
	expect(output).toMatch(/Sending URL\s+http:\/\/127\.0\.0\.1:\d+\/api\/sendsms\/xml\n/);
	expect(output).toMatch(/Username\s+demo\n.*API Password\s+demo-password\n/);
	expect(output).toMatch(/Callback URL\s+http:\/\/localhost\/x\n/);
	const [, shown = ''] = output.split('Ctrl-C');
	expect(shown).toContain('POST /api/sendsms/xml');
	expect(shown).toContain('C3 89 74 C3 A9');
	expect(shown).toContain('SENDING_OK;9999');
	expect(shown.replaceAll('\n', '')).not.toContain('demo-password');
});

test('--call sends each callback to a URL, prints each event, and ends', async () => {
	const args = ['--call', receiver.url, '--phone', '33639980011', '--campaign', 'ETE26'];
	const { code, output, stderr } = await run(args);
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	const events = output.match(/^\w+(?= +202 OK$)/gm);
	expect(events).toEqual(['delivered', 'undelivered', 'otherStatus', 'reply', 'stop']);
	expect(receiver.received.map(({ url }) => url.replace(/date=[\w+%-]+$/, 'date='))).toEqual([
		'/sms?id=ETE26&gsm=33639980011&status=DELIVERED&network=Orange&date=',
		'/sms?id=ETE26&gsm=33639980011&status=INVALID_DESTINATION_ADDRESS&network=Orange&date=',
		'/sms?id=ETE26&gsm=33639980011&status=EXPIRED&network=Orange&date=',
		'/sms?num=33639980011&message=Hello+World',
		'/sms?num=33639980011&message=STOP',
	]);
	for (const [index, { url }] of receiver.received.entries()) {
		const rawQuery = url.slice(url.indexOf('?') + 1);
		const form = CallbackForm.read({ rawQuery, rawBody: null, contentType: undefined });
		const context = { timezone: 'Europe/Paris', stopKeywords: [], receivedAt: new Date() };
		const callback = typeof form === 'string' ? form : readCallback(form, context);
		expect(callback).toHaveProperty('event', events?.[index]);
	}
});

test('--call has exit code 1 if a callback fails', async () => {
	const { code, output } = await run(['--call', 'http://127.0.0.1:1/']);
	expect(code).toBe(1);
	expect(output).toContain('stop          no answer: connect ECONNREFUSED 127.0.0.1:1');
});

test('a busy port gives one clear line and exit code 1', async () => {
	const other = await startEmulator();
	const { port } = new URL(other.origin);
	const { code, stderr } = await run(['--port', port]);
	expect({ code, stderr }).toEqual({
		code: 1,
		stderr: `Port ${port} is in use. Choose another with --port.\n`,
	});
	await other.close();
});

test.each(['--port=x', '--callback=nowhere', '--colour'])(
	'%s is refused with the usage and exit code 1',
	async (option) => {
		const { code, stderr } = await run([option]);
		expect(code).toBe(1);
		expect(stderr).toContain('Usage: npm run provider');
	},
);
