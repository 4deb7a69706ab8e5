import { parseArgs } from 'node:util';

import { startEmulator, type Emulator } from './emulator';
import { reasonOf } from './reason';

const USAGE = 'Usage: npm run provider -- [--port 4010] [--callback http://…] [--deliver-after MS]';

interface Arguments {
	port: number;
	callbackUrl: string | null;
	deliverAfterMs: number | null;
}

/** Throws a sentence for people on what it does not understand. */
function readArguments(): Arguments {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '4010' },
			callback: { type: 'string' },
			'deliver-after': { type: 'string' },
		},
	});
	const number = (name: string, text: string, most: number) => {
		const value = Number(text);
		if (/^\d+$/.test(text) && value <= most) return value;
		throw new Error(`--${name} takes a whole number up to ${most}, not "${text}".`);
	};
	const { callback = null, 'deliver-after': after } = values;
	if (callback !== null && !URL.canParse(callback)) {
		throw new Error(`--callback takes a URL, not "${callback}".`);
	}
	return {
		port: number('port', values.port, 65_535),
		callbackUrl: callback,
		deliverAfterMs: after === undefined ? null : number('deliver-after', after, 86_400_000),
	};
}

function sayWhyNot(cause: unknown, port?: number): void {
	const isBusy = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
	const reason = reasonOf(cause);
	console.error(isBusy ? `Port ${port} is in use. Choose another with --port.` : reason);
	if (port === undefined) console.error(USAGE);
	process.exitCode = 1;
}

function introduce(emulator: Emulator): void {
	const { username, password, callbackUrl } = emulator.options;
	console.log(`A stand-in for Capitole Mobile: nothing leaves this machine.

  Phones and buttons   ${emulator.origin}/
  Send URL             ${emulator.sendUrl}
  Test URL             ${emulator.testUrl}
  Username             ${username}
  Password             ${password}
  Callback URL         ${callbackUrl ?? 'none yet: set it on the page'}

Put the URLs and the login into a Capitole Mobile API credential in n8n, and the production URL of
a Capitole SMS Trigger into the callback URL. Ctrl-C ends it.`);
}

async function main(): Promise<void> {
	let settings: Arguments;
	try {
		settings = readArguments();
	} catch (cause) {
		return sayWhyNot(cause);
	}
	try {
		const emulator = await startEmulator({ ...settings, limitsReplies: true });
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.once(signal, () => void emulator.close().then(() => process.exit(0)));
		}
		introduce(emulator);
	} catch (cause) {
		sayWhyNot(cause, settings.port);
	}
}

void main();
