import { spawn } from 'node:child_process';
import path from 'node:path';

import { startEmulator } from './emulator';

const MAIN = path.join(__dirname, 'main.ts');
const TSX = path.join(path.dirname(require.resolve('tsx/package.json')), 'dist', 'cli.mjs');

/** Runs `main.ts`, ends it as Ctrl-C does once it has said `until`, and gives what it said. */
async function run(args: string[], until = 'Ctrl-C') {
	const child = spawn(process.execPath, [TSX, MAIN, ...args]);
	let output = '';
	let complaints = '';
	child.stdout.on('data', (chunk: Buffer) => {
		output += chunk.toString();
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
	expect(output).toMatch(/Send URL\s+http:\/\/127\.0\.0\.1:\d+\/api\/sendsms\/xml\n/);
	expect(output).toMatch(/Username\s+demo\n.*Password\s+demo-password\n/);
	expect(output).toMatch(/Callback URL\s+http:\/\/localhost\/x\n/);
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

test.each([[['--port', 'x']], [['--callback', 'nowhere']], [['--colour']]])(
	'%j is refused with the usage and exit code 1',
	async (args) => {
		const { code, complaints } = await run(args);
		expect(code).toBe(1);
		expect(complaints).toContain('Usage: npm run provider');
	},
	20_000,
);
