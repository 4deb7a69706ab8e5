import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { post } from '../../dev/emulator/posting';

const SCRIPT = path.join(__dirname, 'readers.php');
/** Warnings would break the JSON output. */
const QUIET = ['-d', 'display_errors=0'];
const NEEDED =
	'exit(function_exists("simplexml_load_string") && class_exists("DOMDocument") && function_exists("iconv") ? 0 : 1);';

/** Whether this machine has PHP with everything the readers need. */
export const hasPhp = spawnSync('php', ['-r', NEEDED]).status === 0;

/** A reader's result for a form, as UTF-8; null if it found no well-formed XML. */
export type PhpReading = Readonly<
	Record<'username' | 'password' | 'text' | 'sender' | 'gsm', string>
> | null;

/** Reads posted forms with `php -S`. */
export class PhpServer {
	private constructor(
		private readonly server: ChildProcess,
		readonly origin: string,
	) {}

	static async start(): Promise<PhpServer> {
		const origin = `127.0.0.1:${String(await freePort())}`;
		const server = spawn('php', [...QUIET, '-S', origin, SCRIPT], { stdio: 'ignore' });
		const php = new PhpServer(server, `http://${origin}`);
		for (let tries = 0; tries < 100; tries++) {
			const answered = await post(`${php.origin}/echo`, 'XML=').catch(() => null);
			if (answered !== null) return php;
			await wait(100);
		}
		server.kill();
		throw new Error(`php -S ${origin} did not answer within 10 s`);
	}

	async read(reader: string, form: string): Promise<PhpReading> {
		return readingOf((await post(`${this.origin}/${reader}`, form)).text);
	}

	async stop(): Promise<void> {
		const ended = once(this.server, 'exit');
		this.server.kill();
		await ended;
	}
}

/** Reads a raw body with `parse_str` on PHP's command line. */
export function readByParseStr(reader: string, form: string): PhpReading {
	const { stdout } = spawnSync('php', [...QUIET, SCRIPT, reader], { input: form });
	return readingOf(stdout.toString());
}

function readingOf(json: string): PhpReading {
	const fields = JSON.parse(json) as Record<string, string> | null;
	if (fields === null) return null;
	const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	return Object.fromEntries(
		Object.entries(fields).map(([name, hex]) => [name, utf8.decode(Buffer.from(hex, 'hex'))]),
	) as PhpReading;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
