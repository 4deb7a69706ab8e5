import { spawn } from 'node:child_process';
import path from 'node:path';

import { startEmulator } from './emulator';
import { receiverForTests } from './forTests';
import { post, xmlOf } from './posting';

const MAIN = path.join(__dirname, 'main.ts');
const TSX = path.join(path.dirname(require.resolve('tsx/package.json')), 'dist', 'cli.mjs');

const receiver = receiverForTests();

/**
 * Runs `main.ts`, ends it as Ctrl-C does once it has said `until`, and gives what it said.
 *
 * @param meet what to do once it is up, given its address
 */
async function run(
	args: string[],
	until = 'Ctrl-C',
	meet: (sendUrl: string) => unknown = () => undefined,
) {
	const child = spawn(process.execPath, [TSX, MAIN, ...args]);
	let output = '';
	let complaints = '';
	let isMet = false;
	child.stdout.on('data', (chunk: Buffer) => {
		output += chunk.toString();
		if (!isMet && output.includes('Ctrl-C')) {
			isMet = true;
			meet(/Sending URL +(\S+)/.exec(output)?.[1] ?? '');
		}
		if (output.includes(until)) child.kill('SIGINT');
	});
	child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
	const code = await new Promise((resolve) => child.on('close', resolve));
	return { code, output, complaints };
}

test('run alone it says where it is and how to log in, and Ctrl-C ends it', async () => {
	const { code, output, complaints } = await run([
		'--port',
		'0',
		'--callback',
		'http://localhost/x',
	]);
	expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
	expect(output).toMatch(/Sending URL\s+http:\/\/127\.0\.0\.1:\d+\/api\/sendsms\/xml\n/);
	expect(output).toMatch(/Username\s+demo\n.*API Password\s+demo-password\n/);
	expect(output).toMatch(/Callback URL\s+http:\/\/localhost\/x\n/);
}, 20_000);

test('--host listens elsewhere too, and says an address that a browser opens', async () => {
	const { output } = await run(['--port', '0', '--host', '0.0.0.0']);
	expect(output).toMatch(/Phones and buttons\s+http:\/\/127\.0\.0\.1:\d+\/\n/);
}, 20_000);

test('--verbose shows each request as it came, but for the password', async () => {
	const { output } = await run(['--port', '0', '--verbose'], 'SENDING_OK', (sendUrl) =>
		post(sendUrl, `XML=${encodeURIComponent(xmlOf({ text: 'Été' }))}`),
	);
	const [, shown = ''] = output.split('Ctrl-C');
	expect(shown).toContain('POST /api/sendsms/xml');
	expect(shown).toContain('C3 89 74 C3 A9');
	expect(shown).toContain('SENDING_OK;9999');
	expect(shown.replaceAll('\n', '')).not.toContain('demo-password');
}, 20_000);

test('--call calls a URL with each callback, prints what it answers, and ends', async () => {
	const args = ['--call', receiver.url, '--phone', '33639980011', '--campaign', 'ETE26'];
	const { code, output, complaints } = await run(args);
	expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
	expect(output.match(/^\w+ +202 OK$/gm)).toHaveLength(5);
	expect(receiver.received).toHaveLength(5);
	for (const { url } of receiver.received) expect(url).toMatch(/=33639980011(&|$)/);
	expect(receiver.received[0]?.url).toContain('id=ETE26&');
}, 20_000);

test('--call has exit code 1 where a callback is not welcome', async () => {
	const { code, output } = await run(['--call', 'http://127.0.0.1:1/']);
	expect(code).toBe(1);
	expect(output).toContain('no answer: connect ECONNREFUSED');
}, 20_000);

test('a busy port gives one clear line and exit code 1', async () => {
	const other = await startEmulator();
	const { port } = new URL(other.origin);
	const { code, complaints } = await run(['--port', port]);
	expect({ code, complaints }).toEqual({
		code: 1,
		complaints: `Port ${port} is in use. Choose another with --port.\n`,
	});
	await other.close();
}, 20_000);

test.each([
	[['--port', 'x']],
	[['--callback', 'nowhere']],
	[['--call', 'nowhere']],
	[['--colour']],
])(
	'%j is refused with the usage and exit code 1',
	async (args) => {
		const { code, complaints } = await run(args);
		expect(code).toBe(1);
		expect(complaints).toContain('Usage: npm run provider');
	},
	20_000,
);
